import { wrap } from '../../../num/fixed.ts';
import type { PartSum } from './adder-tree.ts';
import type { BorderSums } from './border-tree.ts';
import { BUBBLE, MID_ROW } from './register-chain.ts';
import type { RowResult } from './row-result.ts';

/**
 * ACC where rows share beats, registers of `bits` bits that wrap: the first row that ends with a part is what
 * is held and the lanes up to its end, a further one the lanes between two ends, and what is behind the last
 * end is held for the next part. docs/timing.md section 3, packed rows.
 */
export class PackedAccumulator {
  /** The rows that ended with the last one, before it. */
  beside: readonly RowResult[] = [];
  private readonly bits: number;
  private readonly result: PartSum = { ends: BUBBLE, sum: 0 };
  private lostOfResult = 0;
  private held = 0;
  private lostOfHeld = 0;

  constructor(bits: number) {
    this.bits = bits;
  }

  /** The last row that ended, or a part that ends none, or a bubble. */
  get output(): PartSum {
    return this.result;
  }

  /** What that row has lost because registers wrap. */
  get lost(): number {
    return this.lostOfResult;
  }

  /** The clock edge: the sums of this cycle's part, if there is one. */
  clock({ ends, upTo, total }: BorderSums): void {
    const { result } = this;
    result.ends = ends;
    if (ends === BUBBLE) return;
    const first = ends - upTo.length + 1;
    const rows = upTo.map((sum, i) => this.rowOf(first + i, sum, i === 0 ? null : upTo[i - 1]));
    const last = rows.pop();
    this.beside = rows;
    if (last) {
      result.sum = last.sum;
      this.lostOfResult = last.lost;
      this.hold(0, 0, total - upTo[upTo.length - 1]);
    } else {
      result.ends = MID_ROW;
      this.hold(this.held, this.lostOfHeld, total);
    }
  }

  private rowOf(row: number, upTo: number, before: number | null): RowResult {
    const exact = (before === null ? this.held : 0 - before) + upTo;
    const sum = wrap(exact, this.bits);
    return { row, sum, lost: (before === null ? this.lostOfHeld : 0) + exact - sum };
  }

  private hold(held: number, lost: number, more: number): void {
    this.held = wrap(held + more, this.bits);
    this.lostOfHeld = lost + held + more - this.held;
  }
}
