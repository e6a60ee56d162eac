import type { Clock, Cycle } from '../../../sim/cycle.ts';
import type { BeatPart } from '../packed-beats.ts';
import { bankAsked, type VectorBanks, wordAsked } from '../vector-banks.ts';
import type { Bank } from './bank.ts';
import type { S1Outputs } from './bank-outputs.ts';
import type { LaneOperands } from './multipliers.ts';
import { ReadsInFlight } from './reads-in-flight.ts';
import { BUBBLE, MID_ROW } from './register-chain.ts';

/**
 * S1 to S2 of a PE with several beats in flight: a word goes from the output of its bank to the register of
 * its lane and of the slot of its beat; the beat that leaves S1 takes all its words from there, those that
 * arrive in the same cycle included. docs/timing.md section 3.
 */
export class WindowOutputs implements S1Outputs {
  private readonly reach: VectorBanks;
  private readonly reads: ReadsInFlight;
  /** Words, weights and rows of every slot, lane by lane; a lane that carries nothing has the weight 0. */
  private readonly words: Int16Array;
  private readonly weights: Int16Array;
  private readonly rows: Int32Array;

  /**
   * The outputs of a PE's banks, those of all copies, whose data takes `latency` cycles, for `slots` beats,
   * each lane of which is served once.
   */
  constructor(clock: Clock, banks: readonly Bank[], reach: VectorBanks, latency: Cycle, slots: number) {
    const registers = slots * reach.lanes;
    this.reach = reach;
    this.reads = new ReadsInFlight(clock, banks, latency, registers);
    this.words = new Int16Array(registers);
    this.weights = new Int16Array(registers);
    this.rows = new Int32Array(registers);
  }

  read(lane: number, address: number, weight: number, slot: number, row: number): number {
    const bank = bankAsked(this.reach, lane, address);
    const place = slot * this.reach.lanes + lane;
    this.reads.read(bank, wordAsked(this.reach, address), { place, weight, row });
    return bank;
  }

  close(ends: number, slot: number, part: BeatPart | null): void {
    this.reads.close(ends, slot, part);
  }

  collect(operands: LaneOperands): void {
    const due = this.reads.due();
    for (let i = 0; i < due.count; i++) {
      const register = due.places[i];
      this.words[register] = this.reads.word(due, i);
      this.weights[register] = due.weights[i];
      this.rows[register] = due.rows[i];
    }
    operands.ends = due.ends;
    if (due.ends === BUBBLE) return;
    const { lanes } = this.reach;
    const { fromLane, toLane } = due.part ?? { fromLane: 0, toLane: lanes };
    const own = due.slot * lanes;
    operands.weights.fill(0);
    operands.rows?.fill(MID_ROW);
    operands.words.set(this.words.subarray(own, own + lanes));
    operands.weights.set(this.weights.subarray(own + fromLane, own + toLane), fromLane);
    operands.rows?.set(this.rows.subarray(own + fromLane, own + toLane), fromLane);
    // The next beat of the slot may have fewer lanes.
    this.weights.fill(0, own + fromLane, own + toLane);
  }
}
