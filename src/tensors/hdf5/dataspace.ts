import { BadInput } from '../../errors/bad-input.ts';
import type { Hdf5Bytes } from './hdf5-bytes.ts';

/** Most axes of an HDF5 array. */
const MOST_AXES = 32;
const NULL_SPACE = 2;

/**
 * The shape in a dataspace message, version 1 or 2; a space without elements is [0]. The number of elements
 * is below 2^53. Source: HDF5 File Format Specification 3.0, section IV.A.2.b.
 */
export function readDataspace(file: Hdf5Bytes, at: number): readonly number[] {
  const [version, rank] = [file.u8(at), file.u8(at + 1)];
  if (version !== 1 && version !== 2)
    throw new BadInput(`${file.place}: dataspace version ${version}, expected 1 or 2`);
  if (rank > MOST_AXES)
    throw new BadInput(`${file.place}: damaged: ${rank} axes, expected at most ${MOST_AXES}`);
  if (version === 2 && file.u8(at + 3) === NULL_SPACE) return [0];
  const start = at + (version === 1 ? 8 : 4);
  const shape = Array.from({ length: rank }, (_, axis) => file.u64(start + 8 * axis));
  // An axis of 0 must not hide an absurd one, so the product is formed without the zeros.
  if (shape.reduce((product, size) => product * (size || 1), 1) > Number.MAX_SAFE_INTEGER)
    throw new BadInput(`${file.place}: shape [${shape.join(', ')}] is beyond any array`);
  return shape;
}

/** Elements of a shape. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
