import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BadInput } from '../../num/bad-input.ts';

/**
 * Writes a file so that a reader sees the old content or the new one, never a part, also after a loss of power. The folder must be there.
 * Throws BadInput with the path and the reason.
 */
export async function writeTextAtomic(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.bbsim-${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cannot('write', path, error);
  }
}

/**
 * Makes a folder and those above it, one by one: Node's recursive mkdir never returns on a file system that answers "no such file" to it
 * (/proc does). Throws BadInput with the path and the reason.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeEach(folder);
  } catch (error) {
    throw cannot('make', folder, error);
  }
}

async function makeEach(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  if (found !== null) throw Object.assign(new Error(), { code: 'ENOTDIR' });
  const parent = dirname(folder);
  if (parent !== folder) await makeEach(parent);
  await mkdir(folder).catch((error) => {
    // Another process may have made it in the meantime.
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** Makes the names in a folder outlast a loss of power, where the file system can; those that cannot say so, and keep them anyway. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than the file system or the limit allows',
  ENOTDIR: 'a part of its path is a file, not a directory',
  EISDIR: 'it is a directory',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links form a circle',
  ENOENT: 'there is no such file or directory',
  ESTALE: 'it was removed by another process',
};

/** The error of a file operation as BadInput: "cannot write a/b: the disk is full"; what is BadInput already stays. */
export function cannot(doing: string, path: string, error: unknown): BadInput {
  if (error instanceof BadInput) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new BadInput(`cannot ${doing} ${path}: ${reasons[codeOf(error)] ?? text}`);
}

/** The code of a system error (`ENOENT`); empty for other errors. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
