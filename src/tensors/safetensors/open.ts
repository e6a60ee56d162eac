import { BadInput } from '../../errors/bad-input.ts';
import { decodeElements } from '../elements/elements.ts';
import { printableName } from '../named-shape.ts';
import type { Tensor } from '../tensor-file.ts';
import type { TensorEntry } from '../tensor-table.ts';
import { readTypes, tensorTypeOf } from './element-types.ts';
import { readHeader, type SafetensorsEntry } from './header.ts';

/** The tensors of a safetensors file by name. Throws BadInput, with `path` in front, as `readHeader`. */
export function safetensorsEntries(bytes: Uint8Array, path: string): ReadonlyMap<string, TensorEntry> {
  return new Map(
    readHeader(bytes, path).entries.map((entry) => [
      entry.name,
      { shape: entry.shape, read: () => readTensor(bytes, entry, path) },
    ]),
  );
}

function readTensor(
  bytes: Uint8Array,
  { name, type, shape, start, end }: SafetensorsEntry,
  path: string,
): Tensor {
  const place = `${path}, tensor ${printableName(name)}`;
  const dtype = tensorTypeOf(type);
  if (dtype === null)
    throw new BadInput(`${place}: type ${printableName(type)}, expected one of ${readTypes.join(', ')}`);
  return {
    shape,
    dtype,
    data: decodeElements(dtype, new Uint8Array(bytes.subarray(start, end)), { littleEndian: true, place }),
  };
}
