import { wrap } from '../../../num/fixed.ts';
import type { PartSum } from './adder-tree.ts';
import { BUBBLE, MID_ROW } from './register-chain.ts';

/**
 * ACC: adds the parts of a row in a register of `bits` bits that wraps, and starts again at 0 after the part
 * that ends a row. docs/timing.md sections 3 and 6.
 */
export class Accumulator {
  private readonly bits: number;
  private readonly register: PartSum = { ends: BUBBLE, sum: 0 };
  private isRowOver = true;
  private lostOfRow = 0;

  constructor(bits: number) {
    this.bits = bits;
  }

  /** The sum of the row so far; `ends` names the row while its last part has just been added. */
  get output(): PartSum {
    return this.register;
  }

  /** What the row so far has lost because the register wraps: its exact sum less the held one. */
  get lost(): number {
    return this.lostOfRow;
  }

  /** The clock edge: the sum of this cycle's part, if there is one, is added. */
  clock({ ends, sum }: PartSum): void {
    const { register, bits } = this;
    register.ends = ends;
    if (ends === BUBBLE) return;
    const exact = (this.isRowOver ? 0 : register.sum) + sum;
    register.sum = wrap(exact, bits);
    this.lostOfRow = (this.isRowOver ? 0 : this.lostOfRow) + exact - register.sum;
    this.isRowOver = ends !== MID_ROW;
  }
}
