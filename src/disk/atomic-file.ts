import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
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
export function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  return writeFilesAtomic([[path, content]]);
}

/**
 * Writes files as `writeFileAtomic` does, and none of them takes its place before all are written: where one
 * cannot be, what was at the others' paths stays. Throws BadInput, too, where two paths lead to one file.
 */
export async function writeFilesAtomic(
  files: readonly (readonly [path: string, content: FileContent])[],
): Promise<void> {
  const targets = await Promise.all(
    files.map(([path]) => naming(path, async () => resolve(await fileBehindLinks(path)))),
  );
  refuseOneFile(
    files.map(([path]) => path),
    targets,
  );
  const temporaries: string[] = [];
  try {
    for (const [f, [path, content]] of files.entries())
      temporaries.push(await naming(path, () => writeTemporary(targets[f], content)));
    for (const [f, [path]] of files.entries()) await naming(path, () => rename(temporaries[f], targets[f]));
  } catch (error) {
    for (const temporary of temporaries) await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  for (const folder of new Set(targets.map(dirname))) await syncFolder(folder);
}

/** What `write` makes; throws BadInput with the path and the reason. */
function naming<Made>(path: string, write: () => Promise<Made>): Promise<Made> {
  return write().catch((error) => {
    throw cannot('write', path, error);
  });
}

/** Throws BadInput where a file would be another one, or the folder of it. */
function refuseOneFile(paths: readonly string[], targets: readonly string[]): void {
  for (const [a, one] of targets.entries())
    for (const [b, other] of targets.entries()) {
      if (a === b || (one !== other && !other.startsWith(`${one}${sep}`))) continue;
      const are = one === other ? 'the same file' : 'a file and something in it';
      throw new BadInput(`cannot write ${paths[a]} and ${paths[b]}: they are ${are}, expected two files`);
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

/**
 * Writes and flushes what will be renamed, and returns its name, which is nobody else's; it is opened
 * exclusively: a planted link is not written through.
 */
async function writeTemporary(target: string, content: FileContent): Promise<string> {
  await makeFolder(dirname(target));
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
    return temporary;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
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
