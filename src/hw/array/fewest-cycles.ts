import type { BeatImage } from './beat-matrix.ts';
import { depthOfRows, longestOfRows } from './lane-depths.ts';
import { slotsOfRows } from './row-dealing.ts';
import type { SpmvArray } from './spmv-array.ts';
import { servedPerBank } from './vector-banks.ts';

/** Cycles that S1 of PEs is busy at the least: of all rows together, and of the longest. */
export interface FewestCycles {
  /** Of one PE that has all the rows: M PEs share them out, so one of them is busy for an M-th or more. */
  readonly all: number;
  readonly longest: number;
}

/**
 * The fewest cycles of rows rowFrom .. rowFrom + rows - 1 on an array of the format, whoever has them: a beat
 * a cycle, and where beats are taken one by one, what each waits for its banks; where lanes go on by
 * themselves, a word of every lane and a row a cycle.
 */
export function fewestCycles(
  array: SpmvArray,
  image: BeatImage,
  { rowFrom, rows }: { readonly rowFrom: number; readonly rows: number },
): FewestCycles {
  const own = Uint32Array.from({ length: rows }, (_, row) => rowFrom + row);
  const lengths = isOneByOne(array, image)
    ? slotsOfRows(image, servedPerBank(array), array.vectorCopies)
    : longestOfRows(image);
  let longest = 0;
  for (const row of own) longest = Math.max(longest, lengths[row]);
  return { all: fewestOfPe(array, image, own), longest };
}

/** The same of one PE that has exactly `rows`, in any order. */
export function fewestOfPe(array: SpmvArray, image: BeatImage, rows: Uint32Array): number {
  if (isOneByOne(array, image)) {
    const slots = slotsOfRows(image, servedPerBank(array), array.vectorCopies);
    return rows.reduce((sum, row) => sum + slots[row], 0);
  }
  return Math.max(depthOfRows(image, { rows }, 0, rows.length), image.streams ? rows.length : 0);
}

/** Whether S1 takes a beat when the one before has left, so that the cycles of rows add up. */
function isOneByOne({ issue, window, queueDepth }: SpmvArray, { isPacked = false }: BeatImage): boolean {
  if (isPacked) return false;
  return issue === 'arbitrated' || (issue === 'windowed' && window === 1 && queueDepth === null);
}
