import { BadInput } from '../../errors/bad-input.ts';
import { decodeName, sizeFields } from './zip-fields.ts';

/** What the directory says of one entry. */
export interface CentralRecord {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly localStart: number;
  /** Length of the record in the directory. */
  readonly recordBytes: number;
}

/** One file of a zip archive, after its central and its local record have been checked against each other. */
export interface ZipEntry {
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  readonly crc: number;
  readonly compressedBytes: number;
  /** Bytes after inflation, as declared. */
  readonly bytes: number;
  /** Byte offset of the (compressed) data in the archive. */
  readonly dataStart: number;
}

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const FLAG_ENCRYPTED = 1 | (1 << 6) | (1 << 13);
const FLAG_DESCRIPTOR = 1 << 3; // sizes and CRC follow the data; the local record has zeros
/** Bytes that a deflated byte can stand for at most: deflate's densest code is 258 bytes in 2 bits. */
export const MAX_INFLATION = 1032;

/**
 * Finds the data of an entry behind its local record and checks that record against the one in the directory.
 * `limit` is the byte offset of the directory. Throws BadInput when they disagree, on data beyond `limit`, on
 * encryption, on methods other than stored and deflated, and on a size that the compressed data cannot
 * produce.
 */
export function readLocalRecord(
  bytes: Uint8Array,
  view: DataView,
  record: CentralRecord,
  limit: number,
  fileName: string,
): ZipEntry {
  const place = `${fileName}, zip entry ${record.name}`;
  const at = record.localStart;
  if (at + LOCAL_BYTES > limit || view.getUint32(at, true) !== LOCAL_SIGNATURE) {
    throw new BadInput(`${place}: no local record at byte ${at}`);
  }
  const nameEnd = at + LOCAL_BYTES + view.getUint16(at + 26, true);
  const dataStart = nameEnd + view.getUint16(at + 28, true);
  if (dataStart + record.compressedBytes > limit) {
    const data = `${record.compressedBytes} bytes of data from byte ${dataStart}`;
    throw new BadInput(`${place}: ${data} run over the ${limit} bytes before the directory`);
  }
  const flags = view.getUint16(at + 6, true);
  if ((flags | record.flags) & FLAG_ENCRYPTED) {
    throw new BadInput(`${place}: is encrypted, expected plain data`);
  }
  const described = (flags & FLAG_DESCRIPTOR) !== 0;
  const agrees =
    decodeName(bytes.subarray(at + LOCAL_BYTES, nameEnd), place) === record.name &&
    view.getUint16(at + 8, true) === record.method &&
    described === ((record.flags & FLAG_DESCRIPTOR) !== 0) &&
    (described || sizesAgree(view, record, sizeFields(view, at, nameEnd, dataStart, place)));
  if (!agrees) throw new BadInput(`${place}: its local record and its directory record disagree`);
  return { ...checkSizes(record, place), dataStart };
}

function sizesAgree(view: DataView, record: CentralRecord, field: (offset: number) => number): boolean {
  const { localStart, crc, bytes, compressedBytes } = record;
  return (
    view.getUint32(localStart + 14, true) === crc && field(22) === bytes && field(18) === compressedBytes
  );
}

function checkSizes(record: CentralRecord, place: string): Omit<ZipEntry, 'dataStart'> {
  const { name, method, crc, compressedBytes, bytes } = record;
  if (method !== 0 && method !== 8) {
    throw new BadInput(`${place}: compression method ${method}, expected 0 (stored) or 8 (deflated)`);
  }
  const possible = method === 0 ? compressedBytes : compressedBytes * MAX_INFLATION;
  if (bytes > possible || (method === 0 && bytes !== possible)) {
    throw new BadInput(
      `${place}: declares ${bytes} bytes, but its ${compressedBytes} bytes hold at most ${possible}`,
    );
  }
  return { name, method: method === 0 ? 'stored' : 'deflated', crc, compressedBytes, bytes };
}
