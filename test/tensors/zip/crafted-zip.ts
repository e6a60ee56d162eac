import { crc32 } from '../../../src/tensors/zip/crc32.ts';

/** The fields of a local or central record that a test may falsify. */
interface Fields {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly extra: readonly number[];
  readonly at: number;
}

/** An entry of an archive built by hand; `local` and `central` falsify one of its records. */
export interface CraftedEntry {
  readonly name: string;
  /** Data as it lies in the archive. */
  readonly data: Uint8Array;
  /** Data after inflation; the same as `data` in a stored entry. */
  readonly content?: Uint8Array;
  readonly local?: Partial<Fields>;
  readonly central?: Partial<Fields>;
  /** Bytes behind the data, such as a data descriptor. */
  readonly behind?: readonly number[];
}

/** Falsified fields of the end of an archive. */
export interface CraftedEnd {
  readonly entries?: number;
  readonly size?: number;
  readonly start?: number;
  readonly disk?: number;
  readonly comment?: readonly number[];
  /** Put the true numbers in a zip64 end record, and all ones in the plain one. */
  readonly zip64?: boolean;
}

/** A little-endian number of `width` bytes. */
export function number(value: number, width: number): readonly number[] {
  return Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) % 256);
}

/** The zip64 extra field with these 64-bit numbers. */
export function zip64Extra(...values: readonly number[]): readonly number[] {
  return [...number(1, 2), ...number(8 * values.length, 2), ...values.flatMap((value) => number(value, 8))];
}

/** An archive written field by field, so that every field can be wrong. */
export function craftZip(entries: readonly CraftedEntry[], wrong: CraftedEnd = {}): Uint8Array {
  const files: Uint8Array[] = [];
  let at = 0;
  const directory: number[] = [];
  for (const { name, data, content, local, central, behind } of entries) {
    const fields: Fields = {
      name,
      flags: 0,
      method: content === undefined ? 0 : 8,
      crc: crc32(content ?? data),
      compressedBytes: data.length,
      bytes: (content ?? data).length,
      extra: [],
      at,
    };
    const head = Uint8Array.from(record({ ...fields, ...local }, false));
    const parts = [head, data, Uint8Array.from(behind ?? [])];
    files.push(...parts);
    at += parts.reduce((sum, { length }) => sum + length, 0);
    directory.push(...record({ ...fields, ...central }, true));
  }
  const end = Uint8Array.from([...directory, ...endRecords(entries.length, directory.length, at, wrong)]);
  return new Uint8Array(Buffer.concat([...files, end]));
}

function record(fields: Fields, central: boolean): readonly number[] {
  const name = Array.from(new TextEncoder().encode(fields.name));
  return [
    ...(central ? [...number(0x02014b50, 4), ...number(20, 2)] : number(0x04034b50, 4)),
    ...number(20, 2),
    ...number(fields.flags, 2),
    ...number(fields.method, 2),
    ...number(0, 4),
    ...number(fields.crc, 4),
    ...number(fields.compressedBytes, 4),
    ...number(fields.bytes, 4),
    ...number(name.length, 2),
    ...number(fields.extra.length, 2),
    ...(central ? [...number(0, 10), ...number(fields.at, 4)] : []),
    ...name,
    ...fields.extra,
  ];
}

function endRecords(count: number, bytes: number, offset: number, end: CraftedEnd): readonly number[] {
  const { entries = count, size = bytes, start = offset, disk = 0, comment = [], zip64 = false } = end;
  const wide = [
    ...number(0x06064b50, 4),
    ...number(44, 8),
    ...number(45, 2),
    ...number(45, 2),
    ...number(disk, 4),
    ...number(disk, 4),
    ...number(entries, 8),
    ...number(entries, 8),
    ...number(size, 8),
    ...number(start, 8),
    ...number(0x07064b50, 4),
    ...number(0, 4),
    ...number(offset + bytes, 8),
    ...number(1, 4),
  ];
  const counts = zip64
    ? new Array<number>(12).fill(255)
    : [...number(entries, 2), ...number(entries, 2), ...number(size, 4), ...number(start, 4)];
  return [
    ...(zip64 ? wide : []),
    ...number(0x06054b50, 4),
    ...number(disk, 2),
    ...number(disk, 2),
    ...counts,
    ...number(comment.length, 2),
    ...comment,
  ];
}
