import type { Clock, Cycle } from '../../../sim/cycle.ts';
import type { BeatPart } from '../packed-beats.ts';
import { bankAsked, type VectorBanks } from '../vector-banks.ts';
import type { Bank } from './bank.ts';
import type { LaneOperands } from './multipliers.ts';
import { BUBBLE, MID_ROW } from './register-chain.ts';

/**
 * The lanes granted in one cycle: where each finds its vector word, and its weight,
 * which travels beside the read.
 */
interface GrantedLanes {
  dueAt: Cycle;
  ends: number;
  count: number;
  readonly lanes: Uint16Array;
  readonly banks: Uint16Array;
  readonly ports: Uint8Array;
  readonly weights: Int16Array;
  readonly rows: Int32Array;
}

/** S1 to S2 of a PE, whose S1 holds beats in slots (one, slot 0, unless it has a window). */
export interface S1Outputs {
  /**
   * S1: a lane of the beat in a slot reads the vector buffer at `address` (word * banks + bank). Returns the
   * bank; throws what the bank throws. `row`: of its entry, where rows share beats.
   */
  read(lane: number, address: number, weight: number, slot: number, row: number): number;
  /** S1: what goes on from a slot in this cycle, all of it or a part, which ends a row or not. */
  close(ends: number, slot: number, part: BeatPart | null): void;
  /** S2: what is at the multipliers in this cycle, or a bubble. */
  collect(operands: LaneOperands): void;
}

/**
 * S1 to S2 of a PE: lanes read banks in one cycle and find the words at the bank outputs `latency` cycles
 * later. Contents are kept by the cycle they are for, so it does not matter whether S1 or S2 acts first
 * within a cycle. docs/timing.md section 3.
 */
export class BankOutputs implements S1Outputs {
  private readonly clock: Clock;
  private readonly banks: readonly Bank[];
  private readonly reach: VectorBanks;
  private readonly latency: Cycle;
  private readonly wordShift: number;
  private readonly parts: readonly GrantedLanes[];

  /** The outputs of a PE's banks, those of all copies, whose data takes `latency` cycles. */
  constructor(clock: Clock, banks: readonly Bank[], reach: VectorBanks, latency: Cycle) {
    this.clock = clock;
    this.banks = banks;
    this.reach = reach;
    this.latency = latency;
    this.wordShift = Math.log2(reach.banks);
    this.parts = Array.from({ length: latency + 1 }, () => grantedLanes(reach.lanes));
  }

  /**
   * S1: a lane reads the vector buffer at `address` (word * banks + bank). Returns the
   * bank; throws what the bank throws.
   */
  read(lane: number, address: number, weight: number, _slot: number, row: number): number {
    const part = this.partOf(this.clock.now + this.latency);
    const bank = bankAsked(this.reach, lane, address);
    const at = part.count++;
    part.lanes[at] = lane;
    part.banks[at] = bank;
    part.ports[at] = this.banks[bank].read(address >>> this.wordShift);
    part.weights[at] = weight;
    part.rows[at] = row;
    return bank;
  }

  /** S1: what was read in this cycle is a part of a beat, possibly without lanes, and ends a row or not. */
  close(ends: number): void {
    this.partOf(this.clock.now + this.latency).ends = ends;
  }

  /** S2: the part at the bank outputs in this cycle, or a bubble. */
  collect(operands: LaneOperands): void {
    const { now } = this.clock;
    const part = this.partOf(now);
    operands.ends = part.ends;
    if (part.ends === BUBBLE) return;
    operands.weights.fill(0);
    operands.rows?.fill(MID_ROW);
    for (let i = 0; i < part.count; i++) {
      operands.weights[part.lanes[i]] = part.weights[i];
      if (operands.rows) operands.rows[part.lanes[i]] = part.rows[i];
      operands.words[part.lanes[i]] = this.banks[part.banks[i]].output(part.ports[i]);
    }
  }

  /** The part for a cycle; a place that still holds one of an earlier cycle is emptied first. */
  private partOf(cycle: Cycle): GrantedLanes {
    const part = this.parts[cycle % this.parts.length];
    if (part.dueAt !== cycle) {
      part.dueAt = cycle;
      part.ends = BUBBLE;
      part.count = 0;
    }
    return part;
  }
}

function grantedLanes(lanes: number): GrantedLanes {
  return {
    dueAt: -1,
    ends: BUBBLE,
    count: 0,
    lanes: new Uint16Array(lanes),
    banks: new Uint16Array(lanes),
    ports: new Uint8Array(lanes),
    weights: new Int16Array(lanes),
    rows: new Int32Array(lanes),
  };
}
