import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import { cannot, codeOf } from '../errors/file-error.ts';

/** What a file is written from: its bytes, its text, or its text in parts. */
export type FileContent = Uint8Array | string | Iterable<string>;

/**
 * Writes a file so that a reader sees the old content or the new one, never a part: a temporary file in the same folder is written, flushed and
 * renamed. Creates the folder; follows a symbolic link; removes the temporary file when anything fails. Throws BadInput with the path and the reason.
 */
export async function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const target = await resolveTarget(path);
    await writeThenRename(target, content);
  } catch (error) {
    throw cannot('write', path, error);
  }
}

/** Makes the folder that results will be written to, so that a long run does not end with an error. Throws BadInput with the path and the reason. */
export async function ensureFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    if (!(await stat(folder)).isDirectory())
      throw new BadInput(`cannot write to ${folder}: it is not a directory`);
  } catch (error) {
    throw cannot('make', folder, error);
  }
}

/**
 * Makes a folder and those above it, one by one: Node's recursive mkdir never returns on a file system that answers "no such file" to it
 * (/proc does).
 */
async function makeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found !== null) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  await mkdir(folder).catch((error) => {
    // Another process may have made it in the meantime.
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** The file behind the links; what is there and is no file (a folder, a device) must not be renamed away. */
async function resolveTarget(path: string): Promise<string> {
  const target = await realpath(path).catch((error) => {
    if (error.code === 'ENOENT') return path;
    throw error;
  });
  const found = await stat(target).catch(() => null);
  if (found?.isDirectory()) throw new BadInput(`cannot write ${path}: it is a directory`);
  if (found !== null && !found.isFile()) throw new BadInput(`cannot write ${path}: it is not a regular file`);
  return target;
}

async function writeThenRename(target: string, content: FileContent): Promise<void> {
  const { temporary, file } = await openTemporary(target);
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
}

/** Text that is written before more of it is made. */
const PART_CHARACTERS = 1 << 20;

async function writeParts(file: FileHandle, parts: Iterable<string>): Promise<void> {
  let text = '';
  for (const part of parts) {
    text += part;
    if (text.length < PART_CHARACTERS) continue;
    await file.writeFile(text);
    text = '';
  }
  await file.writeFile(text);
}

const MOST_ATTEMPTS = 1000;

/** Opened exclusively, so that neither another writer's file nor a planted link is written to; names left by a crash are skipped. */
async function openTemporary(target: string) {
  for (let attempt = 0; ; attempt++) {
    const temporary = join(dirname(target), `.bbsim-${process.pid}-${attempt}.tmp`);
    try {
      return { temporary, file: await open(temporary, 'wx') };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}
