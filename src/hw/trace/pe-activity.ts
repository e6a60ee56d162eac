import type { BeatMatrix } from '../array/beat-matrix.ts';
import type { AccountObserver, PeState } from '../array/clocked/pe-account.ts';
import { runClocked } from '../array/clocked/pe-array.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import type { SpmvTiming } from '../array/spmv-timing.ts';

/** Cycles from .. from + cycles - 1 of an SpMV, from its start pulse on, in which a PE does one thing. */
export interface PeRun {
  readonly state: PeState;
  readonly from: number;
  readonly cycles: number;
}

/** Requests that wait for a bank in a cycle of an SpMV, counted as the bank waits of its timing. */
export interface BankWait {
  readonly bank: number;
  readonly cycle: number;
}

/** What the PEs of an SpMV do in its cycles 1 .. C. */
export interface PeActivity {
  /** Of each PE in their order: they sum to C cycles. */
  readonly runs: readonly (readonly PeRun[])[];
  /** Of all PEs together: they are as many as the timing's bank waits. */
  readonly waits: readonly BankWait[];
}

/** Whether what PEs do follows from their counts: nothing arbitrates, and no beat is held. */
export function isUnheld({ isArbitrated }: SpmvArray, { conflictCycles }: SpmvTiming): boolean {
  return !isArbitrated && conflictCycles.every((cycles) => cycles === 0);
}

/**
 * What the PEs of an SpMV do, cycle by cycle. Where nothing holds a beat it follows from the timing; else
 * the clocked array is run, on a vector of zeros, since it depends on addresses alone.
 */
export function activityOf(matrix: BeatMatrix, timing: SpmvTiming, array: SpmvArray): PeActivity {
  if (isUnheld(array, timing)) return { runs: unheldRuns(timing), waits: [] };
  const recorder = new Recorder(timing.order.pes);
  runClocked(matrix, timing.order, array, new Int16Array(matrix.cols), null, recorder);
  return { runs: recorder.runsUntil(timing.cycles), waits: recorder.waits };
}

/** S0 addresses the first beat in cycle 1, S1 holds one from cycle 2 on. docs/timing.md section 3. */
function unheldRuns({ issueCycles, busyCycles, cycles }: SpmvTiming): PeRun[][] {
  return Array.from(busyCycles, (busy, pe) => {
    if (busy === 0) return runsOf([['idle', 1]], cycles);
    const ended = issueCycles[pe] + 2;
    const changes: [PeState, number][] = [
      ['fill', 1],
      ['issue', 2],
      ['fill', ended],
      ['idle', busy + 1],
    ];
    return runsOf(changes, cycles);
  });
}

class Recorder implements AccountObserver {
  readonly waits: BankWait[] = [];
  private readonly changes: [state: PeState, cycle: number][][];

  constructor(pes: number) {
    this.changes = Array.from({ length: pes }, () => [['idle', 1]]);
  }

  enter(pe: number, state: PeState, cycle: number): void {
    const own = this.changes[pe];
    const last = own[own.length - 1];
    if (last[1] === cycle) last[0] = state;
    else if (last[0] !== state) own.push([state, cycle]);
  }

  wait(_pe: number, bank: number, cycle: number): void {
    this.waits.push({ bank, cycle });
  }

  runsUntil(cycles: number): PeRun[][] {
    return this.changes.map((own) => runsOf(own, cycles));
  }
}

/** States with the cycles from which on they hold, as runs up to cycle `last`; equal neighbours join. */
function runsOf(changes: readonly (readonly [PeState, number])[], last: number): PeRun[] {
  const runs: { state: PeState; from: number; cycles: number }[] = [];
  for (const [i, [state, from]] of changes.entries()) {
    const to = i + 1 < changes.length ? changes[i + 1][1] : last + 1;
    if (to <= from) continue;
    const before = runs[runs.length - 1];
    if (before?.state === state) before.cycles += to - from;
    else runs.push({ state, from, cycles: to - from });
  }
  return runs;
}
