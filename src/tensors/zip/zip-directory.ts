import { BadInput } from '../../errors/bad-input.ts';
import { findZipEnd } from './zip-end.ts';
import { decodeName, sizeFields } from './zip-fields.ts';
import { type CentralRecord, readLocalRecord, type ZipEntry } from './zip-local.ts';

const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;

/**
 * Walks the central directory of a zip archive and checks every entry: stored or deflated, not encrypted,
 * inside the file, its local record in agreement, no two entries sharing bytes, no name twice, and no size
 * that deflate could not produce. Takes no memory for contents. Source: APPNOTE.TXT section 4.3 (zip64 in the
 * local records as NumPy writes it, and in the directory).
 */
export function readZipDirectory(bytes: Uint8Array, fileName: string): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { entries, directoryStart, directoryEnd } = findZipEnd(view, fileName);
  const records: CentralRecord[] = [];
  let at = directoryStart;
  while (records.length < entries) {
    const record = readCentral(bytes, view, at, directoryEnd, `${fileName}, zip entry ${records.length}`);
    records.push(record);
    at += record.recordBytes;
  }
  if (at !== directoryEnd) {
    throw new BadInput(
      `${fileName}: the zip directory is ${at - directoryStart} bytes, its end record says ${directoryEnd - directoryStart}`,
    );
  }
  refuseTwice(records, fileName);
  const found = records.map((record) => readLocalRecord(bytes, view, record, directoryStart, fileName));
  refuseOverlap(records, found, directoryStart, fileName);
  return found;
}

function readCentral(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  place: string,
): CentralRecord {
  if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL_SIGNATURE) {
    throw new BadInput(`${place}: no directory record at byte ${at}`);
  }
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const recordBytes = CENTRAL_BYTES + nameBytes + extraBytes + view.getUint16(at + 32, true);
  if (at + recordBytes > end)
    throw new BadInput(`${place}: its directory record runs over the end of the directory`);
  const nameEnd = at + CENTRAL_BYTES + nameBytes;
  const field = sizeFields(view, at, nameEnd, nameEnd + extraBytes, place);
  const size = field(24);
  const compressedBytes = field(20);
  const localStart = field(42);
  return {
    name: decodeName(bytes.subarray(at + CENTRAL_BYTES, nameEnd), place),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    bytes: size,
    compressedBytes,
    localStart,
    recordBytes,
  };
}

function refuseTwice(records: readonly CentralRecord[], fileName: string): void {
  const names = new Set<string>();
  for (const { name } of records) {
    if (names.has(name)) throw new BadInput(`${fileName}: two zip entries are named ${name}`);
    names.add(name);
  }
}

function refuseOverlap(
  records: readonly CentralRecord[],
  entries: readonly ZipEntry[],
  limit: number,
  fileName: string,
): void {
  const order = records.map((_, i) => i).sort((a, b) => records[a].localStart - records[b].localStart);
  for (let i = 0; i < order.length; i++) {
    const { name, dataStart, compressedBytes } = entries[order[i]];
    const next = i + 1 < order.length ? records[order[i + 1]].localStart : limit;
    if (dataStart + compressedBytes > next) {
      throw new BadInput(`${fileName}: zip entries ${name} and ${records[order[i + 1]].name} share bytes`);
    }
  }
}
