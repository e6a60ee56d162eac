import { bankStride } from '../../bbs/bank-address.ts';
import { type Arbitration, emptyArbitration } from './arbitration-plain.ts';
import {
  type BankQueues,
  emptyState,
  type IssueWindow,
  queuesOf,
  serveLanes,
  type WindowState,
} from './arbitration-window.ts';
import type { BeatMatrix } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';

/** S1 of a PE, and the rows that may leave it in a cycle. */
export interface PackedIssue extends IssueWindow {
  readonly rowsPerCycle: number;
}

/**
 * The entries of a PE row after row: the bank that each asks for in its copy of the vector, and how many
 * there are up to every row.
 */
interface PackedStream {
  readonly banks: Uint16Array;
  readonly endOfRow: Uint32Array;
}

/**
 * `arbitrate` with rows that share beats: a beat goes on when all its lanes have been served, and as many
 * rows leave in a cycle as there are result ports: further rows that end in it keep it in its place. `slots`
 * of a row are the cycles from the row before to its own, none when both leave together. docs/timing.md
 * section 3, packed rows.
 */
export function arbitratePacked(matrix: BeatMatrix, order: RowOrder, issue: PackedIssue): Arbitration {
  const { lanes, placement } = matrix;
  const result = emptyArbitration((issue.copies ?? 1) * placement.banks, order);
  const queues = queuesOf(lanes, issue);
  for (let pe = 0; pe < order.pes; pe++) {
    const from = order.start[pe];
    const stream = streamOf(matrix, order, pe);
    const slots = result.slots.subarray(from, order.start[pe + 1]);
    result.beats[pe] = Math.ceil(stream.banks.length / lanes);
    const state = emptyState(matrix, queues, result, pe);
    result.issueCycles[pe] = timePe(stream, lanes, state, queues, issue.rowsPerCycle, slots);
  }
  return result;
}

function streamOf(
  { entryStart, addresses, placement, isByLane = false }: BeatMatrix,
  order: RowOrder,
  pe: number,
): PackedStream {
  const rows = order.rows.subarray(order.start[pe], order.start[pe + 1]);
  const endOfRow = new Uint32Array(rows.length);
  let end = 0;
  for (let r = 0; r < rows.length; r++) {
    end += entryStart[rows[r] + 1] - entryStart[rows[r]];
    endOfRow[r] = end;
  }
  const banks = new Uint16Array(end);
  const mask = bankStride(placement.banks) - 1;
  if (isByLane) for (let i = 0; i < end; i++) banks[i] = i % placement.banks;
  else
    for (let r = 0, i = 0; r < rows.length; r++)
      for (let e = entryStart[rows[r]]; i < endOfRow[r]; e++, i++) banks[i] = addresses[e] & mask;
  return { banks, endOfRow };
}

/** Writes the cycles between rows and returns the cycle of S1 in which the last one goes on. */
function timePe(
  { banks, endOfRow }: PackedStream,
  lanes: number,
  state: WindowState,
  queues: BankQueues,
  rowsPerCycle: number,
  slots: Uint32Array,
): number {
  const { leftAt } = state;
  let entered = 0;
  let left = 0;
  let lastRow = 0;
  let place = 0;
  for (let from = 0, row = 0; from < banks.length; from += lanes) {
    const to = Math.min(from + lanes, banks.length);
    entered = Math.max(entered, state.queuedAt, leftAt[place]) + 1;
    serveLanes(banks, from, to, entered, queues, state);
    left = Math.max(left + 1, state.servedAt);
    for (let ports = rowsPerCycle; row < endOfRow.length && endOfRow[row] <= to; row++, ports--) {
      if (ports === 0) {
        left++;
        ports = rowsPerCycle;
      }
      slots[row] = left - lastRow;
      lastRow = left;
    }
    leftAt[place] = left;
    place = place + 1 < queues.window ? place + 1 : 0;
  }
  return left;
}
