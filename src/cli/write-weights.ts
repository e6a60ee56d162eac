import { dirname, join } from 'node:path';
import { orList } from '../config/wording.ts';
import { removeFile, writeFileAtomic } from '../disk/atomic-file.ts';
import { isSameFile, isThere } from '../disk/regular-file.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { FileBytes } from '../run/open-weights.ts';
import { companionsOf, formatOf } from '../tensors/open.ts';
import type { WrittenFile } from '../tensors/tensor-file.ts';
import { readInput } from './io.ts';

/** Throws BadInput for a path at which a file of weights cannot be written anew. */
export async function checkWeightsOut(out: string, weights: FileBytes): Promise<void> {
  refuseOtherEnding(out, weights);
  await refuseOwnFiles(out, weights, new Map());
}

/**
 * Writes a file of weights, after the files that belong to it; each is there as a whole or not at all. An
 * older file that names others goes first: what is cut off half-way is no mix of two models that can be read.
 * Throws BadInput where one would take the place of a file that was read.
 */
export async function writeWeights(out: string, weights: FileBytes, written: WrittenFile): Promise<void> {
  await refuseOwnFiles(out, weights, written.companions);
  await refuseFilesOfOthers(out, written.companions);
  if (written.companions.size > 0) await removeFile(out);
  for (const [path, bytes] of written.companions) await writeFileAtomic(join(dirname(out), path), bytes);
  await writeFileAtomic(out, written.bytes);
}

/** Endings of more parts (`.safetensors.index.json`) are of files that name others: these keep theirs. */
const isCompound = (ending: string): boolean => ending.lastIndexOf('.') > 0;

function refuseOtherEnding(out: string, { path, bytes }: FileBytes): void {
  const endings = formatOf(bytes)?.endings ?? [];
  const own = endings.find((ending) => isCompound(ending) && path.endsWith(ending));
  const expected = own === undefined ? endings.filter((ending) => !isCompound(ending)) : [own];
  if (expected.length === 0 || expected.some((ending) => out.endsWith(ending))) return;
  throw new BadInput(
    `--out: found ${out}, expected a name that ends in ${orList(expected)}: the format stays that of ${path}`,
  );
}

/** Throws BadInput where a file that is written is one that was read. */
async function refuseOwnFiles(
  out: string,
  { path, companions = new Map() }: FileBytes,
  beside: ReadonlyMap<string, unknown>,
): Promise<void> {
  const read = [path, ...[...companions.keys()].map((each) => join(dirname(path), each))];
  const targets = [out, ...[...beside.keys()].map((each) => join(dirname(out), each))];
  for (const target of targets)
    for (const own of read) if (await isSameFile(own, target)) throw ownFile(out, path, target, own);
}

/** Throws BadInput where a file beside the new one is there already, and is not of an older `out`. */
async function refuseFilesOfOthers(out: string, beside: ReadonlyMap<string, unknown>): Promise<void> {
  if (beside.size === 0) return;
  const older = (await isThere(out)) ? companionsOf(readInput(out, '--out').bytes, out) : [];
  const own = new Set(older.map(({ path }) => path));
  for (const path of beside.keys()) {
    const target = join(dirname(out), path);
    if (own.has(path) || !(await isThere(target))) continue;
    throw new BadInput(
      `--out: ${target} would be written too, and is there already: expected another folder, or that it is removed`,
    );
  }
}

function ownFile(out: string, path: string, target: string, own: string): BadInput {
  const what = own === path ? 'the file that is pruned' : `${own}, which is read`;
  return new BadInput(
    target === out
      ? `--out: ${out} is ${what}, expected another name`
      : `--out: ${target} would take the place of ${own}, which is read; expected another folder`,
  );
}
