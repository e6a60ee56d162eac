import { BadInput } from '../../errors/bad-input.ts';
import { type NamedShape, shapesText } from '../named-shape.ts';
import { readNpyLayout } from '../npy/npy.ts';
import { MAX_HEADER_BYTES } from '../npy/npy-header.ts';
import { isOldTorch, oldTorchTensors } from '../pytorch/old-form.ts';

/** A file that holds tensors, or was meant to, in a format that is not read. */
export interface ForeignFile {
  /** What it is, as "a GGUF file". */
  readonly what: string;
  /** The tensors in it, as far as they are found without unpacking it; null where it has none by name. */
  readonly tensors: readonly NamedShape[] | null;
  /** Python that makes of it what is read; null: there is none. */
  readonly python: ((path: string) => string) | null;
}

const fromTorch = (path: string): string =>
  `torch.save(torch.load(${JSON.stringify(path)}), "model.pt") of PyTorch 1.6 or later`;

/** What a file is, by its content and not by its name; null: none of the known ones. */
export function foreignFile(bytes: Uint8Array): ForeignFile | null {
  for (const recognise of [oldTorch, unfit]) {
    const found = recognise(bytes);
    if (found !== null) return found;
  }
  return null;
}

function oldTorch(bytes: Uint8Array): ForeignFile | null {
  if (!isOldTorch(bytes)) return null;
  return {
    what: 'a file of torch.save in its old format',
    tensors: oldTorchTensors(bytes),
    python: fromTorch,
  };
}

const starts: readonly (readonly [start: string, what: string])[] = [
  ['version https://git-lfs', 'a pointer of Git LFS: `git lfs pull` fetches the file itself'],
  ['\x1f\x8b', 'a gzip file: unpack it first'],
  ['BZh', 'a bzip2 file: unpack it first'],
  ['\xfd7zXZ', 'an xz file: unpack it first'],
  ['GGUF', 'a GGUF file'],
  ['MATLAB 5.0', 'a MATLAB file'],
  ['\x80', 'a pickle of Python'],
  ['<!DOCTYPE', 'an HTML page'],
  ['<!doctype', 'an HTML page'],
  ['<html', 'an HTML page'],
];

/** What has no tensors that could be listed. */
function unfit(bytes: Uint8Array): ForeignFile | null {
  if (bytes.length === 0) return { what: 'empty', tensors: null, python: null };
  const head = String.fromCharCode(...bytes.subarray(0, 32));
  const found = starts.find(([start]) => head.startsWith(start));
  return found === undefined ? null : { what: found[1], tensors: null, python: null };
}

/**
 * Throws BadInput for a file of weights in a format that is not read: what it is, the tensors in it, what was
 * expected, and what to do.
 */
export function refuseForeignWeights(bytes: Uint8Array, path: string, expected: string): void {
  const found = foreignFile(bytes) ?? oneArray(bytes, path);
  if (found === null) return;
  const { what, tensors, python } = found;
  const list = tensors === null || tensors.length === 0 ? '' : ` with ${shapesText(tensors)}`;
  const how = python === null ? '' : `; in Python: ${python(path)}`;
  throw new BadInput(`${path}: is ${what}${list}, expected ${expected}${how}`);
}

/** A .npy file, where several arrays with names are needed. */
function oneArray(bytes: Uint8Array, path: string): ForeignFile | null {
  if (bytes[0] !== 0x93) return null;
  const { shape } = readNpyLayout(bytes.subarray(0, MAX_HEADER_BYTES), bytes.length, path);
  return {
    what: `one array [${shape.join(', ')}] without a name (.npy)`,
    tensors: null,
    python: () => 'numpy.savez("model.npz", weight_ih_l0=..., weight_hh_l0=...)',
  };
}
