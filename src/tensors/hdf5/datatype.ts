import { BadInput } from '../../errors/bad-input.ts';
import type { TensorType } from '../tensor-file.ts';
import type { Hdf5Bytes } from './hdf5-bytes.ts';

/** The type of the elements of a data set or an attribute, of those that are read. */
export type Hdf5Type =
  | {
      readonly kind: 'number';
      readonly dtype: TensorType;
      readonly itemBytes: number;
      readonly littleEndian: boolean;
    }
  /** Characters of a fixed length. */
  | { readonly kind: 'text'; readonly itemBytes: number }
  /** Characters in a heap, of which 16 bytes say where. */
  | { readonly kind: 'heap text'; readonly itemBytes: number }
  | { readonly kind: 'other'; readonly itemBytes: number; readonly says: string };

const CLASSES = [
  'integers',
  'floats',
  'times',
  'text',
  'bit fields',
  'opaque bytes',
  'records',
  'references',
  'an enumeration',
  'sequences of varying length',
  'arrays',
];

const integers: Readonly<Record<number, readonly [unsigned: TensorType, signed: TensorType]>> = {
  1: ['uint8', 'int8'],
  2: ['uint16', 'int16'],
  4: ['uint32', 'int32'],
  8: ['uint64', 'int64'],
};

/** Floats by their bits, exponent and fraction. */
const floats: ReadonlyMap<string, TensorType> = new Map([
  ['16 5 10', 'float16'],
  ['16 8 7', 'bfloat16'],
  ['32 8 23', 'float32'],
  ['64 11 52', 'float64'],
]);

/**
 * A datatype message. Types that are no numbers or text are named, and refused by whoever wants to read them.
 * Source: HDF5 File Format Specification 3.0, section IV.A.2.d.
 */
export function readDatatype(file: Hdf5Bytes, at: number): Hdf5Type {
  const kind = file.u8(at) & 15;
  const flags = file.u8(at + 1);
  const itemBytes = file.u32(at + 4);
  if (itemBytes === 0) throw new BadInput(`${file.place}: damaged: elements of 0 bytes`);
  const other = { kind: 'other', itemBytes, says: CLASSES[kind] ?? `type class ${kind}` } as const;
  const number = (dtype: TensorType | undefined) =>
    dtype === undefined
      ? { ...other, says: `${8 * itemBytes}-bit ${CLASSES[kind]}` }
      : ({ kind: 'number', dtype, itemBytes, littleEndian: (flags & 1) === 0 } as const);
  switch (kind) {
    case 0:
      return number(
        file.u16(at + 10) === 8 * itemBytes ? integers[itemBytes]?.[flags & 8 ? 1 : 0] : undefined,
      );
    case 1:
      return number(flags & 0x40 ? undefined : floats.get(floatBits(file, at, itemBytes)));
    case 3:
      return { kind: 'text', itemBytes };
    case 8:
      return enumeration(file, at, itemBytes) ?? other;
    case 9:
      return (flags & 15) === 1 ? { kind: 'heap text', itemBytes } : other;
    default:
      return other;
  }
}

function floatBits(file: Hdf5Bytes, at: number, itemBytes: number): string {
  const [exponentBits, fractionBits] = [file.u8(at + 13), file.u8(at + 15)];
  return `${8 * itemBytes} ${exponentBits} ${fractionBits}`;
}

/** h5py's booleans: two names for the bytes 0 and 1. */
function enumeration(file: Hdf5Bytes, at: number, itemBytes: number): Hdf5Type | null {
  const members = file.u16(at + 1);
  const isOfIntegers = (file.u8(at + 8) & 15) === 0;
  if (itemBytes !== 1 || members !== 2 || !isOfIntegers) return null;
  return { kind: 'number', dtype: 'bool', itemBytes, littleEndian: true };
}
