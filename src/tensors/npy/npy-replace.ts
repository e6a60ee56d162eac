import { encodeElements } from '../elements/encode.ts';
import type { Tensor } from '../tensor-file.ts';
import { readNpyLayout, toCOrder, writeNpyTensor } from './npy.ts';

/**
 * The bytes of a .npy file with other values: of the same type in the same header, with its byte order and
 * its order of axes; of another type as NumPy writes it. Throws BadInput as `writeNpyTensor`.
 */
export function replaceNpy(original: Uint8Array, tensor: Tensor, place: string): Uint8Array {
  const { dtype, shape, fortranOrder, littleEndian, dataStart } = readNpyLayout(
    original,
    original.length,
    place,
  );
  if (dtype !== tensor.dtype || dtype === 'bytes') return writeNpyTensor(tensor, place);
  // Fortran's order of an array is C's order of it with its axes reversed.
  const data = fortranOrder ? toCOrder(tensor.data, [...shape].reverse(), 1) : tensor.data;
  const file = new Uint8Array(original);
  file.set(encodeElements(dtype, data, place, { littleEndian }), dataStart);
  return file;
}
