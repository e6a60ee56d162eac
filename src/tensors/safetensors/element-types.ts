import type { TensorType } from '../tensor-file.ts';

/** The types that are read, by the format's names. */
const read: ReadonlyMap<string, TensorType> = new Map([
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
  ['I8', 'int8'],
  ['I16', 'int16'],
  ['I32', 'int32'],
  ['I64', 'int64'],
  ['U8', 'uint8'],
  ['U16', 'uint16'],
  ['U32', 'uint32'],
  ['U64', 'uint64'],
  ['BOOL', 'bool'],
]);

/** Bits of an element of the types whose names do not say so. */
const bits: ReadonlyMap<string, number> = new Map([
  ['BOOL', 8],
  ['C64', 64],
]);

/** Names of the types that are read, for a message. */
export const readTypes: readonly string[] = [...read.keys()];

/** The type of a tensor by the format's name; null: it is not read. */
export function tensorTypeOf(type: string): TensorType | null {
  return read.get(type) ?? null;
}

/** The format's name of a type; null: it has none. */
export function typeNamed(dtype: TensorType): string | null {
  return readTypes.find((type) => read.get(type) === dtype) ?? null;
}

/** Bits of an element; null: the type is not known. */
export function bitsOf(type: string): number | null {
  const known = bits.get(type);
  if (known !== undefined) return known;
  // F8_E4M3, F4, BF16, I64: the digits are the bits.
  const found = /^(?:BF|F|I|U)(4|6|8|16|32|64)(?:_E\dM\d)?$/.exec(type);
  return found === null ? null : Number(found[1]);
}
