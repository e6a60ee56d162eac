import { bankOf, wordOf } from '../../../bbs/bank-address.ts';
import type { Clock, Cycle } from '../../../sim/cycle.ts';
import type { Bank } from './bank.ts';
import type { S1Outputs } from './bank-outputs.ts';
import type { LaneOperands } from './multipliers.ts';
import { ReadsInFlight } from './reads-in-flight.ts';
import { BUBBLE, MID_ROW } from './register-chain.ts';

/**
 * S1 to S2 of a PE whose requests go to the banks: a multiplier stands behind every bank, and weight and row
 * of an entry come with its request. docs/timing.md section 3, shuffled issue.
 */
export class ShuffleOutputs implements S1Outputs {
  private readonly banks: number;
  private readonly reads: ReadsInFlight;

  /** The outputs of a PE's banks, whose data takes `latency` cycles. */
  constructor(clock: Clock, banks: readonly Bank[], latency: Cycle) {
    this.banks = banks.length;
    this.reads = new ReadsInFlight(clock, banks, latency, banks.length);
  }

  /** S1: the entry of a lane, of row `row`, reads the vector buffer at `address`. Returns the bank. */
  read(_lane: number, address: number, weight: number, row: number): number {
    const bank = bankOf(this.banks, address);
    this.reads.read(bank, wordOf(this.banks, address), { place: bank, weight, row });
    return bank;
  }

  close(ends: number): void {
    this.reads.close(ends);
  }

  collect(operands: LaneOperands): void {
    const due = this.reads.due();
    // Products of open rows come before a row is complete.
    operands.ends = due.ends === BUBBLE && due.count > 0 ? MID_ROW : due.ends;
    if (operands.ends === BUBBLE) return;
    operands.rows?.fill(MID_ROW);
    for (let i = 0; i < due.count; i++) {
      const bank = due.places[i];
      operands.weights[bank] = due.weights[i];
      if (operands.rows) operands.rows[bank] = due.rows[i];
      operands.words[bank] = this.reads.word(due, i);
    }
  }
}
