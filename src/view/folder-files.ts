import { constants, type ReadStream } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { PinnedFolder } from './pinned-folder.ts';

/** What may be asked for of a folder, by the endings of names: what commands write. */
const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.pdf': 'application/pdf',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

/** A file that is open, and what it is: read it or close it. */
export interface ServedFile {
  readonly type: string;
  /** Its length when it was opened: what is written to it later is not read. */
  readonly length: number;
  /** Its bytes, in parts; closes it at the end, and when it is destroyed. Only where it has any. */
  read(): ReadStream;
  close(): Promise<void>;
}

/**
 * A file that lies in a folder itself under that name; null: there is none of a kind that commands write. A
 * link is none, wherever it leads. Throws BadInput where the folder is no longer there.
 */
export async function fileIn(folder: PinnedFolder, name: string): Promise<ServedFile | null> {
  const type = Object.hasOwn(types, extname(name)) ? types[extname(name)] : null;
  if (type === null) return null;
  return folder.asItLies(
    () => opened(folder.path, name, type),
    async (file) => file?.close(),
  );
}

async function opened(folder: string, name: string, type: string): Promise<ServedFile | null> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  if (!names.includes(name)) return null;
  const file = await open(
    join(folder, name),
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch(() => null);
  const found = await file?.stat();
  if (file !== null && found?.isFile()) return served(file, type, found.size);
  await file?.close();
  return null;
}

const served = (file: FileHandle, type: string, length: number): ServedFile => ({
  type,
  length,
  read: () => file.createReadStream({ start: 0, end: length - 1 }),
  close: () => file.close(),
});
