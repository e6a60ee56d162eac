import type { FileHandle } from 'node:fs/promises';
import { maxLineBytes } from './record-line.ts';

/** A line of a file: its bytes with their end, where it has one. */
export interface Line {
  readonly bytes: Buffer;
  /** Of its first byte in the file. */
  readonly offset: number;
}

const newline = 0x0a;
const chunkBytes = 1 << 18;

/** Memory to read lines with: what is left of a line, and a chunk. */
export function lineBuffer(): Buffer {
  return Buffer.allocUnsafe(maxLineBytes + chunkBytes);
}

/**
 * The lines of a file, chunk by chunk, a last one without an end included; their bytes are valid until
 * the next chunk. Of a line that is longer than any of a store no bytes come: a damaged file of any size
 * takes the memory of one chunk.
 */
export async function* linesOf(file: FileHandle, buffer: Buffer): AsyncGenerator<readonly Line[], void> {
  /** What is left of a line, at the head of the buffer, and where it lies in the file. */
  let left = 0;
  let offset = 0;
  let isTooLong = false;
  for (;;) {
    const { bytesRead } = await file.read(buffer, left, chunkBytes, offset + left);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, left + bytesRead);
    const lines = wholeLines(bytes, offset, isTooLong);
    const taken = bytes.lastIndexOf(newline) + 1;
    if (lines.length > 0) {
      isTooLong = false;
      yield lines;
    }
    left = bytes.length - taken;
    offset += taken;
    bytes.copyWithin(0, taken);
    if (left >= maxLineBytes) isTooLong = true;
    if (!isTooLong) continue;
    offset += left;
    left = 0;
  }
  if (isTooLong) yield [{ bytes: buffer.subarray(0, 0), offset }];
  else if (left > 0) yield [{ bytes: buffer.subarray(0, left), offset }];
}

/** The lines that end in `bytes`; the first of them is the tail of one that was too long when `isTail`. */
function wholeLines(bytes: Buffer, offset: number, isTail: boolean): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    const line = isTail && start === 0 ? bytes.subarray(0, 0) : bytes.subarray(start, end + 1);
    lines.push({ bytes: line, offset: offset + start });
    start = end + 1;
  }
  return lines;
}
