import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import { cannot, codeOf } from '../errors/file-error.ts';
import { makeFolder, syncFolder } from './folder.ts';

/**
 * What a file is written from: its bytes, its text, its text in parts, or its bytes in parts of a good size.
 */
export type FileContent = Uint8Array | string | Iterable<string> | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that a reader sees the old content or the new one, never a part, also after a loss of
 * power: a temporary file in the same folder is written, flushed and renamed, then the folder is flushed.
 * Creates the folder; follows symbolic links, which stay; removes the temporary file when anything fails.
 * Throws BadInput with the path and the reason.
 */
export async function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  try {
    const target = await fileBehindLinks(path);
    await makeFolder(dirname(target));
    await writeThenRename(target, content);
  } catch (error) {
    throw cannot('write', path, error);
  }
}

/**
 * Removes the file at a path, if there is one, so that it can be written later; a link to it stays. Throws
 * BadInput with the path and the reason.
 */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(await fileBehindLinks(path), { force: true });
  } catch (error) {
    throw cannot('write', path, error);
  }
}

/** The links that are followed by hand: those of a chain whose last link points to nothing. */
const MOST_LINKS = 40;

/**
 * The file behind the links, also when it is not there yet. What is there and is no file (a folder, a device)
 * must not be renamed away.
 */
async function fileBehindLinks(path: string): Promise<string> {
  let target = path;
  for (let links = 0; ; links++) {
    const found = await realpath(target).catch((error) => {
      if (codeOf(error) !== 'ENOENT') throw error;
      return null;
    });
    if (found !== null) {
      await refuseOtherThanFile(path, found);
      return found;
    }
    const linked = await readlink(target).catch(() => null);
    if (linked === null || links === MOST_LINKS) return target;
    target = resolve(dirname(target), linked);
  }
}

async function refuseOtherThanFile(path: string, target: string): Promise<void> {
  const found = await stat(target);
  if (found.isDirectory()) throw new BadInput(`cannot write ${path}: it is a directory`);
  if (!found.isFile()) throw new BadInput(`cannot write ${path}: it is not a regular file`);
}

/** The temporary name is nobody else's, and is opened exclusively: a planted link is not written through. */
async function writeThenRename(target: string, content: FileContent): Promise<void> {
  const temporary = join(dirname(target), `.bbsim-${randomUUID()}.tmp`);
  const file = await open(temporary, 'wx');
  try {
    try {
      if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content);
      else await writeParts(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Text that is gathered before it is written. */
const PART_CHARACTERS = 1 << 20;

async function writeParts(
  file: FileHandle,
  parts: Iterable<string> | AsyncIterable<Uint8Array>,
): Promise<void> {
  let text = '';
  for await (const part of parts) {
    if (typeof part !== 'string') await file.writeFile(part);
    else text += part;
    if (text.length < PART_CHARACTERS) continue;
    await file.writeFile(text);
    text = '';
  }
  await file.writeFile(text);
}
