import { BadInput } from '../../errors/bad-input.ts';
import { encodeElements } from '../elements/encode.ts';
import { joinedBytes } from '../joined-bytes.ts';
import type { Tensor, TensorType } from '../tensor-file.ts';
import { type AppendedFile, littleEndianFields, padded } from './appended-file.ts';
import { messageTypes } from './object-header.ts';

const FILL_VALUE = 0x05;
/** Allocated late, written if set, defined, of no size: what HDF5 writes for a data set in one piece. */
const FILL = littleEndianFields([2, 1], [2, 1], [2, 1], [1, 1], [0, 4]);
const CONSTANT = 1;

/** Bits of floats: of the exponent and the fraction, and the bias. */
const floats: Readonly<
  Partial<Record<TensorType, readonly [bytes: number, exponent: number, fraction: number]>>
> = {
  float16: [2, 5, 10],
  float32: [4, 8, 23],
  float64: [8, 11, 52],
};

const integers: Readonly<Partial<Record<TensorType, readonly [bytes: number, signed: boolean]>>> = {
  bool: [1, false],
  int8: [1, true],
  int16: [2, true],
  int32: [4, true],
  int64: [8, true],
  uint8: [1, false],
  uint16: [2, false],
  uint32: [4, false],
  uint64: [8, false],
};

/**
 * Appends a data set in one piece, as HDF5 writes it in its first format, and returns the address of its
 * header. Booleans become bytes. Throws BadInput for types that have no place in Keras' files. Source: HDF5
 * File Format Specification 3.0, section IV.A.
 */
export function appendDataSet(file: AppendedFile, { shape, dtype, data }: Tensor, place: string): number {
  const bytes = encodeElements(dtype, data, place);
  const at = bytes.length === 0 ? -1 : file.append(bytes);
  const space = joinedBytes([
    littleEndianFields([1, 1], [shape.length, 1], [0, 6]),
    ...shape.map((size) => littleEndianFields([size, 8])),
  ]);
  return appendHeader(file, [
    { type: messageTypes.dataspace, flags: 0, data: space },
    { type: messageTypes.datatype, flags: CONSTANT, data: datatype(dtype, place) },
    { type: FILL_VALUE, flags: CONSTANT, data: FILL },
    {
      type: messageTypes.layout,
      flags: 0,
      data: littleEndianFields([3, 1], [1, 1], [at, 8], [bytes.length, 8]),
    },
  ]);
}

function datatype(dtype: TensorType, place: string): Uint8Array {
  const float = floats[dtype];
  if (float !== undefined) {
    const [bytes, exponent, fraction] = float;
    return joinedBytes([
      littleEndianFields(
        [0x11, 1],
        [0x20, 1],
        [8 * bytes - 1, 1],
        [0, 1],
        [bytes, 4],
        [0, 2],
        [8 * bytes, 2],
      ),
      littleEndianFields([fraction, 1], [exponent, 1], [0, 1], [fraction, 1], [2 ** (exponent - 1) - 1, 4]),
    ]);
  }
  const integer = integers[dtype];
  if (integer === undefined) throw new BadInput(`${place}: type ${dtype}, expected floats or integers`);
  const [bytes, isSigned] = integer;
  return littleEndianFields([0x10, 1], [isSigned ? 8 : 0, 3], [bytes, 4], [0, 2], [8 * bytes, 2]);
}

/** Appends a group whose members are found through a tree and a heap. */
export function appendGroup(file: AppendedFile, tree: number, heap: number): number {
  return appendHeader(file, [
    { type: messageTypes.symbolTable, flags: 0, data: littleEndianFields([tree, 8], [heap, 8]) },
  ]);
}

interface WrittenMessage {
  readonly type: number;
  readonly flags: number;
  readonly data: Uint8Array;
}

/** An object header of version 1. */
function appendHeader(file: AppendedFile, messages: readonly WrittenMessage[]): number {
  const written = messages.map(({ type, flags, data }) => {
    const size = Math.ceil(data.length / 8) * 8;
    return joinedBytes([littleEndianFields([type, 2], [size, 2], [flags, 1], [0, 3]), padded(data, size)]);
  });
  const size = written.reduce((sum, { length }) => sum + length, 0);
  return file.append(
    joinedBytes([littleEndianFields([1, 2], [messages.length, 2], [1, 4], [size, 4], [0, 4]), ...written]),
  );
}
