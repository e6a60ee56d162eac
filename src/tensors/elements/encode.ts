import { BadInput } from '../../errors/bad-input.ts';
import type { TensorData, TensorType } from '../tensor-file.ts';
import { HOST_LITTLE_ENDIAN, reverseItems } from './byte-order.ts';
import { elementBytes } from './elements.ts';
import { bfloat16Pattern, float16Pattern } from './round-float16.ts';

/** The integers that a type holds, from and to, as far as float64 holds them; none for floats. */
export const integerRanges: Readonly<Partial<Record<TensorType, readonly [from: number, to: number]>>> = {
  int8: [-(2 ** 7), 2 ** 7 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint8: [0, 2 ** 8 - 1],
  uint16: [0, 2 ** 16 - 1],
  uint32: [0, 2 ** 32 - 1],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  bool: [0, 1],
  bytes: [0, 2 ** 8 - 1],
};

/** The typed arrays of the types whose elements lie in a file as they do in memory. */
const plainArrays = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  bool: Uint8Array,
  bytes: Uint8Array,
} as const;

/**
 * The bytes of elements: floats are rounded to the nearest of their type, ties to even. What
 * `decodeElements` gave comes back bit for bit (but for the payloads of NaN). Throws BadInput, naming the
 * element, for a number that an integer type does not hold.
 */
export function encodeElements(
  dtype: TensorType,
  data: TensorData,
  place: string,
  { littleEndian = true }: { readonly littleEndian?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const range = integerRanges[dtype];
  if (range !== undefined) refuseOutside(range, dtype, data, place);
  const itemBytes = elementBytes[dtype];
  const bytes = new Uint8Array(data.length * itemBytes);
  write(dtype, data, bytes.buffer);
  if (littleEndian !== HOST_LITTLE_ENDIAN) reverseItems(bytes, itemBytes);
  return bytes;
}

function refuseOutside(
  [from, to]: readonly [from: number, to: number],
  dtype: TensorType,
  data: TensorData,
  place: string,
): void {
  for (let i = 0; i < data.length; i++) {
    if (Number.isInteger(data[i]) && data[i] >= from && data[i] <= to) continue;
    throw new BadInput(`${place}: element ${i} is ${data[i]}, expected ${from} to ${to} for ${dtype}`);
  }
}

/** Writes the elements in this machine's byte order. */
function write(dtype: TensorType, data: TensorData, buffer: ArrayBuffer): void {
  switch (dtype) {
    case 'float16':
      fill(new Uint16Array(buffer), data, float16Pattern);
      return;
    case 'bfloat16':
      fill(new Uint16Array(buffer), data, bfloat16Pattern);
      return;
    case 'int64':
    case 'uint64':
      fill(new BigInt64Array(buffer), data, BigInt);
      return;
    default:
      new plainArrays[dtype](buffer).set(data);
  }
}

function fill<T>(target: { [at: number]: T }, data: TensorData, wordOf: (value: number) => T): void {
  for (let i = 0; i < data.length; i++) target[i] = wordOf(data[i]);
}
