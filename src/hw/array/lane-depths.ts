import { type BeatImage, beatsOfRow } from './beat-matrix.ts';

/** How deep the weight memories of a PE are with some of its rows. */
export interface WeightDepths {
  /** Words of the deepest memory with rows from .. to - 1 of those that the depths were made for. */
  between(from: number, to: number): number;
}

/**
 * Depths with any run of `rows`, computed together: of one memory for all lanes the beats, which rows may
 * share; where lanes have memories of their own, the words of the lane that has most. docs/timing.md section
 * 2.
 */
export function weightDepths(image: BeatImage, rows: Uint32Array): WeightDepths {
  const { lanes, streams, entryStart, isPacked = false } = image;
  const width = streams ? lanes : 1;
  const upTo = new Uint32Array((rows.length + 1) * width);
  rows.forEach((row, q) => {
    const sums = upTo.subarray((q + 1) * width, (q + 2) * width);
    sums.set(upTo.subarray(q * width, (q + 1) * width));
    if (streams) addLaneWords(image, row, sums);
    else sums[0] += isPacked ? entryStart[row + 1] - entryStart[row] : beatsOfRow(image, row);
  });
  return {
    between: (from, to) => {
      let most = 0;
      for (let lane = 0; lane < width; lane++)
        most = Math.max(most, upTo[to * width + lane] - upTo[from * width + lane]);
      return isPacked ? Math.ceil(most / lanes) : most;
    },
  };
}

/** Adds the words of a row to the counts of the lanes that have them: an entry is its bank's. */
export function addLaneWords(
  { entryStart, addresses, lanes }: Pick<BeatImage, 'entryStart' | 'addresses' | 'lanes'>,
  row: number,
  counts: Uint32Array,
): void {
  for (let e = entryStart[row]; e < entryStart[row + 1]; e++) counts[addresses[e] & (lanes - 1)]++;
}

/**
 * Words of the fullest lane of a row where lanes have memories of their own, else its beats; at least one.
 */
export function longestOfRow(image: BeatImage, row: number): number {
  return Math.max(1, weightDepths(image, Uint32Array.of(row)).between(0, 1));
}
