import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import { cannot } from '../errors/file-error.ts';

/** What may be asked for of a folder, by the endings of names: what commands write. */
const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.pdf': 'application/pdf',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

/** A file, and what it is. */
export interface ServedFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * A file that lies in a folder itself under that name; null: there is none of a kind that commands write. A
 * link is none, wherever it leads.
 */
export async function fileIn(folder: string, name: string): Promise<ServedFile | null> {
  const ending = extname(name);
  if (!Object.hasOwn(types, ending)) return null;
  const names: readonly string[] = await readdir(folder).catch(() => []);
  if (!names.includes(name)) return null;
  const file = await open(
    join(folder, name),
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch(() => null);
  if (file === null) return null;
  try {
    return (await file.stat()).isFile() ? { type: types[ending], bytes: await file.readFile() } : null;
  } finally {
    await file.close();
  }
}

/** Folders of a store in which its records lie. */
const inside = ['.', 'shards', 'reproduction'];

/**
 * What a folder holds, as a text that is another one when anything was written: names, sizes and times.
 * Throws BadInput where a link in it leads out of it: what is not in the folder is not served.
 */
export async function stateOf(folder: string): Promise<string> {
  const root = await realpath(folder).catch((error) => {
    throw cannot('read', folder, error);
  });
  const lines = [];
  for (const below of inside) {
    const names = (await readdir(join(folder, below)).catch(() => [])).sort();
    for (const name of names) {
      const path = join(folder, below, name);
      await refuseLinkOut(path, root);
      const found = await lstat(path).catch(() => null);
      if (found?.isFile()) lines.push(`${below}/${name} ${found.size} ${found.mtimeMs}`);
    }
  }
  return lines.join('\n');
}

/** Throws BadInput for a link that leads out of the folder, or nowhere. */
async function refuseLinkOut(path: string, root: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found?.isSymbolicLink()) return;
  const target = await realpath(path).catch(() => null);
  if (target === null || !(target === root || target.startsWith(`${root}${sep}`)))
    throw new BadInput(`${path} is a link that leads out of the folder: what is elsewhere is not served`);
}
