import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cannot } from '../errors/file-error.ts';
import { type FileContent, writeFileAtomic } from './atomic-file.ts';
import { type FileList, isPlainName, readFileList, writeFileList } from './file-list.ts';
import { type Fingerprint, fingerprintOf, fingerprintOfText, isThere } from './regular-file.ts';

/** A file for a folder of outputs, by its plain name. */
export type OutputFile = readonly [name: string, content: FileContent];

/** What became of the files that an earlier run wrote and this one did not. */
export interface Replaced {
  /** Names of those that are gone. */
  readonly removed: readonly string[];
  /**
   * Whether the folder has something else under the name of the list: then it stays as it is, and nothing
   * is removed.
   */
  readonly isForeign: boolean;
}

/**
 * Writes the files of a run into a folder, and then removes those that an earlier call wrote there and this
 * one did not, so that what lies side by side belongs together. A list in the folder says which they are;
 * only a regular file right in the folder that holds what was written is removed. When a file cannot be
 * written, those before it are listed and nothing is removed. Throws BadInput; RangeError for a name that
 * is not plain.
 */
export async function replaceFiles(
  folder: string,
  files: Iterable<OutputFile> | AsyncIterable<OutputFile>,
): Promise<Replaced> {
  const before = await readFileList(folder);
  const written = new Map<string, Fingerprint>();
  let left: FileList = before ?? new Map();
  const removed: string[] = [];
  try {
    for await (const [name, content] of files) await writeListed(folder, name, content, written);
    removed.push(...(await removeStale(folder, left, written)));
    left = new Map();
  } finally {
    if (before !== null) await writeFileList(folder, new Map([...left, ...written]));
  }
  return { removed, isForeign: before === null };
}

async function writeListed(
  folder: string,
  name: string,
  content: FileContent,
  written: Map<string, Fingerprint>,
): Promise<void> {
  if (!isPlainName(name)) throw new RangeError(`${name} is not the plain name of a file`);
  const path = join(folder, name);
  await writeFileAtomic(path, content);
  // Behind a link there is a file of the user's, which is theirs to remove.
  const found = await fingerprintOf(path);
  if (found !== null) written.set(name, found);
}

/** Removes what is listed, was not written, and is as it was. Returns the names. */
async function removeStale(folder: string, listed: FileList, written: FileList): Promise<string[]> {
  const removed: string[] = [];
  // Names that differ in case alone may be those of one file.
  const now = new Set([...written.keys()].map((name) => name.toLowerCase()));
  for (const [name, was] of listed) {
    if (now.has(name.toLowerCase())) continue;
    const path = join(folder, name);
    const found = await fingerprintOf(path);
    if (found === null || found.bytes !== was.bytes || found.sha256 !== was.sha256) continue;
    await rm(path, { force: true }).catch((error) => {
      throw cannot('remove', path, error);
    });
    removed.push(name);
  }
  return removed;
}

/**
 * The names of those files that are in a folder with another content, and that no call of `replaceFiles`
 * wrote there as they are: what must not be written over.
 */
export async function foreignFiles(
  folder: string,
  files: readonly (readonly [name: string, text: string])[],
): Promise<readonly string[]> {
  const listed = (await readFileList(folder)) ?? new Map<string, Fingerprint>();
  const foreign: string[] = [];
  for (const [name, text] of files) {
    const path = join(folder, name);
    if (!(await isThere(path))) continue;
    const found = await fingerprintOf(path);
    const isOurs = [listed.get(name), fingerprintOfText(text)].some(
      (known) => known !== undefined && found !== null && known.sha256 === found.sha256,
    );
    if (!isOurs) foreign.push(name);
  }
  return foreign;
}
