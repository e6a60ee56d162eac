import type { Clock, Cycle } from '../../../sim/cycle.ts';
import type { BeatPart } from '../packed-beats.ts';
import { bankAsked, type VectorBanks } from '../vector-banks.ts';
import type { Bank } from './bank.ts';
import type { S1Outputs } from './bank-outputs.ts';
import type { LaneOperands } from './multipliers.ts';
import { BUBBLE, MID_ROW } from './register-chain.ts';

/** What is due in a cycle: words at the bank outputs on their way to registers, and a beat that goes on. */
interface DueInCycle {
  dueAt: Cycle;
  count: number;
  readonly registers: Uint32Array;
  readonly banks: Uint16Array;
  readonly ports: Uint8Array;
  readonly weights: Int16Array;
  readonly rows: Int32Array;
  slot: number;
  ends: number;
  part: BeatPart | null;
}

const NO_SLOT = -1;

/**
 * S1 to S2 of a PE with several beats in flight: a word is at the output of its bank `latency` cycles after
 * the read and goes to the register of its lane and of the slot of its beat; the beat that leaves S1 takes
 * all its words from there, those that arrive in the same cycle included. Contents are kept by the cycle they
 * are for, so it does not matter whether S1 or S2 acts first within a cycle. docs/timing.md section 3.
 */
export class WindowOutputs implements S1Outputs {
  private readonly clock: Clock;
  private readonly banks: readonly Bank[];
  private readonly reach: VectorBanks;
  private readonly latency: Cycle;
  private readonly wordShift: number;
  private readonly due: readonly DueInCycle[];
  /** Words and weights of every slot, lane by lane; a lane that carries nothing has the weight 0. */
  private readonly words: Int16Array;
  private readonly weights: Int16Array;
  /** The rows of entries that share a beat. */
  private readonly rows: Int32Array;

  /**
   * The outputs of a PE's banks, those of all copies, whose data takes `latency` cycles, for `slots` beats,
   * each lane of which is served once.
   */
  constructor(clock: Clock, banks: readonly Bank[], reach: VectorBanks, latency: Cycle, slots: number) {
    const { lanes } = reach;
    this.clock = clock;
    this.banks = banks;
    this.reach = reach;
    this.latency = latency;
    this.wordShift = Math.log2(reach.banks);
    this.due = Array.from({ length: latency + 1 }, () => nothingDue(lanes * slots));
    this.words = new Int16Array(slots * lanes);
    this.weights = new Int16Array(slots * lanes);
    this.rows = new Int32Array(slots * lanes);
  }

  read(lane: number, address: number, weight: number, slot: number, row: number): number {
    const due = this.dueIn(this.clock.now + this.latency);
    const bank = bankAsked(this.reach, lane, address);
    const at = due.count++;
    due.registers[at] = slot * this.reach.lanes + lane;
    due.banks[at] = bank;
    due.ports[at] = this.banks[bank].read(address >>> this.wordShift);
    due.weights[at] = weight;
    due.rows[at] = row;
    return bank;
  }

  close(ends: number, slot: number, part: BeatPart | null): void {
    const due = this.dueIn(this.clock.now + this.latency);
    due.ends = ends;
    due.part = part;
    due.slot = slot;
  }

  collect(operands: LaneOperands): void {
    const due = this.dueIn(this.clock.now);
    for (let i = 0; i < due.count; i++) {
      this.words[due.registers[i]] = this.banks[due.banks[i]].output(due.ports[i]);
      this.weights[due.registers[i]] = due.weights[i];
      this.rows[due.registers[i]] = due.rows[i];
    }
    operands.ends = due.ends;
    if (due.slot === NO_SLOT) return;
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

  /** What is due in a cycle; a place that still holds an earlier cycle's is emptied first. */
  private dueIn(cycle: Cycle): DueInCycle {
    const due = this.due[cycle % this.due.length];
    if (due.dueAt !== cycle) {
      due.dueAt = cycle;
      due.count = 0;
      due.slot = NO_SLOT;
      due.ends = BUBBLE;
    }
    return due;
  }
}

function nothingDue(reads: number): DueInCycle {
  return {
    dueAt: -1,
    count: 0,
    registers: new Uint32Array(reads),
    banks: new Uint16Array(reads),
    ports: new Uint8Array(reads),
    weights: new Int16Array(reads),
    rows: new Int32Array(reads),
    slot: NO_SLOT,
    ends: BUBBLE,
    part: null,
  };
}
