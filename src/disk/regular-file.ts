import { createHash } from 'node:crypto';
import { constants, type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { codeOf } from '../errors/file-error.ts';

/** Neither a link is followed nor the other end of a pipe waited for. */
const AS_IT_LIES = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * What `use` makes of the regular file at a path and its length in bytes; null where there is none: nothing,
 * a link, a folder, a pipe, or what cannot be read.
 */
export async function readRegularFile<T>(
  path: string,
  use: (file: FileHandle, bytes: number) => Promise<T | null>,
): Promise<T | null> {
  const file = await open(path, AS_IT_LIES).catch(() => null);
  if (file === null) return null;
  try {
    const stat = await file.stat();
    return stat.isFile() ? await use(file, stat.size) : null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

/** Whether two paths lead to one file, by links or by other names; not where one of them leads to none. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => stat(path).catch(() => null)));
  return one !== null && other !== null && one.dev === other.dev && one.ino === other.ino;
}

/** What a file held when it was written: to be known again, it must hold the same. */
export interface Fingerprint {
  readonly bytes: number;
  /** SHA-256 in hexadecimal digits. */
  readonly sha256: string;
}

/** The fingerprint of the regular file at a path; null as for `readRegularFile`. */
export function fingerprintOf(path: string): Promise<Fingerprint | null> {
  return readRegularFile(path, async (file, bytes) => {
    const hash = createHash('sha256');
    for await (const part of file.createReadStream({ autoClose: false })) hash.update(part);
    return { bytes, sha256: hash.digest('hex') };
  });
}

/** The fingerprint of a file that holds a text. */
export function fingerprintOfText(text: string): Fingerprint {
  return { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}

/** Whether anything is at a path, a link to nothing too, or it cannot be told. */
export function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error) => codeOf(error) !== 'ENOENT',
  );
}
