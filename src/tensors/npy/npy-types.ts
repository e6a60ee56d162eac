import { BadInput } from '../../errors/bad-input.ts';
import { withoutControls } from '../named-shape.ts';
import type { TensorData, TensorType } from '../tensor-file.ts';

/** The element types that are read, by NumPy's names; `bytes` is `|S<n>`. */
export type NpyType = Exclude<TensorType, 'bfloat16'>;

/** The typed arrays that hold the elements of a .npy file. */
export type NpyData = TensorData;

/**
 * An array of NumPy, always in C order and in the byte order of this machine. float16 is widened to float32;
 * int64 and uint64 are held in float64, exactly; booleans are bytes 0 and 1; `bytes` (`|S<n>`) are the
 * characters of all elements one after the other.
 */
export interface NpyArray {
  readonly shape: readonly number[];
  /** The type in the file. */
  readonly dtype: NpyType;
  readonly data: NpyData;
}

/** How the elements of a .npy file lie in its bytes. */
export interface NpyElement {
  readonly dtype: NpyType;
  /** Bytes of one element. */
  readonly itemBytes: number;
  readonly littleEndian: boolean;
}

const TYPES: ReadonlyMap<string, NpyType> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['b1', 'bool'],
]);

const REFUSED: ReadonlyMap<string, string> = new Map([
  ['O', 'Python objects (a pickle)'],
  ['U', 'unicode text'],
  ['V', 'a structured or void type'],
  ['c', 'complex numbers'],
  ['M', 'dates'],
  ['m', 'time spans'],
]);

/**
 * Understands a type string of a .npy header (`<f4`, `>i2`, `|b1`, `|S3`). Throws BadInput for objects, text,
 * structured, complex and other types that hold no plain numbers.
 */
export function parseDescr(descr: string, place: string): NpyElement {
  const match = /^([<>|])([A-Za-z])(\d{0,9})$/.exec(descr);
  const kind = match?.[2] ?? '';
  const itemBytes = Number(match?.[3] || 0);
  const dtype = kind === 'S' && itemBytes > 0 ? 'bytes' : TYPES.get(`${kind}${match?.[3]}`);
  if (match === null || dtype === undefined || (match[1] === '|' && itemBytes > 1 && dtype !== 'bytes')) {
    const what = REFUSED.get(kind);
    const found = `type ${withoutControls(JSON.stringify(descr.slice(0, 40)))}${what ? `, ${what}` : ''}`;
    throw new BadInput(`${place}: ${found}; expected floats, integers or booleans`);
  }
  return { dtype, itemBytes, littleEndian: match[1] !== '>' };
}
