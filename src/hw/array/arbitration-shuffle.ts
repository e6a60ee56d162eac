import { bankStride } from '../../bbs/bank-address.ts';
import { type Arbitration, emptyArbitration } from './arbitration-plain.ts';
import { type BeatMatrix, beatsOfRows } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';
import { ShuffleUnit } from './shuffle.ts';

/** Cycles until a lost request is presented again, and rows whose partial sums a PE may hold at once. */
export interface ShuffleSpec {
  readonly retryCycles: number;
  readonly openRows: number;
}

/**
 * The entries of a PE in the order of its rows, dealt to its lanes round and round: entry i to lane i mod N.
 * Per entry its bank and its row (from 0); per row its entries, and where they begin.
 */
interface PeStream {
  readonly bankOf: Uint16Array;
  readonly rowOf: Uint32Array;
  readonly left: Uint32Array;
  readonly rowStart: Uint32Array;
}

/**
 * `arbitrate` with independent lanes (`ShuffleUnit`) and partial sums by row at the banks: a row leaves when
 * all its entries have been accepted, in order, one a cycle; entries of at most `openRows` rows are
 * presented. `slots` of a row are the cycles from the row before to its own; a bank waits for every request
 * that it turns down. docs/timing.md section 3, shuffled issue.
 */
export function arbitrateShuffle(matrix: BeatMatrix, order: RowOrder, spec: ShuffleSpec): Arbitration {
  const { lanes } = matrix;
  const result = emptyArbitration(lanes, order);
  for (let pe = 0; pe < order.pes; pe++) {
    const from = order.start[pe];
    const stream = streamOf(matrix, order, pe);
    const { bankOf } = stream;
    const unit = new ShuffleUnit(laneStreams(bankOf, lanes), lanes, spec.retryCycles);
    const slots = result.slots.subarray(from, order.start[pe + 1]);
    result.issueCycles[pe] = timePe(stream, unit, spec, slots);
    result.beats[pe] = beatsOfRows(matrix, order, from, order.start[pe + 1]);
    for (const bank of bankOf) result.bankReads[pe * lanes + bank]++;
    result.bankWaits.set(unit.lostPerBank, pe * lanes);
  }
  return result;
}

function laneStreams(bankOf: Uint16Array, lanes: number) {
  const next = Uint32Array.from({ length: lanes }, (_, lane) => lane);
  return { bankOf, next, end: new Uint32Array(lanes).fill(bankOf.length), stride: lanes };
}

function streamOf({ entryStart, addresses, lanes }: BeatMatrix, order: RowOrder, pe: number): PeStream {
  const rows = order.rows.subarray(order.start[pe], order.start[pe + 1]);
  const left = Uint32Array.from(rows, (row) => entryStart[row + 1] - entryStart[row]);
  const rowStart = new Uint32Array(rows.length + 1);
  for (let r = 0; r < rows.length; r++) rowStart[r + 1] = rowStart[r] + left[r];
  const bankOf = new Uint16Array(rowStart[rows.length]);
  const rowOf = new Uint32Array(bankOf.length);
  const mask = bankStride(lanes) - 1;
  for (let r = 0; r < rows.length; r++) {
    const shift = entryStart[rows[r]] - rowStart[r];
    for (let i = rowStart[r]; i < rowStart[r + 1]; i++) bankOf[i] = addresses[i + shift] & mask;
    rowOf.fill(r, rowStart[r], rowStart[r + 1]);
  }
  return { bankOf, rowOf, left, rowStart };
}

/** Writes the cycles between rows and returns the cycle of S1 in which the last one leaves. */
function timePe(
  { rowOf, left, rowStart }: PeStream,
  unit: ShuffleUnit,
  { retryCycles, openRows }: ShuffleSpec,
  slots: Uint32Array,
): number {
  const rows = left.length;
  const leftAt = new Uint32Array(rows);
  const { accepted } = unit;
  let cycle = 0;
  let closed = 0;
  for (let leaving = 0; leaving < rows; ) {
    cycle++;
    // The lanes know of a row that left once its last request has come through the arbiter.
    while (closed < leaving && leftAt[closed] + retryCycles <= cycle) closed++;
    unit.step(rowStart[Math.min(rows, closed + openRows)]);
    for (let i = 0; i < unit.acceptedCount; i++) left[rowOf[accepted[i]]]--;
    if (left[leaving] > 0) continue;
    leftAt[leaving] = cycle;
    slots[leaving] = cycle - (leaving > 0 ? leftAt[leaving - 1] : 0);
    leaving++;
  }
  return cycle;
}
