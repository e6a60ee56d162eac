import { wrap } from '../../../num/fixed.ts';
import { Accumulator } from './accumulator.ts';
import { AdderTree, type PartSum } from './adder-tree.ts';
import { BorderTree } from './border-tree.ts';
import type { LaneProducts } from './multipliers.ts';
import { PackedAccumulator } from './packed-accumulator.ts';
import { BUBBLE } from './register-chain.ts';
import type { RowResult } from './row-result.ts';
import { TaggedAccumulators } from './tagged-accumulators.ts';

/** No row ends beside another. */
const none: readonly RowResult[] = [];

/** TREE and ACC, in whichever order: from the products of a cycle to the sum of a row. */
export interface RowSums {
  /** The sum so far of the row that is at the end, or a bubble. */
  readonly output: PartSum;
  /** What that row has lost because accumulators wrap. */
  readonly lost: number;
  /** Rows that end with it, before it, where rows share beats. */
  readonly beside: readonly RowResult[];
  /** Cycles from products to the sum. */
  readonly depth: number;
  /** The clock edge. */
  clock(products: LaneProducts): void;
}

/** The products of a beat go through the tree, and what comes out is accumulated. */
export class SumsOfParts implements RowSums {
  readonly beside = none;
  private readonly tree: AdderTree;
  private readonly accumulator: Accumulator;

  constructor(lanes: number, bits: number) {
    this.tree = new AdderTree(lanes);
    this.accumulator = new Accumulator(bits);
  }

  get output(): PartSum {
    return this.accumulator.output;
  }

  get lost(): number {
    return this.accumulator.lost;
  }

  get depth(): number {
    return this.tree.depth + 1;
  }

  clock(products: LaneProducts): void {
    this.accumulator.clock(this.tree.output);
    this.tree.clock(products);
  }
}

/** Rows share beats: the tree sums up to each end, and the accumulator takes over the row that begins. */
export class SumsOfPackedRows implements RowSums {
  private readonly tree: BorderTree;
  private readonly accumulator: PackedAccumulator;

  constructor(lanes: number, bits: number, rowsPerCycle: number) {
    this.tree = new BorderTree(lanes, rowsPerCycle);
    this.accumulator = new PackedAccumulator(bits);
  }

  get output(): PartSum {
    return this.accumulator.output;
  }

  get lost(): number {
    return this.accumulator.lost;
  }

  get beside(): readonly RowResult[] {
    return this.accumulator.beside;
  }

  get depth(): number {
    return this.tree.depth + 1;
  }

  clock(products: LaneProducts): void {
    this.accumulator.clock(this.tree.output);
    this.tree.clock(products);
  }
}

/** Products are accumulated by row where they are formed; the accumulators of a row go through the tree. */
export class SumsByRow implements RowSums {
  readonly beside = none;
  readonly output: PartSum = { ends: BUBBLE, sum: 0 };
  lost = 0;
  private readonly bits: number;
  private readonly tree: AdderTree;
  private readonly accumulators: TaggedAccumulators;

  constructor(lanes: number, bits: number, openRows: number) {
    this.bits = bits;
    this.tree = new AdderTree(lanes);
    this.accumulators = new TaggedAccumulators(lanes, openRows, bits);
  }

  get depth(): number {
    return this.tree.depth + 1;
  }

  clock(products: LaneProducts): void {
    const { tree, accumulators, output, bits } = this;
    tree.clock(accumulators.output);
    accumulators.clock(products);
    // The adders of the tree are as wide as an accumulator, and wrap as it does.
    const { ends, sum } = tree.output;
    output.ends = ends;
    output.sum = wrap(sum, bits);
    if (ends !== BUBBLE) this.lost = accumulators.takeLost(ends) + sum - output.sum;
  }
}
