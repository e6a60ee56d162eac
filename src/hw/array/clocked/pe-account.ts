import { Activity } from '../../../sim/activity.ts';
import type { Counters } from '../../../sim/counters.ts';
import type { Cycle } from '../../../sim/cycle.ts';

/**
 * What a PE does in a cycle: wait for others, present a beat for the first time, again,
 * or fill and drain its pipeline.
 */
export const peStates = ['idle', 'issue', 'conflict', 'fill'] as const;

/** A state of a PE. */
export type PeState = (typeof peStates)[number];

/** Hears what the accounts of an array note, in the cycle in which they do. */
export interface AccountObserver {
  /** A PE is in a state from a cycle on; the last call for a cycle rules. */
  enter(pe: number, state: PeState, cycle: Cycle): void;
  /** Requests of a PE for a bank wait in a cycle; where each lost request counts, once for each. */
  wait(pe: number, bank: number, cycle: Cycle): void;
}

/** Slots that the accounts of `pes` PEs with `banks` banks take in one set of counters. */
export function accountSlots(pes: number, banks: number): number {
  return pes * (1 + 2 * banks);
}

/**
 * What one PE did: its cycles by state, from cycle 1 on, and its counts, in slots of the array's counters.
 */
export class PeAccount {
  private readonly values: Float64Array;
  private readonly activity: Activity<PeState>;
  private readonly beats: number;
  private readonly reads: Int32Array;
  private readonly waits: Int32Array;
  private readonly pe: number;
  private readonly clock: { readonly now: Cycle };
  private readonly observer: AccountObserver | null;

  constructor(
    counters: Counters,
    pe: number,
    banks: number,
    clock: { readonly now: Cycle },
    observer: AccountObserver | null,
  ) {
    const slots = (what: string) =>
      Int32Array.from({ length: banks }, (_, bank) => counters.slot(`PE ${pe} bank ${bank} ${what}`));
    this.values = counters.values;
    this.activity = new Activity(`PE ${pe}`, peStates, 1);
    this.beats = counters.slot(`PE ${pe} beats`);
    this.reads = slots('reads');
    this.waits = slots('waits');
    this.pe = pe;
    this.clock = clock;
    this.observer = observer;
  }

  /** Notes that the PE is in `state` from `cycle` on. */
  enter(state: PeState, cycle: Cycle): void {
    this.activity.enter(state, cycle);
    this.observer?.enter(this.pe, state, cycle);
  }

  /** Counts a beat that entered S1. */
  countBeat(): void {
    this.values[this.beats]++;
  }

  /** Counts a bank's read by a lane. */
  countRead(bank: number): void {
    this.values[this.reads[bank]]++;
  }

  /** Counts a cycle in which requests for a bank waited. */
  countWait(bank: number): void {
    this.values[this.waits[bank]]++;
    this.observer?.wait(this.pe, bank, this.clock.now);
  }

  /** Ends the account after cycle `last`. */
  finish(last: Cycle): PeTotals {
    const { values } = this;
    return {
      cycles: this.activity.finish(last + 1),
      beats: values[this.beats],
      bankReads: this.reads.map((slot) => values[slot]),
      bankWaits: this.waits.map((slot) => values[slot]),
    };
  }
}

/** Totals of one PE over an SpMV; reads and waits per bank. */
export interface PeTotals {
  readonly cycles: Record<PeState, Cycle>;
  readonly beats: number;
  readonly bankReads: Int32Array;
  readonly bankWaits: Int32Array;
}
