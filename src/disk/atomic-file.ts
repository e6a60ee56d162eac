import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cannot, codeOf } from '../errors/file-error.ts';

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
