import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import { cannot, codeOf } from '../errors/file-error.ts';
import type { FileBytes } from '../run/load-model.ts';
import { printableName } from '../tensors/named-shape.ts';
import { companionsOf } from '../tensors/open.ts';
import type { Companion } from '../tensors/tensor-file.ts';
import { MOST_BYTES, readInput } from './io.ts';

/**
 * Reads a file of weights that an option names, with the files that belong to it: shards, external data. They
 * lie in its folder or below, and are read from nowhere else. Throws BadInput for a file that cannot be read,
 * and names one that is missing.
 */
export function readWeights(path: string, option: string): FileBytes {
  const { bytes } = readInput(path, option);
  const companions = new Map<string, Uint8Array>();
  let total = bytes.length;
  for (const companion of companionsOf(bytes, path)) {
    const found = readCompanion(path, companion, option);
    if (found === null) continue;
    total += found.length;
    if (total > MOST_BYTES)
      throw new BadInput(
        `${option}: ${path} and the files that belong to it have more than ${MOST_BYTES} bytes in all`,
      );
    companions.set(companion.path, found);
  }
  return companions.size === 0 ? { path, bytes } : { path, bytes, companions };
}

/** The bytes of a file that belongs to the one at `path`; null: it is missing, and not needed. */
function readCompanion(
  path: string,
  { path: beside, isNeeded }: Companion,
  option: string,
): Uint8Array | null {
  const shown = `${path}: the file ${printableName(beside)} that belongs to it`;
  const folder = dirname(path);
  const place = join(folder, beside);
  if (isAbsolute(beside) || beside.split(/[/\\]/).includes('..'))
    throw new BadInput(`${option}: ${shown} lies outside its folder`);
  try {
    const real = realpathSync(place);
    // A cache of models has links for all its files: what they link to lies in one folder too.
    if (![realpathSync(folder), dirname(realpathSync(path))].some((home) => isBelow(home, real)))
      throw new BadInput(`${option}: ${shown} is a link out of its folder`);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw cannot('read', place, error, option);
    if (!isNeeded) return null;
    throw new BadInput(`${option}: ${shown} is missing (${place})`);
  }
  return readInput(place, option).bytes;
}

function isBelow(folder: string, place: string): boolean {
  const way = relative(folder, place);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}
