import type { LaneProducts } from './multipliers.ts';
import { BUBBLE } from './register-chain.ts';

/** The sum of one part of a beat. */
export interface PartSum {
  ends: number;
  sum: number;
}

/** One level: registers for the sums of neighbouring pairs of the level below, the last perhaps of one. */
interface Level {
  ends: number;
  readonly sums: Float64Array;
}

/**
 * TREE: ceil(log2 N) levels of pairwise sums, one register per level; where a level is odd, its last node
 * passes through a register of the next. docs/timing.md section 3.
 */
export class AdderTree {
  private readonly levels: readonly Level[];
  private readonly root: PartSum = { ends: BUBBLE, sum: 0 };

  /** A tree over `lanes` products, at least 2. */
  constructor(lanes: number) {
    const levels: Level[] = [];
    for (const width of levelWidths(lanes)) levels.push({ ends: BUBBLE, sums: new Float64Array(width) });
    this.levels = levels;
  }

  /** Levels of the tree: cycles from products to their sum. */
  get depth(): number {
    return this.levels.length;
  }

  /** The sum in the root's register. */
  get output(): PartSum {
    return this.root;
  }

  /**
   * The clock edge: every level takes what the level below it shows in this cycle, so the root goes first.
   */
  clock({ ends, products }: Omit<LaneProducts, 'rows'>): void {
    const { levels, root } = this;
    for (let i = levels.length - 1; i > 0; i--) takePairs(levels[i], levels[i - 1].ends, levels[i - 1].sums);
    takePairs(levels[0], ends, products);
    const top = levels[levels.length - 1];
    root.ends = top.ends;
    root.sum = top.sums[0];
  }
}

function takePairs(level: Level, ends: number, below: Float64Array): void {
  level.ends = ends;
  if (ends !== BUBBLE) addPairs(level.sums, below);
}

/** Registers of every level of a tree over `lanes` products, from the one next to them to the root. */
export function levelWidths(lanes: number): number[] {
  const widths: number[] = [];
  for (let width = lanes; width > 1; ) {
    width = Math.ceil(width / 2);
    widths.push(width);
  }
  return widths;
}

/** Sums of neighbouring pairs; the last of an odd number is taken as it is. */
export function addPairs(sums: Float64Array, below: Float64Array): void {
  const pairs = below.length >> 1;
  for (let i = 0; i < pairs; i++) sums[i] = below[2 * i] + below[2 * i + 1];
  if (sums.length > pairs) sums[pairs] = below[2 * pairs];
}
