import type { BeatMatrix } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';

/**
 * What the banks of private vector buffers do to the rows of a `RowOrder`: `slots[q]` cycles in S1 for row
 * `order.rows[q]`, their sum (`issueCycles`) and `beats` per PE, and per PE and bank (index pe * lanes +
 * bank) the words read and the cycles in which requests still wait there after the first cycle of their
 * beat. It depends on the matrix alone: the arbitration order changes who is served first, never the
 * count. docs/timing.md section 3.
 */
export interface Arbitration {
  readonly slots: Uint32Array;
  readonly issueCycles: Uint32Array;
  readonly beats: Uint32Array;
  readonly bankReads: Uint32Array;
  readonly bankWaits: Uint32Array;
}

/** An arbitration of the rows in `order` on `lanes` banks with nothing counted yet. */
export function emptyArbitration(lanes: number, { pes, rows }: RowOrder): Arbitration {
  return {
    slots: new Uint32Array(rows.length),
    issueCycles: new Uint32Array(pes),
    beats: new Uint32Array(pes),
    bankReads: new Uint32Array(pes * lanes),
    bankWaits: new Uint32Array(pes * lanes),
  };
}

/**
 * `arbitrate`, request by request: the reference that the SIMD kernel must equal, and its
 * substitute where it cannot run.
 */
export function arbitratePlain(matrix: BeatMatrix, order: RowOrder, ports: number): Arbitration {
  const result = emptyArbitration(matrix.lanes, order);
  const requests = new Uint16Array(matrix.lanes);
  for (let pe = 0; pe < order.pes; pe++) arbitratePe(matrix, order, pe, ports, requests, result);
  return result;
}

function arbitratePe(
  matrix: BeatMatrix,
  order: RowOrder,
  pe: number,
  ports: number,
  requests: Uint16Array,
  result: Arbitration,
): void {
  const { entryStart, addresses, lanes } = matrix;
  const reads = result.bankReads.subarray(pe * lanes, (pe + 1) * lanes);
  const waits = result.bankWaits.subarray(pe * lanes, (pe + 1) * lanes);
  for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
    const row = order.rows[q];
    let beats = 0;
    let slots = 0;
    for (let from = entryStart[row]; from < entryStart[row + 1]; from += lanes) {
      const to = Math.min(from + lanes, entryStart[row + 1]);
      slots += slotsOfBeat(addresses, from, to, lanes - 1, ports, requests, reads, waits);
      beats++;
    }
    result.beats[pe] += Math.max(1, beats);
    result.slots[q] = Math.max(1, slots);
    result.issueCycles[pe] += result.slots[q];
  }
}

/**
 * Cycles that one beat (entries from .. to - 1) stays in S1; `requests` is scratch
 * memory, all zeros before and after.
 */
function slotsOfBeat(
  addresses: Uint16Array | Uint32Array,
  from: number,
  to: number,
  bankMask: number,
  ports: number,
  requests: Uint16Array,
  reads: Uint32Array,
  waits: Uint32Array,
): number {
  let slots = 1;
  for (let e = from; e < to; e++) {
    const bank = addresses[e] & bankMask;
    const before = requests[bank]++;
    reads[bank]++;
    // The request that opens the bank's second, third ... cycle makes the bank's queue wait one cycle more.
    if (before >= ports && before % ports === 0) {
      waits[bank]++;
      const cycle = before / ports + 1;
      if (cycle > slots) slots = cycle;
    }
  }
  requests.fill(0);
  return slots;
}
