import { type Arbitration, emptyArbitration } from './arbitration-plain.ts';
import type { BeatMatrix } from './beat-matrix.ts';
import { addLaneWords } from './lane-depths.ts';
import type { RowOrder } from './row-order.ts';

/**
 * The rows in `order` on lanes that run up to `rowsApart` rows apart, each over the words of its bank: a lane
 * begins row q of its PE when row q - rowsApart has left; a row leaves when every lane has finished it, in
 * order, one a cycle. `slots[q]` are the cycles from the row before to row q. Nothing waits at a bank.
 * docs/timing.md section 3, decoupled lanes.
 */
export function timeDecoupled(matrix: BeatMatrix, order: RowOrder, rowsApart: number): Arbitration {
  const result = emptyArbitration(matrix.lanes, order);
  for (let pe = 0; pe < order.pes; pe++) timePe(matrix, order, pe, rowsApart, result);
  return result;
}

function timePe(
  matrix: BeatMatrix,
  { start, rows }: RowOrder,
  pe: number,
  rowsApart: number,
  { slots, issueCycles, beats, bankReads }: Arbitration,
): void {
  const { lanes } = matrix;
  const words = bankReads.subarray(pe * lanes, (pe + 1) * lanes);
  const ofRow = new Uint32Array(lanes);
  const finishedAt = new Uint32Array(lanes);
  // Cycles in which the last rows left, the one of row q at q mod rowsApart.
  const leftAt = new Uint32Array(rowsApart);
  let left = 0;
  for (let q = 0; q < start[pe + 1] - start[pe]; q++) {
    ofRow.fill(0);
    addLaneWords(matrix, rows[start[pe] + q], ofRow);
    const leaves = Math.max(left + 1, advance(finishedAt, ofRow, leftAt[q % rowsApart]));
    slots[start[pe] + q] = leaves - left;
    leftAt[q % rowsApart] = leaves;
    left = leaves;
    for (let lane = 0; lane < lanes; lane++) words[lane] += ofRow[lane];
  }
  issueCycles[pe] = left;
  beats[pe] = fewestCycles(start[pe + 1] - start[pe], words);
}

/** Lanes take their words of a row, after the cycle `open`; returns when the last of them has. */
function advance(finishedAt: Uint32Array, ofRow: Uint32Array, open: number): number {
  let last = 0;
  for (let lane = 0; lane < ofRow.length; lane++) {
    if (ofRow[lane] === 0) continue;
    const finished = Math.max(finishedAt[lane], open) + ofRow[lane];
    finishedAt[lane] = finished;
    if (finished > last) last = finished;
  }
  return last;
}

/**
 * What rows and words take with all lanes busy: a row a cycle, or a word of every lane, whichever is more.
 */
function fewestCycles(rows: number, words: Uint32Array): number {
  const all = words.reduce((sum, n) => sum + n, 0);
  return Math.max(rows, Math.ceil(all / words.length));
}
