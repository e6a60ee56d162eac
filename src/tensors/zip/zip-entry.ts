import { Inflate } from 'fflate';
import { BadInput } from '../../errors/bad-input.ts';
import { crc32 } from './crc32.ts';
import { MAX_INFLATION, type ZipEntry } from './zip-local.ts';

export { MAX_INFLATION };

/**
 * Compressed bytes given to the inflater at once; it can hold at most 1032 times as many before its output is
 * counted.
 */
const CHUNK = 16_384;
/**
 * Compressed bytes that may pass without output: no block header or stored block of a real stream is longer.
 */
const MAX_IDLE = 131_072;

/**
 * The first `wanted` bytes of an entry (or all, if it is shorter), without taking memory for the rest. The
 * CRC is not checked. Throws BadInput on damaged compressed data.
 */
export function readZipEntryHead(
  archive: Uint8Array,
  entry: ZipEntry,
  wanted: number,
  place: string,
): Uint8Array {
  const source = archive.subarray(entry.dataStart, entry.dataStart + entry.compressedBytes);
  const bytes = Math.min(wanted, entry.bytes);
  if (entry.method === 'stored') return source.subarray(0, bytes);
  const head = new Uint8Array(bytes);
  const filled = inflate(source, 1024, place, (chunk, at) => {
    head.set(chunk.subarray(0, bytes - at), at);
    return at + chunk.length < bytes;
  });
  if (filled < bytes) throw new BadInput(`${place}: inflates to ${filled} bytes, declared ${entry.bytes}`);
  return head;
}

/**
 * The content of an entry: exactly the declared number of bytes, with the declared CRC-32. Stored data is a
 * view of the archive, not a copy. Inflation stops as soon as it passes the declared size. Throws BadInput on
 * damaged data.
 */
export function readZipEntry(archive: Uint8Array, entry: ZipEntry, place: string): Uint8Array {
  const source = archive.subarray(entry.dataStart, entry.dataStart + entry.compressedBytes);
  const content = entry.method === 'stored' ? source : inflateExactly(source, entry.bytes, place);
  const crc = crc32(content);
  if (crc !== entry.crc) {
    throw new BadInput(`${place}: damaged data: its CRC-32 is ${hex(crc)}, expected ${hex(entry.crc)}`);
  }
  return content;
}

/**
 * Inflates a raw deflate stream to exactly `bytes` bytes, for which memory is taken at once: whoever calls
 * has checked that `source` can hold them. Throws BadInput on damaged data and on another length.
 */
export function inflateExactly(source: Uint8Array, bytes: number, place: string): Uint8Array {
  const content = new Uint8Array(bytes);
  const filled = inflate(source, CHUNK, place, (chunk, at) => {
    if (at + chunk.length > bytes)
      throw new BadInput(`${place}: inflates to more than the declared ${bytes} bytes`);
    content.set(chunk, at);
    return true;
  });
  if (filled !== bytes) throw new BadInput(`${place}: inflates to ${filled} bytes, declared ${bytes}`);
  return content;
}

/**
 * Inflates piece by piece; `take(piece, offset)` says whether to go on. Returns the number of bytes taken.
 */
function inflate(
  source: Uint8Array,
  step: number,
  place: string,
  take: (piece: Uint8Array, at: number) => boolean,
): number {
  let filled = 0;
  let more = true;
  let idle = 0;
  const inflater = new Inflate((piece) => {
    idle = piece.length > 0 ? 0 : idle + step;
    more = take(piece, filled);
    filled += piece.length;
  });
  for (let at = 0; more && at < source.length; at += step) {
    push(inflater, source.subarray(at, at + step), at + step >= source.length, place);
    if (idle > MAX_IDLE)
      throw new BadInput(`${place}: damaged compressed data: ${idle} bytes of it give nothing`);
  }
  return filled;
}

function push(inflater: Inflate, piece: Uint8Array, final: boolean, place: string): void {
  try {
    inflater.push(piece, final);
  } catch (error) {
    if (error instanceof BadInput) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInput(`${place}: damaged compressed data (${reason})`);
  }
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
