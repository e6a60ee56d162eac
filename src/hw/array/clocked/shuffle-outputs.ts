import type { Clock, Cycle } from '../../../sim/cycle.ts';
import type { Bank } from './bank.ts';
import type { S1Outputs } from './bank-outputs.ts';
import type { LaneOperands } from './multipliers.ts';
import { BUBBLE, MID_ROW } from './register-chain.ts';

/** What is at the banks in a cycle: per bank the weight and the row of the entry that it serves. */
interface AtBanks {
  dueAt: Cycle;
  ends: number;
  readonly weights: Int16Array;
  readonly ports: Int8Array;
  readonly rows: Int32Array;
}

const NO_ROW = -1;

/**
 * S1 to S2 of a PE whose requests go to the banks: a multiplier stands behind every bank, and weight and row
 * of an entry come with its request. Contents are kept by the cycle they are for, so it does not matter
 * whether S1 or S2 acts first within a cycle. docs/timing.md section 3, shuffled issue.
 */
export class ShuffleOutputs implements S1Outputs {
  private readonly clock: Clock;
  private readonly banks: readonly Bank[];
  private readonly latency: Cycle;
  private readonly wordShift: number;
  private readonly due: readonly AtBanks[];

  /** The outputs of a PE's banks, whose data takes `latency` cycles. */
  constructor(clock: Clock, banks: readonly Bank[], latency: Cycle) {
    this.clock = clock;
    this.banks = banks;
    this.latency = latency;
    this.wordShift = Math.log2(banks.length);
    this.due = Array.from({ length: latency + 1 }, () => nothingAt(banks.length));
  }

  /** S1: the entry of a lane, of row `row`, reads the vector buffer at `address`. Returns the bank. */
  read(_lane: number, address: number, weight: number, row: number): number {
    const due = this.dueIn(this.clock.now + this.latency);
    const bank = address & (this.banks.length - 1);
    due.ports[bank] = this.banks[bank].read(address >>> this.wordShift);
    due.weights[bank] = weight;
    due.rows[bank] = row;
    if (due.ends === BUBBLE) due.ends = MID_ROW;
    return bank;
  }

  close(ends: number): void {
    this.dueIn(this.clock.now + this.latency).ends = ends;
  }

  collect(operands: LaneOperands): void {
    const due = this.dueIn(this.clock.now);
    operands.ends = due.ends;
    if (due.ends === BUBBLE) return;
    operands.weights.set(due.weights);
    operands.rows?.set(due.rows);
    for (let bank = 0; bank < this.banks.length; bank++)
      if (due.rows[bank] !== NO_ROW) operands.words[bank] = this.banks[bank].output(due.ports[bank]);
  }

  /** What is due in a cycle; a place that still holds an earlier cycle's is emptied first. */
  private dueIn(cycle: Cycle): AtBanks {
    const due = this.due[cycle % this.due.length];
    if (due.dueAt !== cycle) {
      due.dueAt = cycle;
      due.ends = BUBBLE;
      due.rows.fill(NO_ROW);
    }
    return due;
  }
}

function nothingAt(banks: number): AtBanks {
  return {
    dueAt: -1,
    ends: BUBBLE,
    weights: new Int16Array(banks),
    ports: new Int8Array(banks),
    rows: new Int32Array(banks),
  };
}
