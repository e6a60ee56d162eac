import { bankStride } from '../../bbs/bank-address.ts';
import type { BeatMatrix } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';

/**
 * What the banks of private vector buffers do to the rows of a `RowOrder`: `slots[q]` cycles in S1 for row
 * `order.rows[q]`, their sum (`issueCycles`) and `beats` per PE, and per PE and bank (index pe * banks +
 * bank, counted through all copies) the words read and the cycles in which requests still wait there after
 * the first cycle of their beat. It depends on the matrix alone: the arbitration order changes who is served
 * first, never the count. docs/timing.md section 3.
 */
export interface Arbitration {
  readonly slots: Uint32Array;
  readonly issueCycles: Uint32Array;
  readonly beats: Uint32Array;
  readonly bankReads: Uint32Array;
  readonly bankWaits: Uint32Array;
}

/** An arbitration of the rows in `order` on `banks` banks of a PE with nothing counted yet. */
export function emptyArbitration(banks: number, { pes, rows }: RowOrder): Arbitration {
  return {
    slots: new Uint32Array(rows.length),
    issueCycles: new Uint32Array(pes),
    beats: new Uint32Array(pes),
    bankReads: new Uint32Array(pes * banks),
    bankWaits: new Uint32Array(pes * banks),
  };
}

/**
 * `arbitrate`, request by request: the reference that the SIMD kernel must equal, and its
 * substitute where it cannot run.
 */
export function arbitratePlain(matrix: BeatMatrix, order: RowOrder, ports: number, copies = 1): Arbitration {
  const banks = copies * matrix.placement.banks;
  const result = emptyArbitration(banks, order);
  const requests = new Uint16Array(banks);
  for (let pe = 0; pe < order.pes; pe++) arbitratePe(matrix, order, pe, ports, copies, requests, result);
  return result;
}

function arbitratePe(
  matrix: BeatMatrix,
  order: RowOrder,
  pe: number,
  ports: number,
  copies: number,
  requests: Uint16Array,
  result: Arbitration,
): void {
  const { entryStart, addresses, lanes, placement } = matrix;
  const banks = requests.length;
  const reads = result.bankReads.subarray(pe * banks, (pe + 1) * banks);
  const waits = result.bankWaits.subarray(pe * banks, (pe + 1) * banks);
  const lanesPerCopy = lanes / copies;
  for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
    const row = order.rows[q];
    let beats = 0;
    let slots = 0;
    for (let from = entryStart[row]; from < entryStart[row + 1]; from += lanes) {
      const to = Math.min(from + lanes, entryStart[row + 1]);
      slots += slotsOfBeat(addresses, from, to, placement.banks, lanesPerCopy, ports, requests, reads, waits);
      beats++;
    }
    result.beats[pe] += Math.max(1, beats);
    result.slots[q] = Math.max(1, slots);
    result.issueCycles[pe] += result.slots[q];
  }
}

/**
 * Cycles that one beat (entries from .. to - 1, lane by lane) stays in S1, with so many lanes to each copy of
 * the banks; `requests` is scratch memory, all zeros before and after.
 */
function slotsOfBeat(
  addresses: Uint16Array | Uint32Array,
  from: number,
  to: number,
  banks: number,
  lanesPerCopy: number,
  ports: number,
  requests: Uint16Array,
  reads: Uint32Array,
  waits: Uint32Array,
): number {
  const mask = bankStride(banks) - 1;
  let slots = 1;
  for (let run = from, firstBank = 0; run < to; run += lanesPerCopy, firstBank += banks) {
    const end = Math.min(run + lanesPerCopy, to);
    for (let e = run; e < end; e++) {
      const bank = firstBank + (addresses[e] & mask);
      const before = requests[bank]++;
      reads[bank]++;
      // The request that opens the bank's second, third ... cycle makes the bank's queue wait one cycle more.
      if (before < ports || before % ports !== 0) continue;
      waits[bank]++;
      slots = Math.max(slots, before / ports + 1);
    }
  }
  requests.fill(0);
  return slots;
}
