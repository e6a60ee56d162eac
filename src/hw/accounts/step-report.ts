import type { Timeline } from '../sequencer/timeline.ts';
import { type Cause, type Stalls, stallsOfStep } from './stalls.ts';

/**
 * Cycles of a step by phase. In the chained style the phases sum to the total; in the instruction style they
 * are unit-active cycles and may overlap.
 */
export interface PhaseCycles {
  readonly total: number;
  readonly load: number;
  readonly spmv: number;
  readonly ewop: number;
  readonly projection: number;
}

/** The phases with their words, in their order. */
export const phaseWords: readonly (Cause & { readonly name: Exclude<keyof PhaseCycles, 'total'> })[] = [
  { name: 'load', words: 'load' },
  { name: 'spmv', words: 'spmv' },
  { name: 'ewop', words: 'element-wise' },
  { name: 'projection', words: 'projection' },
];

/** What each PE did in a step: busy + imbalance + waiting = the step's cycles. docs/timing.md section 7. */
export interface PeCycles {
  readonly busy: Uint32Array;
  /** Idle while another PE still worked on the same SpMV. */
  readonly imbalance: Uint32Array;
  /** Idle in every other phase (start and done cycles of an SpMV included). */
  readonly waiting: Uint32Array;
}

/** Banks of all PEs over a step (index pe * banks + bank). */
export interface BankCycles {
  readonly reads: Float64Array;
  readonly waits: Float64Array;
}

/** One step of one layer, accounted for. */
export interface StepReport {
  readonly cycles: PhaseCycles;
  readonly stalls: Stalls;
  readonly pes: PeCycles;
  /** Conflict cycles of all PEs together. */
  readonly conflictCycles: number;
  /**
   * Beats of the PE with the most and beats of an average PE, summed over the step's SpMVs:
   * their ratio is the load imbalance.
   */
  readonly mostBeats: number;
  readonly meanBeats: number;
}

/** Accounts for one step. */
export function reportStep(timeline: Timeline, pes: number): StepReport {
  return {
    cycles: phaseCycles(timeline),
    stalls: stallsOfStep(timeline),
    pes: peCycles(timeline, pes),
    ...beatTotals(timeline),
  };
}

function phaseCycles({ cycles, issued }: Timeline): PhaseCycles {
  const phases = { load: 0, spmv: 0, ewop: 0, projection: 0 };
  for (const { instruction, occupancy } of issued) phases[instruction.phase] += occupancy;
  return { total: cycles, ...phases };
}

function peCycles(timeline: Timeline, count: number): PeCycles {
  const pes = {
    busy: new Uint32Array(count),
    imbalance: new Uint32Array(count),
    waiting: new Uint32Array(count).fill(timeline.cycles),
  };
  for (const timing of timingsOf(timeline)) {
    for (let pe = 0; pe < count; pe++) {
      pes.busy[pe] += timing.busyCycles[pe];
      pes.imbalance[pe] += timing.cycles - timing.busyCycles[pe];
      pes.waiting[pe] -= timing.cycles;
    }
  }
  return pes;
}

function beatTotals(timeline: Timeline): Pick<StepReport, 'conflictCycles' | 'mostBeats' | 'meanBeats'> {
  const totals = { conflictCycles: 0, mostBeats: 0, meanBeats: 0 };
  for (const { beats, conflictCycles } of timingsOf(timeline)) {
    let all = 0;
    let most = 0;
    for (let pe = 0; pe < beats.length; pe++) {
      all += beats[pe];
      most = Math.max(most, beats[pe]);
      totals.conflictCycles += conflictCycles[pe];
    }
    totals.mostBeats += most;
    totals.meanBeats += all / beats.length;
  }
  return totals;
}

/** Reads and waits of every bank over a step. */
export function bankCycles(timeline: Timeline, pes: number, banks: number): BankCycles {
  const total = { reads: new Float64Array(pes * banks), waits: new Float64Array(pes * banks) };
  for (const { bankReads, bankWaits } of timingsOf(timeline)) {
    for (let i = 0; i < bankReads.length; i++) {
      total.reads[i] += bankReads[i];
      total.waits[i] += bankWaits[i];
    }
  }
  return total;
}

function timingsOf({ issued }: Timeline) {
  return issued.flatMap(({ job }) => (job ? job.computes.map(({ timing }) => timing) : []));
}
