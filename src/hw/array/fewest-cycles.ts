import type { BeatImage } from './beat-matrix.ts';
import { depthsOfPes, longestOfRows } from './lane-depths.ts';
import { slotsOfRows } from './row-dealing.ts';
import type { RowOrder } from './row-order.ts';
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
  for (let q = 0; q < own.length; q++) longest = Math.max(longest, lengths[own[q]]);
  const alone = { pes: 1, start: Uint32Array.of(0, rows), rows: own };
  return { all: fewestOfPes(array, image, alone)[0], longest };
}

/** The same of every PE of an order, which has exactly its rows there. */
export function fewestOfPes(array: SpmvArray, image: BeatImage, order: RowOrder): Float64Array {
  const { pes, start, rows } = order;
  const fewest = new Float64Array(pes);
  if (isOneByOne(array, image)) {
    const slots = slotsOfRows(image, servedPerBank(array), array.vectorCopies);
    for (let pe = 0; pe < pes; pe++)
      for (let q = start[pe]; q < start[pe + 1]; q++) fewest[pe] += slots[rows[q]];
    return fewest;
  }
  const depths = depthsOfPes(image, order);
  for (let pe = 0; pe < pes; pe++)
    fewest[pe] = Math.max(depths[pe], image.streams ? start[pe + 1] - start[pe] : 0);
  return fewest;
}

/** Whether S1 takes a beat when the one before has left, so that the cycles of rows add up. */
function isOneByOne({ issue, window, queueDepth }: SpmvArray, { isPacked = false }: BeatImage): boolean {
  if (isPacked) return false;
  return issue === 'arbitrated' || (issue === 'windowed' && window === 1 && queueDepth === null);
}
