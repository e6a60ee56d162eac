import type { BeatMatrix } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';

/**
 * The entries of every PE one by one, in the order of its rows: PE p has positions start[p] .. start[p+1]-1;
 * position i is entry entry[i] of the row with position row[i] in `RowOrder.rows`.
 */
export interface EntryList {
  readonly start: Uint32Array;
  readonly entry: Uint32Array;
  readonly row: Uint32Array;
}

/** Lists the entries of the rows in `order`. */
export function listEntries({ entryStart }: BeatMatrix, order: RowOrder): EntryList {
  const start = new Uint32Array(order.pes + 1);
  const entry: number[] = [];
  const row: number[] = [];
  for (let pe = 0; pe < order.pes; pe++) {
    for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
      for (let e = entryStart[order.rows[q]]; e < entryStart[order.rows[q] + 1]; e++) {
        entry.push(e);
        row.push(q);
      }
    }
    start[pe + 1] = entry.length;
  }
  return { start, entry: Uint32Array.from(entry), row: Uint32Array.from(row) };
}
