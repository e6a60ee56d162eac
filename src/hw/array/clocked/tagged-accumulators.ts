import { wrap } from '../../../num/fixed.ts';
import type { LaneProducts } from './multipliers.ts';
import { BUBBLE } from './register-chain.ts';

/**
 * ACC at the banks: behind the multiplier of every bank an accumulator for each open row, which a product
 * finds by the tag of its row (its number modulo the open rows). When a row is complete its accumulators go
 * to the tree together and start again at 0. docs/timing.md section 3, shuffled issue.
 */
export class TaggedAccumulators {
  private readonly lanes: number;
  private readonly openRows: number;
  private readonly bits: number;
  private readonly registers: Float64Array;
  private readonly leaving: LaneProducts;
  private readonly lostByTag: Float64Array;
  private readonly lostOfRows = new Map<number, number>();

  constructor(lanes: number, openRows: number, bits: number) {
    this.lanes = lanes;
    this.openRows = openRows;
    this.bits = bits;
    this.registers = new Float64Array(lanes * openRows);
    this.lostByTag = new Float64Array(openRows);
    this.leaving = { ends: BUBBLE, products: new Float64Array(lanes), rows: null };
  }

  /** The accumulators of the row that was completed, or a bubble. */
  get output(): LaneProducts {
    return this.leaving;
  }

  /** What the accumulators of a row that left have lost because they wrap; asked for once. */
  takeLost(row: number): number {
    const lost = this.lostOfRows.get(row) ?? 0;
    this.lostOfRows.delete(row);
    return lost;
  }

  /** The clock edge: every product is added; `ends` is the row that is complete with them. */
  clock({ ends, products, rows }: LaneProducts): void {
    this.leaving.ends = BUBBLE;
    if (ends === BUBBLE || rows === null) return;
    for (let bank = 0; bank < this.lanes; bank++)
      if (rows[bank] >= 0) this.add(rows[bank] % this.openRows, bank, products[bank]);
    if (ends >= 0) this.release(ends);
  }

  private add(tag: number, bank: number, product: number): void {
    const { registers, lanes, bits, lostByTag } = this;
    const exact = registers[tag * lanes + bank] + product;
    const held = wrap(exact, bits);
    registers[tag * lanes + bank] = held;
    lostByTag[tag] += exact - held;
  }

  private release(row: number): void {
    const { registers, lanes, leaving, lostByTag, openRows } = this;
    const tag = row % openRows;
    const own = registers.subarray(tag * lanes, (tag + 1) * lanes);
    leaving.ends = row;
    leaving.products.set(own);
    own.fill(0);
    this.lostOfRows.set(row, lostByTag[tag]);
    lostByTag[tag] = 0;
  }
}
