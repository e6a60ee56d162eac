import { join } from 'node:path';
import { isSameFile } from '../../disk/regular-file.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { shardNames } from '../../explore/store/read-store.ts';
import { shardFolder } from '../../explore/store/shard.ts';
import { pictureNames } from './chapter.ts';
import type { ReportInput } from './report-input.ts';

/**
 * The inputs, each once: a page has no use for the same chapter twice. `note` is told of those that are left
 * out.
 */
export async function inputsOnce(
  inputs: readonly ReportInput[],
  note: (text: string) => void,
): Promise<readonly ReportInput[]> {
  const taken: ReportInput[] = [];
  for (const input of inputs) {
    const known = await firstOf(taken, ({ path }) => isSameFile(path, input.path));
    if (known === null) taken.push(input);
    else note(`${input.shown} is ${known.shown === input.shown ? 'named twice' : known.shown}: taken once`);
  }
  return taken;
}

/** Throws BadInput where a file that is written, by its option, is one that was read. */
export async function refuseToReplace(
  inputs: readonly ReportInput[],
  written: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const read = (await Promise.all(inputs.map(filesOf))).flat();
  for (const [option, path] of Object.entries(written)) {
    if (path === undefined) continue;
    const own = await firstOf(read, (file) => isSameFile(file, path));
    if (own === null) continue;
    const what = own === path ? 'a file that is read' : `${own}, which is read`;
    throw new BadInput(`${option}: ${path} is ${what}; expected another name`);
  }
}

/** The first for which something holds; null: none. */
async function firstOf<T>(all: readonly T[], holds: (one: T) => Promise<boolean>): Promise<T | null> {
  for (const one of all) if (await holds(one)) return one;
  return null;
}

/** The files that a chapter is made of. */
async function filesOf({ kind, path, folder }: ReportInput): Promise<readonly string[]> {
  if (kind === 'store') {
    const shards = await shardNames(folder);
    return [path, ...shards.map((name) => join(shardFolder(folder), name))];
  }
  const beside = ['step.json', ...(await pictureNames(folder))];
  return [path, ...beside.map((name) => join(folder, name))];
}
