import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import { cannot, codeOf } from '../errors/file-error.ts';

/**
 * Makes a folder and those above it, one by one: Node's recursive mkdir never returns on a file system that
 * answers "no such file" to it (/proc does). Throws BadInput with the path and the reason.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    const found = await stat(folder).catch(() => null);
    if (found !== null && !found.isDirectory())
      throw new BadInput(`cannot write to ${folder}: it is not a directory`);
    await makeEach(folder);
  } catch (error) {
    throw cannot('make', folder, error);
  }
}

/** What a path leads to, by links too; null: nothing, or nobody can tell. */
export function whatIsAt(path: string): Promise<'folder' | 'file' | null> {
  return stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => null,
  );
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

/**
 * Makes the names in a folder outlast a loss of power, where the file system can; one that cannot says
 * so, and keeps the names anyway.
 */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
