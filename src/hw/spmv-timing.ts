import type { Arbitration } from './arbitration.ts';
import type { RowOrder } from './row-order.ts';

/**
 * The cycles of one SpMV over the rows of a `RowOrder`, docs/timing.md section 3. Per PE: `beats`, `issueCycles` (I),
 * `conflictCycles`, `busyCycles` (I + FILL, 0 without rows). `rowFinishedAtCycle[q]` is the cycle in which row `order.rows[q]` is
 * written, counted from the start pulse (cycle 0). Per PE and bank (index pe * lanes + bank): words read, and cycles in which requests
 * waited after the first cycle of their beat.
 */
export interface SpmvTiming {
  readonly order: RowOrder;
  /** C: cycles 1 .. C, the start and done cycles not counted. */
  readonly cycles: number;
  readonly fillCycles: number;
  readonly beats: Uint32Array;
  readonly issueCycles: Uint32Array;
  readonly conflictCycles: Uint32Array;
  readonly busyCycles: Uint32Array;
  readonly rowFinishedAtCycle: Uint32Array;
  readonly bankReads: Uint32Array;
  readonly bankWaits: Uint32Array;
  /** The PE that finishes last, the lowest on a tie; -1 without rows. */
  readonly criticalPe: number;
}

/** Where the C + 2 cycles of one SpMV go, following the PE that finishes last. docs/timing.md section 7. */
export interface SpmvStalls {
  readonly issue: number;
  readonly conflict: number;
  readonly imbalance: number;
  readonly fill: number;
  readonly control: number;
}

/** Times the rows of `order`, arbitrated in that order, on PEs that run alone with private vector buffers. */
export function timePrivate(order: RowOrder, arbitration: Arbitration, fillCycles: number): SpmvTiming {
  const { slots, beats, bankReads, bankWaits } = arbitration;
  const timing = emptyTiming(order, fillCycles, bankReads, bankWaits);
  timing.beats.set(beats);
  const { start } = order;
  for (let pe = 0; pe < order.pes; pe++) {
    timing.issueCycles[pe] = issueRows(
      slots,
      start[pe],
      start[pe + 1],
      fillCycles,
      timing.rowFinishedAtCycle,
    );
  }
  return finishTiming(timing);
}

/** Issues the rows at positions from .. to - 1 one after the other; returns the cycles of all. In 32 bits: times are below 2^31. */
function issueRows(
  slots: Uint32Array,
  from: number,
  to: number,
  fillCycles: number,
  finishedAtCycle: Uint32Array,
): number {
  let issued = 0;
  for (let q = from; q < to; q++) {
    issued = (issued + slots[q]) | 0;
    finishedAtCycle[q] = issued + fillCycles;
  }
  return issued;
}

/** A timing with nothing issued yet. */
export function emptyTiming(
  order: RowOrder,
  fillCycles: number,
  bankReads: Uint32Array,
  bankWaits: Uint32Array,
): SpmvTiming {
  const { pes, rows } = order;
  // One allocation: five would take longer than the arithmetic of a whole SpMV.
  const counts = new Uint32Array(4 * pes + rows.length);
  return {
    order,
    cycles: 0,
    fillCycles,
    beats: counts.subarray(0, pes),
    issueCycles: counts.subarray(pes, 2 * pes),
    conflictCycles: counts.subarray(2 * pes, 3 * pes),
    busyCycles: counts.subarray(3 * pes, 4 * pes),
    rowFinishedAtCycle: counts.subarray(4 * pes),
    bankReads,
    bankWaits,
    criticalPe: -1,
  };
}

/** Derives conflict and busy cycles, C and the critical PE from beats and issue cycles. */
export function finishTiming(timing: SpmvTiming): SpmvTiming {
  const { beats, issueCycles, conflictCycles, busyCycles, fillCycles } = timing;
  let cycles = 0;
  let criticalPe = -1;
  for (let pe = 0; pe < beats.length; pe++) {
    conflictCycles[pe] = issueCycles[pe] - beats[pe];
    busyCycles[pe] = beats[pe] === 0 ? 0 : issueCycles[pe] + fillCycles;
    if (busyCycles[pe] > cycles) {
      cycles = busyCycles[pe];
      criticalPe = pe;
    }
  }
  return { ...timing, cycles, criticalPe };
}

/** Splits the C + 2 cycles of an SpMV into its stall categories. */
export function stallsOfSpmv({ beats, conflictCycles, criticalPe, fillCycles }: SpmvTiming): SpmvStalls {
  if (criticalPe < 0) return { issue: 0, conflict: 0, imbalance: 0, fill: 0, control: 2 };
  let allBeats = 0;
  for (let pe = 0; pe < beats.length; pe++) allBeats += beats[pe];
  const imbalance = Math.max(0, beats[criticalPe] - Math.ceil(allBeats / beats.length));
  return {
    issue: beats[criticalPe] - imbalance,
    conflict: conflictCycles[criticalPe],
    imbalance,
    fill: fillCycles,
    control: 2,
  };
}
