import { jsonStateDict } from './json/json-format.ts';
import { hdf5 } from './keras/hdf5-format.ts';
import { keras } from './keras/keras-format.ts';
import { npz } from './npy/npz-format.ts';
import { onnx } from './onnx/onnx-format.ts';
import { plainBytes, plainCompanions } from './plain-bytes.ts';
import { torchSave } from './pytorch/pytorch-format.ts';
import { safetensors } from './safetensors/safetensors-format.ts';
import type { Companion, Companions, TensorFile, TensorFormat } from './tensor-file.ts';

/**
 * Every format of files with named tensors, asked in this order whether a file is theirs: the only place
 * where a format is registered.
 */
export const tensorFormats: readonly TensorFormat[] = [
  safetensors,
  hdf5,
  keras,
  torchSave,
  npz,
  onnx,
  jsonStateDict,
];

/** The format of a file by its content, whatever its name; null: none of those that are read. */
export function formatOf(bytes: Uint8Array): TensorFormat | null {
  return tensorFormats.find((format) => format.matches(bytes)) ?? null;
}

/** The files that a file needs beside it. Throws BadInput as its format does. */
export function companionsOf(bytes: Uint8Array, path: string): readonly Companion[] {
  return formatOf(bytes)?.companions?.(bytes, path) ?? [];
}

/** Opens a file of any format; null: it is of none that is read. Throws BadInput as its format does. */
export function openTensors(
  bytes: Uint8Array,
  path: string,
  companions: Companions = new Map(),
): TensorFile | null {
  return formatOf(bytes)?.open(plainBytes(bytes), path, plainCompanions(companions)) ?? null;
}
