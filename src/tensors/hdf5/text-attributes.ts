import { BadInput } from '../../errors/bad-input.ts';
import { elementsOf, readDataspace } from './dataspace.ts';
import { type Hdf5Type, readDatatype } from './datatype.ts';
import type { Hdf5Bytes } from './hdf5-bytes.ts';
import { type HeapCollections, heapText } from './heap-text.ts';
import { type HeaderMessage, messageTypes } from './object-header.ts';

/** Attributes that are text, by their names: one for a scalar. */
export type TextAttributes = ReadonlyMap<string, readonly string[]>;

const TEXT_POINTER_BYTES = 16;

/**
 * The attributes in an object's header that are text, fixed or of varying length; others are passed over, as
 * are those that a file of the newest kind keeps in a heap. Throws BadInput on damage. Source: HDF5 File
 * Format Specification 3.0, section IV.A.2.m.
 */
export function readTextAttributes(
  file: Hdf5Bytes,
  messages: readonly HeaderMessage[],
  collections: HeapCollections,
): TextAttributes {
  const texts = new Map<string, readonly string[]>();
  for (const message of messages) {
    if (message.type !== messageTypes.attribute || message.isShared) continue;
    const { name, type, count, at } = readAttribute(file, message);
    if (type === null) continue;
    const size = type.kind === 'heap text' ? TEXT_POINTER_BYTES : type.itemBytes;
    if (at + count * size > message.at + message.size)
      throw new BadInput(`${file.place}: damaged: an attribute of ${count} texts in ${message.size} bytes`);
    texts.set(
      name,
      Array.from({ length: count }, (_, i) =>
        type.kind === 'heap text'
          ? heapText(file, at + i * size, collections)
          : fixedText(file, at + i * size, size),
      ),
    );
  }
  return texts;
}

interface Attribute {
  readonly name: string;
  /** Null where it is no text. */
  readonly type: Extract<Hdf5Type, { readonly kind: 'text' | 'heap text' }> | null;
  readonly count: number;
  /** Where its first value lies. */
  readonly at: number;
}

function readAttribute(file: Hdf5Bytes, message: HeaderMessage): Attribute {
  const version = file.u8(message.at);
  if (version < 1 || version > 3)
    throw new BadInput(`${file.place}: attribute version ${version}, expected 1 to 3`);
  const padded = (bytes: number) => (version === 1 ? Math.ceil(bytes / 8) * 8 : bytes);
  const [nameBytes, typeBytes, spaceBytes] = [2, 4, 6].map((field) => file.u16(message.at + field));
  const nameAt = message.at + (version === 3 ? 9 : 8);
  const typeAt = nameAt + padded(nameBytes);
  const spaceAt = typeAt + padded(typeBytes);
  const name = fixedText(file, nameAt, nameBytes);
  const isShared = version > 1 && (file.u8(message.at + 1) & 3) !== 0;
  const type = isShared ? null : readDatatype(file, typeAt);
  if (type?.kind !== 'text' && type?.kind !== 'heap text') return { name, type: null, count: 0, at: 0 };
  const count = elementsOf(readDataspace(file, spaceAt));
  return { name, type, count, at: spaceAt + padded(spaceBytes) };
}

/** Characters up to the first zero byte; they are UTF-8, of which ASCII is a part. */
function fixedText(file: Hdf5Bytes, at: number, size: number): string {
  const bytes = file.slice(at, size);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
