import { BadInput } from '../../errors/bad-input.ts';
import type { TensorData, TensorType } from '../tensor-file.ts';
import { HOST_LITTLE_ENDIAN, reverseItems } from './byte-order.ts';
import { expandBfloat16, expandFloat16 } from './float16.ts';

/** Bytes of one element of a type; of `bytes`, of one character. */
export const elementBytes: Readonly<Record<TensorType, number>> = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
  bytes: 1,
};

/** How the bytes of elements lie in a file. */
export interface ElementOrder {
  readonly littleEndian: boolean;
  /** Opens the messages. */
  readonly place: string;
}

/**
 * The elements in `raw`, which are the caller's to give away: their bytes may be reversed in place, and the
 * array may lie in them. float16 and bfloat16 are widened to float32, 64-bit integers are held in float64.
 * Throws BadInput on 64-bit integers beyond 2^53 - 1 and on booleans other than 0 and 1.
 */
export function decodeElements(
  dtype: TensorType,
  raw: Uint8Array,
  { littleEndian, place }: ElementOrder,
): TensorData {
  const size = elementBytes[dtype];
  const owned = raw.byteOffset % size === 0 ? raw : new Uint8Array(raw);
  if (littleEndian !== HOST_LITTLE_ENDIAN) reverseItems(owned, size);
  return decode(dtype, owned, place);
}

function decode(dtype: TensorType, raw: Uint8Array, place: string): TensorData {
  const { buffer, byteOffset, byteLength } = raw;
  const of = <T>(Kind: new (buffer: ArrayBufferLike, from: number, length: number) => T): T =>
    new Kind(buffer, byteOffset, byteLength / elementBytes[dtype]);
  switch (dtype) {
    case 'float16':
      return expandFloat16(of(Uint16Array));
    case 'bfloat16':
      return expandBfloat16(of(Uint16Array));
    case 'float32':
      return of(Float32Array);
    case 'float64':
      return of(Float64Array);
    case 'int8':
      return of(Int8Array);
    case 'int16':
      return of(Int16Array);
    case 'int32':
      return of(Int32Array);
    case 'int64':
      return safeIntegers(of(BigInt64Array), place);
    case 'uint8':
    case 'bytes':
      return of(Uint8Array);
    case 'uint16':
      return of(Uint16Array);
    case 'uint32':
      return of(Uint32Array);
    case 'uint64':
      return safeIntegers(of(BigUint64Array), place);
    case 'bool':
      return booleans(of(Uint8Array), place);
  }
}

function safeIntegers(wide: BigInt64Array | BigUint64Array, place: string): Float64Array {
  const values = new Float64Array(wide.length);
  for (let i = 0; i < wide.length; i++) {
    values[i] = Number(wide[i]);
    if (!Number.isSafeInteger(values[i])) {
      throw new BadInput(`${place}: element ${i} is ${wide[i]}, expected an integer within +-(2^53 - 1)`);
    }
  }
  return values;
}

function booleans(bytes: Uint8Array, place: string): Uint8Array {
  const at = bytes.findIndex((byte) => byte > 1);
  if (at >= 0) throw new BadInput(`${place}: boolean element ${at} is byte ${bytes[at]}, expected 0 or 1`);
  return bytes;
}
