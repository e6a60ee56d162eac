import { type BeatMatrix, beatsOfRow } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';

/**
 * The beats of every PE one by one, in the order in which S0 addresses them: PE p has beats start[p] ..
 * start[p+1]-1; beat b carries entries from[b] .. to[b]-1 (none in the one beat of an empty row).
 * `endsRow[b]` is the position in `RowOrder.rows` of the row that ends with beat b, or -1.
 */
export interface BeatList {
  readonly start: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly endsRow: Int32Array;
}

/** Lists the beats of the rows in `order`. */
export function listBeats(matrix: BeatMatrix, order: RowOrder): BeatList {
  const { entryStart, lanes } = matrix;
  const start = new Uint32Array(order.pes + 1);
  const total = order.rows.reduce((sum, row) => sum + beatsOfRow(matrix, row), 0);
  const list: BeatList = {
    start,
    from: new Uint32Array(total),
    to: new Uint32Array(total),
    endsRow: new Int32Array(total).fill(-1),
  };
  let beat = 0;
  for (let pe = 0; pe < order.pes; pe++) {
    for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
      const row = order.rows[q];
      const beats = beatsOfRow(matrix, row);
      for (let j = 0; j < beats; j++, beat++) {
        list.from[beat] = Math.min(entryStart[row] + j * lanes, entryStart[row + 1]);
        list.to[beat] = Math.min(entryStart[row] + (j + 1) * lanes, entryStart[row + 1]);
      }
      list.endsRow[beat - 1] = q;
    }
    start[pe + 1] = beat;
  }
  return list;
}

/** The rows of `order` as beats of their own, without entries: what S1 shows where lanes run apart. */
export function listRows({ start, rows }: RowOrder): BeatList {
  const none = new Uint32Array(rows.length);
  return { start, from: none, to: none, endsRow: Int32Array.from(rows.keys()) };
}
