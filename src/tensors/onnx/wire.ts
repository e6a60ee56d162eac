import { BadInput } from '../../errors/bad-input.ts';

/** The bytes of a file and its name, which opens messages. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly path: string;
}

/** Where a message lies in a file, and in which other message; null: it is the whole file. */
export interface Span {
  /** Offset of the varint that says its length; -1 for a whole file. */
  readonly lengthAt: number;
  readonly start: number;
  readonly end: number;
  readonly parent: Span | null;
}

/** A field while a message is walked: the same object for each one. */
export interface Field {
  number: number;
  /** 0 varint, 1 eight bytes, 2 bytes with a length, 5 four bytes. */
  wire: number;
  /** A varint as a signed number; beyond +-2^53 its lowest digits are lost. */
  value: number;
  /** Offset of the field's key, and behind the key: of the varint, of the length. */
  keyAt: number;
  bodyAt: number;
  /** Offsets of the content: of the varint, of the four or eight bytes, of what has the length. */
  start: number;
  end: number;
}

/** Ways in which a field may be written, as bits: a number of seven bits a byte. */
export const VARINT = 1;
/** Bytes with a length in front. */
export const BYTES = 4;
/** Four bytes. */
export const FIXED32 = 32;
/** Eight bytes. */
export const FIXED64 = 2;

/** What a message is called, and how each of its known fields is written: a set of the bits above. */
export interface MessageType {
  readonly what: string;
  readonly wires: ReadonlyMap<number, number>;
}

/** A message type whose fields are known by name: `type.dims` is the number of the field `dims`. */
export function messageType<K extends string>(
  what: string,
  fields: Readonly<Record<K, readonly [number: number, wires: number]>>,
): MessageType & Readonly<Record<K, number>> {
  const known = Object.entries<readonly [number, number]>(fields);
  const numbers = Object.fromEntries(known.map(([name, [number]]) => [name, number])) as Record<K, number>;
  return { ...numbers, what, wires: new Map(known.map(([, field]) => field)) };
}

/** The whole file as one message. */
export function wholeFile({ bytes }: Source): Span {
  return { lengthAt: -1, start: 0, end: bytes.length, parent: null };
}

/** The span of a field that is a message itself. */
export function spanOf({ bodyAt, start, end }: Field, parent: Span): Span {
  return { lengthAt: bodyAt, start, end, parent };
}

/**
 * Calls `visit` with every field of a message, unknown ones included, in order. No memory is taken. Throws
 * BadInput, with the byte, where the bytes are no message or a known field is written in another way.
 * Source: protobuf.dev/programming-guides/encoding; groups, which nobody writes any more, are refused.
 */
export function walk(
  { bytes, path }: Source,
  { start, end }: Pick<Span, 'start' | 'end'>,
  { what, wires }: MessageType,
  visit: (field: Field) => void,
): void {
  const field: Field = { number: 0, wire: 0, value: 0, keyAt: 0, bodyAt: 0, start: 0, end: 0 };
  for (let at = start; at < end; at = field.end) {
    const fault = readField(bytes, at, end, field) ?? wrongWire(field, wires);
    if (fault !== null) throw new BadInput(`${path}: byte ${at}, in ${what}: ${fault}`);
    visit(field);
  }
}

/** Reads the field at `at`; a text: why there is none. */
export function readField(bytes: Uint8Array, at: number, limit: number, field: Field): string | null {
  const key = readVarint(bytes, at, limit, field) ? field.value : -1;
  field.keyAt = at;
  field.bodyAt = field.end;
  field.number = Math.floor(key / 8);
  field.wire = key % 8;
  if (field.number < 1 || field.number > 2 ** 29 - 1) return 'no protocol buffer field';
  if (field.wire === 0) return readVarint(bytes, field.bodyAt, limit, field) ? null : 'a number without end';
  if (field.wire === 1 || field.wire === 5)
    return takeBytes(field, field.bodyAt, field.wire === 1 ? 8 : 4, limit);
  if (field.wire !== 2) return `a field of the unknown kind ${field.wire}`;
  if (!readVarint(bytes, field.bodyAt, limit, field)) return 'a length without end';
  return takeBytes(field, field.end, field.value, limit);
}

function takeBytes(field: Field, start: number, length: number, limit: number): string | null {
  field.start = start;
  field.end = start + length;
  if (length >= 0 && field.end <= limit) return null;
  return `field ${field.number} has ${length} bytes, expected at most the ${limit - start} that are left`;
}

function wrongWire({ number, wire }: Field, wires: ReadonlyMap<number, number>): string | null {
  const known = wires.get(number);
  if (known === undefined || known & (1 << wire)) return null;
  return `field ${number} is written in another way (${wire}) than onnx.proto says`;
}

/**
 * Reads a varint as a signed 64-bit number into `value`, `start` and `end`: exact within +-2^53. False when
 * it does not end in ten bytes and before `limit`.
 */
export function readVarint(bytes: Uint8Array, at: number, limit: number, into: Field): boolean {
  let low = 0;
  let middle = 0;
  let high = 0;
  for (let i = 0; i < 10 && at + i < limit; i++) {
    const byte = bytes[at + i];
    const digits = byte & 127;
    if (i < 4) low |= digits << (7 * i);
    else if (i < 8) middle |= digits << (7 * (i - 4));
    else high |= digits << (7 * (i - 8));
    if (byte > 127) continue;
    high &= 255;
    into.value = (high > 127 ? high - 256 : high) * 2 ** 56 + middle * 2 ** 28 + low;
    into.start = at;
    into.end = at + i + 1;
    return true;
  }
  return false;
}

const decoder = new TextDecoder();
const LONGEST_TEXT = 65_536;

/** The text of a field. Throws BadInput on a name longer than any. */
export function fieldText(
  { bytes, path }: Source,
  { number, start, end }: Field,
  { what }: MessageType,
): string {
  if (end - start > LONGEST_TEXT)
    throw new BadInput(
      `${path}: byte ${start}, in ${what}: field ${number} is a name of ${end - start} bytes, expected at most ${LONGEST_TEXT}`,
    );
  return start === end ? '' : decoder.decode(bytes.subarray(start, end));
}
