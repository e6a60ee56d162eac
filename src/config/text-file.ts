import { closeSync, openSync, readSync } from 'node:fs';
import { BadInput } from '../errors/bad-input.ts';
import { cannot } from '../errors/file-error.ts';
import { clip } from './wording.ts';
import { maxConfigBytes } from './yaml-document.ts';

/** The bytes of a file, or its first 1 MiB and one more. */
function readBytes(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(maxConfigBytes + 1);
    let length = 0;
    for (let more = 1; more > 0 && length < bytes.length; length += more) {
      more = readSync(file, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/**
 * The text of a configuration file, without a byte order mark. Throws BadInput naming `shown` for a file that
 * cannot be read, is not UTF-8, or is larger than 1 MiB.
 */
export function readText(path: string, shown: string): string {
  let bytes: Buffer;
  try {
    bytes = readBytes(path);
  } catch (error) {
    throw cannot('read', clip(shown), error);
  }
  if (bytes.length > maxConfigBytes) {
    throw new BadInput(`${clip(shown)}: expected at most ${maxConfigBytes} bytes, found more`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadInput(`${clip(shown)}: expected UTF-8 text`);
  }
}
