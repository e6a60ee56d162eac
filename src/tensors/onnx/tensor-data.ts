import { BadInput } from '../../errors/bad-input.ts';
import { decodeElements, elementBytes } from '../elements/elements.ts';
import { encodeElements } from '../elements/encode.ts';
import type { Companions, Tensor, TensorData, TensorType } from '../tensor-file.ts';
import { eachVarint } from './attributes.ts';
import { externalBytes } from './external-data.ts';
import { TENSOR } from './messages.ts';
import type { TensorHead } from './tensor-head.ts';
import { type Field, walk } from './wire.ts';

/** The types that are read, by TensorProto.DataType, and the field that may hold their values one by one. */
const TYPES: ReadonlyMap<number, { readonly dtype: TensorType; readonly field: number }> = new Map([
  [1, { dtype: 'float32', field: TENSOR.floatData }],
  [2, { dtype: 'uint8', field: TENSOR.int32Data }],
  [3, { dtype: 'int8', field: TENSOR.int32Data }],
  [4, { dtype: 'uint16', field: TENSOR.int32Data }],
  [5, { dtype: 'int16', field: TENSOR.int32Data }],
  [6, { dtype: 'int32', field: TENSOR.int32Data }],
  [7, { dtype: 'int64', field: TENSOR.int64Data }],
  [9, { dtype: 'bool', field: TENSOR.int32Data }],
  [10, { dtype: 'float16', field: TENSOR.int32Data }],
  [11, { dtype: 'float64', field: TENSOR.doubleData }],
  [12, { dtype: 'uint32', field: TENSOR.uint64Data }],
  [13, { dtype: 'uint64', field: TENSOR.uint64Data }],
  [16, { dtype: 'bfloat16', field: TENSOR.int32Data }],
]);

/** Names of the types that are not read. */
const OTHER_TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'no type'],
  [8, 'strings'],
  [14, 'complex64'],
  [15, 'complex128'],
  [17, 'float8e4m3fn'],
  [18, 'float8e4m3fnuz'],
  [19, 'float8e5m2'],
  [20, 'float8e5m2fnuz'],
  [21, 'uint4'],
  [22, 'int4'],
  [23, 'float4e2m1'],
]);

/** The type of TensorProto.DataType's number; null: it is not read. */
export function typeOfNumber(dataType: number): TensorType | null {
  return TYPES.get(dataType)?.dtype ?? null;
}

/** TensorProto.DataType's number of a type. */
export function numberOfType(dtype: TensorType): number {
  return [...TYPES].find(([, type]) => type.dtype === dtype)?.[0] ?? 0;
}

/** How the values of a tensor lie in the file, checked against its shape. */
export interface TensorLayout {
  readonly dtype: TensorType;
  /** Elements. */
  readonly count: number;
  /** Little-endian bytes of all elements; null: they are values one by one in `field`. */
  readonly raw: Uint8Array | null;
  readonly field: number;
}

/** What fields of a tensor hold, before it is compared with its shape. */
interface Found {
  raw: Uint8Array | null;
  /** Values in fields of numbers, by field. */
  readonly values: Map<number, number>;
}

/**
 * Finds the values of a tensor and checks their number. `place` opens messages. Throws BadInput for types
 * that are not read, for segments, for values in two ways, of another number than the shape says or of
 * another type, and for external data that is not there.
 */
export function tensorLayout(head: TensorHead, companions: Companions, place: string): TensorLayout {
  const type = TYPES.get(head.dataType);
  if (type === undefined)
    throw new BadInput(
      `${place}: has ${OTHER_TYPES.get(head.dataType) ?? `type ${head.dataType}`}, expected floats, integers or booleans`,
    );
  const { dtype, field } = type;
  const count = head.dims.reduce((product, size) => product * size, 1);
  const found = findValues(head, place);
  const raw = head.isExternal
    ? externalBytes(head, count * elementBytes[dtype], companions, place)
    : found.raw;
  const ways = [...found.values].filter(([, values]) => values > 0);
  if (ways.length + (raw === null ? 0 : 1) > 1)
    throw new BadInput(`${place}: has values in two ways, expected one`);
  if (ways.length === 1 && ways[0][0] !== field)
    throw new BadInput(`${place}: is ${dtype} with values in field ${ways[0][0]}, expected field ${field}`);
  const bytes = raw === null ? (ways[0]?.[1] ?? 0) * elementBytes[dtype] : raw.length;
  if (bytes !== count * elementBytes[dtype])
    throw new BadInput(
      `${place}: shape [${head.dims.join(', ')}] of ${dtype} takes ${count * elementBytes[dtype]} bytes, found ${bytes}`,
    );
  return { dtype, count, raw, field };
}

function findValues({ source, span }: TensorHead, place: string): Found {
  const found: Found = { raw: null, values: new Map() };
  walk(source, span, TENSOR, (field) => {
    const { number, start, end } = field;
    if (number === TENSOR.segment)
      throw new BadInput(`${place}: is one segment of a tensor, expected a whole one`);
    if (number === TENSOR.rawData) {
      if (found.raw !== null) throw new BadInput(`${place}: has raw_data twice, expected one`);
      found.raw = source.bytes.subarray(start, end);
      return;
    }
    const values = valuesIn(source.bytes, field);
    if (values !== null) found.values.set(number, (found.values.get(number) ?? 0) + values);
  });
  // Some programs write an empty raw_data beside values one by one.
  if (found.raw?.length === 0 && found.values.size > 0) found.raw = null;
  return found;
}

/** How many values a field holds; null: it holds none. */
function valuesIn(bytes: Uint8Array, { number, wire, start, end }: Field): number | null {
  switch (number) {
    case TENSOR.floatData:
      return (end - start) / 4;
    case TENSOR.doubleData:
      return (end - start) / 8;
    case TENSOR.stringData:
      return 1;
    case TENSOR.int32Data:
    case TENSOR.int64Data:
    case TENSOR.uint64Data:
      return wire === 0 ? 1 : varintsIn(bytes, start, end);
  }
  return null;
}

function varintsIn(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] < 128) count++;
  return count;
}

/**
 * Decodes a tensor. 64-bit integers beyond 2^53 are rounded to the nearest double: the largest one stands for
 * "to the end" in many models. Throws BadInput as `tensorLayout` does, and for values that its type does not
 * hold, naming the element.
 */
export function readTensor(head: TensorHead, companions: Companions, place: string): Tensor {
  const layout = tensorLayout(head, companions, place);
  const { dtype, raw } = layout;
  refuseLarge(head, layout, place);
  return {
    shape: head.dims,
    dtype,
    data: raw === null ? valuesOneByOne(head, layout, place) : rawValues(dtype, new Uint8Array(raw), place),
  };
}

const MIB = 2 ** 20;

/** A number may take one byte in a file and eight in memory. */
function refuseLarge({ source }: TensorHead, { dtype, count, raw }: TensorLayout, place: string): void {
  const bytes = count * elementBytes[dtype];
  if (raw !== null || bytes <= 2 * source.bytes.length + 16 * MIB) return;
  throw new BadInput(
    `${place}: takes ${bytes} bytes in memory, expected at most twice the ${source.bytes.length} of the file`,
  );
}

/** Elements as they lie in a file, in bytes of the caller's to give away. */
function rawValues(dtype: TensorType, raw: Uint8Array<ArrayBuffer>, place: string): TensorData {
  if (dtype !== 'int64' && dtype !== 'uint64')
    return decodeElements(dtype, raw, { littleEndian: true, place });
  const view = new DataView(raw.buffer);
  return Float64Array.from({ length: raw.length / 8 }, (_, i) =>
    Number(dtype === 'int64' ? view.getBigInt64(8 * i, true) : view.getBigUint64(8 * i, true)),
  );
}

function valuesOneByOne(head: TensorHead, { dtype, count, field }: TensorLayout, place: string): TensorData {
  if (field === TENSOR.floatData || field === TENSOR.doubleData)
    return rawValues(dtype, bytesOneByOne(head, field, count * elementBytes[dtype]), place);
  const values = integersOneByOne(head, field, count);
  if (dtype === 'int64') return values;
  if (dtype === 'uint64') return values.map((value) => (value < 0 ? value + 2 ** 64 : value));
  const isSmallFloat = dtype === 'float16' || dtype === 'bfloat16';
  return rawValues(dtype, encodeElements(isSmallFloat ? 'uint16' : dtype, values, place), place);
}

function bytesOneByOne(
  { source, span }: TensorHead,
  number: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  walk(source, span, TENSOR, (field) => {
    if (field.number !== number) return;
    bytes.set(source.bytes.subarray(field.start, field.end), at);
    at += field.end - field.start;
  });
  return bytes;
}

function integersOneByOne({ source, span }: TensorHead, number: number, count: number): Float64Array {
  const values = new Float64Array(count);
  let at = 0;
  walk(source, span, TENSOR, (field) => {
    if (field.number !== number) return;
    eachVarint(source, field, (value) => {
      values[at++] = value;
    });
  });
  return values;
}
