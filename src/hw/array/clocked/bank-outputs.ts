import type { Clock, Cycle } from '../../../sim/cycle.ts';
import type { BeatPart } from '../packed-beats.ts';
import { bankAsked, type VectorBanks, wordAsked } from '../vector-banks.ts';
import type { Bank } from './bank.ts';
import type { LaneOperands } from './multipliers.ts';
import { ReadsInFlight } from './reads-in-flight.ts';
import { BUBBLE, MID_ROW } from './register-chain.ts';

/** S1 to S2 of a PE, whose S1 holds beats in slots (one, slot 0, unless it has a window). */
export interface S1Outputs {
  /**
   * S1: a lane of the beat in a slot reads the vector buffer at `address`. Returns the
   * bank; throws what the bank throws. `row`: of its entry, where rows share beats.
   */
  read(lane: number, address: number, weight: number, slot: number, row: number): number;
  /** S1: what goes on from a slot in this cycle, all of it or a part, which ends a row or not. */
  close(ends: number, slot: number, part: BeatPart | null): void;
  /** S2: what is at the multipliers in this cycle, or a bubble. */
  collect(operands: LaneOperands): void;
}

/**
 * S1 to S2 of a PE: lanes read banks in one cycle and find the words at the bank outputs some cycles later.
 * docs/timing.md section 3.
 */
export class BankOutputs implements S1Outputs {
  private readonly reach: VectorBanks;
  private readonly reads: ReadsInFlight;

  /** The outputs of a PE's banks, those of all copies, whose data takes `latency` cycles. */
  constructor(clock: Clock, banks: readonly Bank[], reach: VectorBanks, latency: Cycle) {
    this.reach = reach;
    this.reads = new ReadsInFlight(clock, banks, latency, reach.lanes);
  }

  read(lane: number, address: number, weight: number, _slot: number, row: number): number {
    const bank = bankAsked(this.reach, lane, address);
    this.reads.read(bank, wordAsked(this.reach, address), { place: lane, weight, row });
    return bank;
  }

  /** S1: what was read in this cycle is a part of a beat, possibly without lanes, and ends a row or not. */
  close(ends: number): void {
    this.reads.close(ends);
  }

  collect(operands: LaneOperands): void {
    const due = this.reads.due();
    operands.ends = due.ends;
    if (due.ends === BUBBLE) return;
    operands.weights.fill(0);
    operands.rows?.fill(MID_ROW);
    for (let i = 0; i < due.count; i++) {
      const lane = due.places[i];
      operands.weights[lane] = due.weights[i];
      if (operands.rows) operands.rows[lane] = due.rows[i];
      operands.words[lane] = this.reads.word(due, i);
    }
  }
}
