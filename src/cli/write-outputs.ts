import { join } from 'node:path';
import { LIST_NAME } from '../disk/file-list.ts';
import { type OutputFile, replaceFiles } from '../disk/output-folder.ts';
import type { Io } from './io.ts';

/**
 * Writes the files of a run into a folder as `replaceFiles`: the one way in which a command writes
 * several. Notes what was removed, and what kept it from removing. Throws BadInput.
 */
export async function writeOutputs(
  io: Io,
  folder: string,
  files: Iterable<OutputFile> | AsyncIterable<OutputFile>,
): Promise<void> {
  const { removed, isForeign } = await replaceFiles(folder, files);
  for (const name of removed) io.note(`removed ${join(folder, name)}, of an earlier run`);
  if (isForeign)
    io.note(
      `${join(folder, LIST_NAME)} is not a list that bbsim wrote: it stays, and files of earlier runs beside it`,
    );
}
