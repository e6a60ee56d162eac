import { createHash } from 'node:crypto';
import { orList } from '../config/wording.ts';
import { BadInput } from '../errors/bad-input.ts';
import { refuseForeignWeights } from '../tensors/foreign/foreign-file.ts';
import { openTensors, tensorFormats } from '../tensors/open.ts';
import type { Companions, TensorFile } from '../tensors/tensor-file.ts';

/** A file as the command line read it. */
export interface FileBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The files that belong to it, by paths relative to its folder. Absent: none. */
  readonly companions?: Companions;
}

/** Opens a file of weights of any format. Throws BadInput, and says what it is, for one that is none. */
export function openWeights({ path, bytes, companions }: FileBytes): TensorFile {
  const expected = orList(tensorFormats.map(({ says }) => says));
  refuseForeignWeights(bytes, path, expected);
  const file = openTensors(bytes, path, companions);
  if (file !== null) return file;
  throw new BadInput(`${path}: is none of the files of weights that are read: ${expected}`);
}

/** What a file of weights contributes to a hash, with the files that belong to it. */
export function weightsDigest({ bytes, companions = new Map() }: FileBytes): string {
  const hash = createHash('sha256').update(bytes);
  for (const [path, more] of [...companions].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(JSON.stringify([path, more.length])).update(more);
  return hash.digest('hex').slice(0, 16);
}
