import { BadInput } from '../../errors/bad-input.ts';
import { HOST_LITTLE_ENDIAN, reverseItems } from '../elements/byte-order.ts';
import { encodeElements } from '../elements/encode.ts';
import type { Tensor, TensorType } from '../tensor-file.ts';

/** The arrays that are written: every one has a NumPy type of its own. */
export type WritableData = Int8Array | Int16Array | Float32Array | Float64Array | Int32Array | Uint8Array;

const ALIGNMENT = 64; // the data of a .npy file begins at a multiple of 64 bytes
const GROWTH_DIGITS = 21; // NumPy leaves room for the first axis to grow to this many digits in place
const MAX_AXES = 32; // of NumPy before version 2
const PREFIX_BYTES = 10; // magic string, version, header length

/**
 * The bytes of a .npy file (version 1.0, C order, little endian), the same bytes as `numpy.save` writes
 * (NumPy 1.23 or later). Uint8Array becomes uint8, not bool. Throws RangeError when the shape does not hold
 * exactly the elements of `data`.
 */
export function writeNpy(shape: readonly number[], data: WritableData): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const file = npyFile(descr(data), shape, data.length, bytes);
  if (!HOST_LITTLE_ENDIAN) reverseItems(file.subarray(file.length - bytes.length), data.BYTES_PER_ELEMENT);
  return file;
}

/** NumPy's type strings of what is written, in little endian. */
const descrs: Readonly<Record<Exclude<TensorType, 'bytes' | 'bfloat16'>, string>> = {
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  uint64: '<u8',
  bool: '|b1',
};

/**
 * The bytes of a .npy file of any type, as `writeNpy`. Throws BadInput for a type that NumPy has not, and for
 * a number that its type does not hold.
 */
export function writeNpyTensor({ shape, dtype, data }: Tensor, place: string): Uint8Array<ArrayBuffer> {
  if (dtype === 'bytes' || dtype === 'bfloat16')
    throw new BadInput(`${place}: type ${dtype}, expected one that NumPy writes as numbers`);
  return npyFile(descrs[dtype], shape, data.length, encodeElements(dtype, data, place));
}

function npyFile(
  type: string,
  shape: readonly number[],
  length: number,
  bytes: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== length || shape.some((size) => !Number.isSafeInteger(size) || size < 0)) {
    throw new RangeError(`shape [${shape.join(', ')}] does not hold ${length} elements`);
  }
  if (shape.length > MAX_AXES) throw new RangeError(`${shape.length} axes, NumPy holds at most ${MAX_AXES}`);
  const header = headerLine(type, shape);
  const dataStart = PREFIX_BYTES + header.length;
  const file = new Uint8Array(dataStart + bytes.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  for (let i = 0; i < header.length; i++) file[PREFIX_BYTES + i] = header.charCodeAt(i);
  file.set(bytes, dataStart);
  return file;
}

function descr(data: WritableData): string {
  if (data instanceof Uint8Array) return '|u1';
  if (data instanceof Int8Array) return '|i1';
  const kind = data instanceof Int16Array || data instanceof Int32Array ? 'i' : 'f';
  return `<${kind}${data.BYTES_PER_ELEMENT}`;
}

/** The dictionary as Python prints it, padded with spaces so that the data behind its line end is aligned. */
function headerLine(type: string, shape: readonly number[]): string {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const room = shape.length > 0 ? ' '.repeat(Math.max(0, GROWTH_DIGITS - String(shape[0]).length)) : '';
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }${room}`;
  const padding = ALIGNMENT - ((PREFIX_BYTES + dictionary.length + 1) % ALIGNMENT);
  return `${dictionary}${' '.repeat(padding)}\n`;
}
