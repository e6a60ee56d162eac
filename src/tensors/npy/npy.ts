import { BadInput } from '../../errors/bad-input.ts';
import { decodeElements } from '../elements/elements.ts';
import { parseNpyHeader } from './npy-header.ts';
import { type NpyArray, type NpyData, type NpyElement, type NpyType, parseDescr } from './npy-types.ts';

export { type WritableData, writeNpy, writeNpyTensor } from './npy-write.ts';
export type { NpyArray, NpyData, NpyType };

/** What the header of a .npy file of known length promises. */
export interface NpyLayout extends NpyElement {
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Byte offset of the first element. */
  readonly dataStart: number;
  /** Number of elements. */
  readonly count: number;
}

/**
 * Checks a .npy header against the length of the file before any memory is taken for the elements: the shape
 * must account for every byte behind the header. `head` is the whole file or its first MAX_HEADER_BYTES
 * bytes, `fileBytes` the length of the whole file. Throws BadInput with `place` in front.
 */
export function readNpyLayout(head: Uint8Array, fileBytes: number, place: string): NpyLayout {
  const { descr, fortranOrder, shape, dataStart } = parseNpyHeader(head, place);
  const element = parseDescr(descr, place);
  const available = fileBytes - dataStart;
  // An axis of 0 must not hide an absurd one, so the product is formed without the zeros first.
  const bytes = shape.reduce((product, size) => product * (size || 1), element.itemBytes);
  if (bytes > Number.MAX_SAFE_INTEGER) {
    throw new BadInput(
      `${place}: shape [${shape.join(', ')}] is beyond any array, found ${available} bytes of data`,
    );
  }
  const needed = shape.includes(0) ? 0 : bytes;
  if (needed !== available) {
    const what = needed > available ? 'the data is cut short' : 'there are bytes behind the data';
    const expected = `shape [${shape.join(', ')}] of ${element.dtype} takes ${needed} bytes`;
    throw new BadInput(`${place}: ${what}: ${expected}, found ${available}`);
  }
  return { ...element, shape, fortranOrder, dataStart, count: needed / element.itemBytes };
}

/**
 * Reads a .npy file (`numpy.save`; versions 1.0 to 3.0; either byte order; C or Fortran order). `name` opens
 * the messages. Throws BadInput on anything that is not exactly one array of numbers, booleans or byte
 * strings: pickles, text, structured types, truncated data, bytes behind the data, 64-bit integers beyond
 * 2^53 - 1. With `ownsBytes` the array may lie in `bytes` itself, which then belong to it.
 */
export function readNpy(
  bytes: Uint8Array,
  name: string,
  { ownsBytes = false }: { readonly ownsBytes?: boolean } = {},
): NpyArray {
  const layout = readNpyLayout(bytes, bytes.length, name);
  const { dtype, itemBytes, shape } = layout;
  const raw = elementsIn(bytes, layout, ownsBytes);
  const data = decodeElements(dtype, raw, { littleEndian: layout.littleEndian, place: name });
  if (!layout.fortranOrder || shape.length < 2) return { shape, dtype, data };
  return { shape, dtype, data: toCOrder(data, shape, dtype === 'bytes' ? itemBytes : 1) };
}

/** The bytes of the elements: where they are if they may stay there, or a copy. */
function elementsIn(bytes: Uint8Array, { dataStart, count, itemBytes }: NpyLayout, ownsBytes: boolean) {
  const aligned = (bytes.byteOffset + dataStart) % 8 === 0;
  const found = bytes.subarray(dataStart, dataStart + count * itemBytes);
  return ownsBytes && aligned ? found : new Uint8Array(found);
}

/**
 * Reorders elements of `itemLength` consecutive words from Fortran order (first axis fastest) to C order
 * (last axis fastest).
 */
export function toCOrder(data: NpyData, shape: readonly number[], itemLength: number): NpyData {
  const ordered = data.slice();
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, itemLength));
  for (let to = 0, from = 0; to < data.length; to += itemLength) {
    for (let word = 0; word < itemLength; word++) ordered[to + word] = data[from + word];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return ordered;
}
