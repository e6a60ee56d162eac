import { BadInput } from '../../errors/bad-input.ts';
import { uint64 } from './zip-fields.ts';

/** Where the central directory of a zip file lies. */
export interface ZipEnd {
  readonly entries: number;
  /** Byte offset of the first central record. */
  readonly directoryStart: number;
  /** Byte offset behind the last central record; no entry's data reaches beyond `directoryStart`. */
  readonly directoryEnd: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_BYTES = 20;

/**
 * Finds the end record of a zip file, or the zip64 one in front of it. Only archives in one piece are read:
 * the directory must lie directly before the end record, and the end record's comment must close the file.
 * Source: APPNOTE.TXT sections 4.3.14 to 4.3.16.
 */
export function findZipEnd(view: DataView, fileName: string): ZipEnd {
  const at = endRecord(view, fileName);
  const end64 = at - LOCATOR_BYTES;
  const zip64 = end64 >= 0 && view.getUint32(end64, true) === LOCATOR_SIGNATURE;
  const end = zip64 ? readEnd64(view, end64, fileName) : readEnd(view, at, fileName);
  if (end.directoryStart + end.size !== end.at) {
    throw new BadInput(
      `${fileName}: the zip directory should end at byte ${end.directoryStart + end.size}, found its end record at ${end.at}`,
    );
  }
  return { entries: end.entries, directoryStart: end.directoryStart, directoryEnd: end.at };
}

interface EndRecord {
  readonly at: number;
  readonly entries: number;
  readonly size: number;
  readonly directoryStart: number;
}

function endRecord(view: DataView, fileName: string): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === END_SIGNATURE && view.getUint16(at + 20, true) === last - at) return at;
  }
  throw new BadInput(
    `${fileName}: not a zip file, or cut short: no end record at the end of its ${view.byteLength} bytes`,
  );
}

function readEnd(view: DataView, at: number, fileName: string): EndRecord {
  const entries = view.getUint16(at + 10, true);
  const disks = [
    view.getUint16(at + 4, true),
    view.getUint16(at + 6, true),
    view.getUint16(at + 8, true) - entries,
  ];
  refuseDisks(disks, fileName);
  return { at, entries, size: view.getUint32(at + 12, true), directoryStart: view.getUint32(at + 16, true) };
}

function readEnd64(view: DataView, locator: number, fileName: string): EndRecord {
  const at = uint64(view, locator + 8);
  if (at + END64_BYTES !== locator || view.getUint32(at, true) !== END64_SIGNATURE) {
    throw new BadInput(`${fileName}: no zip64 end record at byte ${at}, where its locator points`);
  }
  const entries = uint64(view, at + 32);
  refuseDisks(
    [view.getUint32(at + 16, true), view.getUint32(at + 20, true), uint64(view, at + 24) - entries],
    fileName,
  );
  return { at, entries, size: uint64(view, at + 40), directoryStart: uint64(view, at + 48) };
}

function refuseDisks(numbers: readonly number[], fileName: string): void {
  if (numbers.some((number) => number !== 0))
    throw new BadInput(`${fileName}: a zip file in several parts, expected one`);
}
