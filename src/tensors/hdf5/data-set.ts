import { BadInput } from '../../errors/bad-input.ts';
import { decodeElements } from '../elements/elements.ts';
import type { Tensor, TensorType } from '../tensor-file.ts';
import { readChunks } from './chunks.ts';
import { elementsOf, readDataspace } from './dataspace.ts';
import { type Hdf5Type, readDatatype } from './datatype.ts';
import { readFilters } from './filters.ts';
import type { Hdf5Bytes } from './hdf5-bytes.ts';
import { type Layout, readLayout } from './layout.ts';
import { type HeaderMessage, messageTypes } from './object-header.ts';

/** Most bytes that one data set may take when it is unpacked. */
const GIB = 2 ** 30;

/** What the header of a data set of numbers says. */
export interface DataSet {
  readonly shape: readonly number[];
  readonly type: Extract<Hdf5Type, { readonly kind: 'number' }>;
  readonly layout: Layout;
  readonly messages: readonly HeaderMessage[];
  /** Bytes of all its elements. */
  readonly bytes: number;
}

/** Whether the object with these messages is a data set. */
export function isDataSet(messages: readonly HeaderMessage[]): boolean {
  return messages.some(({ type }) => type === messageTypes.layout);
}

/** The shape of a data set. Throws BadInput where its dataspace cannot be read. */
export function shapeOf(file: Hdf5Bytes, messages: readonly HeaderMessage[]): readonly number[] {
  return readDataspace(file, messageOf(file, messages, 'dataspace').at);
}

/**
 * What the header of a data set says. Throws BadInput on types that are no numbers, on layouts that are not
 * read and beyond 1 GiB; `as` is the type of opaque bytes of its size.
 */
export function describeDataSet(
  file: Hdf5Bytes,
  messages: readonly HeaderMessage[],
  as: TensorType | null,
): DataSet {
  if (messages.some(({ type }) => type === messageTypes.externalFiles))
    throw new BadInput(`${file.place}: its data is in another file, expected it in this one`);
  const shape = shapeOf(file, messages);
  const found = readDatatype(file, messageOf(file, messages, 'datatype').at);
  const type =
    as === 'bfloat16' && found.kind === 'other' && found.itemBytes === 2
      ? ({ kind: 'number', dtype: as, itemBytes: 2, littleEndian: true } as const)
      : found;
  if (type.kind !== 'number')
    throw new BadInput(`${file.place}: has ${type.kind === 'other' ? type.says : 'text'}, expected numbers`);
  const bytes = elementsOf(shape) * type.itemBytes;
  if (bytes > GIB)
    throw new BadInput(
      `${file.place}: shape [${shape.join(', ')}] takes ${bytes} bytes, expected at most ${GIB}`,
    );
  return { shape, type, messages, bytes, layout: readLayout(file, messageOf(file, messages, 'layout')) };
}

/** The values of a data set. Throws BadInput where they were never written, and on damage. */
export function readDataSet(file: Hdf5Bytes, dataSet: DataSet): Tensor {
  const { shape, type, layout } = dataSet;
  const raw = layout.kind === 'whole' ? wholeBytes(file, dataSet) : chunkBytes(file, dataSet, layout);
  const { dtype, littleEndian } = type;
  return { shape, dtype, data: decodeElements(dtype, raw, { littleEndian, place: file.place }) };
}

function chunkBytes(
  file: Hdf5Bytes,
  { shape, type: { itemBytes }, messages }: DataSet,
  layout: Exclude<Layout, { readonly kind: 'whole' }>,
): Uint8Array {
  const filters = messages.find(({ type }) => type === messageTypes.filters);
  return readChunks(file, {
    shape,
    itemBytes,
    layout,
    filters: filters === undefined ? [] : readFilters(file, filters),
  });
}

function wholeBytes(file: Hdf5Bytes, dataSet: DataSet): Uint8Array {
  const place = wholeAt(file, dataSet);
  return new Uint8Array(file.slice(place ?? 0, dataSet.bytes));
}

/** Where a data set in one piece begins; null of one without elements. Throws BadInput where it is none. */
export function wholeAt(file: Hdf5Bytes, { layout, bytes }: DataSet): number | null {
  if (bytes === 0) return null;
  if (layout.kind !== 'whole') throw new BadInput(`${file.place}: lies in chunks, expected one piece`);
  if (layout.at === null) throw new BadInput(`${file.place}: has no values: they were never written`);
  if (layout.size !== bytes)
    throw new BadInput(`${file.place}: damaged: its values take ${bytes} bytes, found ${layout.size}`);
  file.slice(layout.at, bytes);
  return layout.at;
}

function messageOf(
  file: Hdf5Bytes,
  messages: readonly HeaderMessage[],
  name: 'dataspace' | 'datatype' | 'layout',
): HeaderMessage {
  const message = messages.find(({ type }) => type === messageTypes[name]);
  if (message === undefined) throw new BadInput(`${file.place}: damaged: a data set without a ${name}`);
  if (message.isShared)
    throw new BadInput(`${file.place}: shares its ${name} with other data sets, expected its own`);
  return message;
}
