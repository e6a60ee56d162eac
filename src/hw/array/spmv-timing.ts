import type { Arbitration } from './arbitration.ts';
import type { RowOrder } from './row-order.ts';

/**
 * The cycles of one SpMV over the rows of a `RowOrder`, docs/timing.md section 3. Per PE: `beats`,
 * `issueCycles` (I), `conflictCycles`, `busyCycles` (I + FILL, 0 without rows).
 * `rowFinishedAtCycle[q]` is the cycle in which row `order.rows[q]` is written, counted from the start
 * pulse (cycle 0). Per PE and bank (index pe * lanes + bank): words read, and cycles in which requests
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

/**
 * Times the rows of `order`, arbitrated in that order, on PEs that run alone with private vector buffers.
 * When each row is finished is worked out when somebody asks: the time of an SpMV does not need it.
 */
export function timePrivate(order: RowOrder, arbitration: Arbitration, fillCycles: number): SpmvTiming {
  const { slots, beats, issueCycles, bankReads, bankWaits } = arbitration;
  let finished: Uint32Array | null = null;
  return {
    order,
    fillCycles,
    beats,
    issueCycles,
    ...totalsOf(beats, issueCycles, fillCycles),
    bankReads,
    bankWaits,
    get rowFinishedAtCycle() {
      finished ??= finishRows(order, slots, fillCycles);
      return finished;
    },
  };
}

/** When each row leaves: the rows of a PE issue one after the other. In 32 bits: times are below 2^31. */
function finishRows({ pes, start }: RowOrder, slots: Uint32Array, fillCycles: number): Uint32Array {
  const finishedAtCycle = new Uint32Array(slots.length);
  for (let pe = 0; pe < pes; pe++) {
    let issued = 0;
    for (let q = start[pe]; q < start[pe + 1]; q++) {
      issued = (issued + slots[q]) | 0;
      finishedAtCycle[q] = issued + fillCycles;
    }
  }
  return finishedAtCycle;
}

/** Conflict and busy cycles, C and the critical PE, from beats and issue cycles. */
export function totalsOf(
  beats: Uint32Array,
  issueCycles: Uint32Array,
  fillCycles: number,
): Pick<SpmvTiming, 'cycles' | 'conflictCycles' | 'busyCycles' | 'criticalPe'> {
  const pes = beats.length;
  // One allocation: two would take longer than the arithmetic.
  const counts = new Uint32Array(2 * pes);
  const conflictCycles = counts.subarray(0, pes);
  const busyCycles = counts.subarray(pes);
  let cycles = 0;
  let criticalPe = -1;
  for (let pe = 0; pe < pes; pe++) {
    conflictCycles[pe] = issueCycles[pe] - beats[pe];
    busyCycles[pe] = beats[pe] === 0 ? 0 : issueCycles[pe] + fillCycles;
    if (busyCycles[pe] <= cycles) continue;
    cycles = busyCycles[pe];
    criticalPe = pe;
  }
  return { cycles, conflictCycles, busyCycles, criticalPe };
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
