import type { LaneProducts } from './multipliers.ts';
import { BUBBLE } from './register-chain.ts';

/** The sum of one part of a beat. */
export interface PartSum {
  ends: number;
  sum: number;
}

/** One level: registers for the sums of neighbouring pairs of the level below. */
interface Level {
  ends: number;
  readonly sums: Float64Array;
}

/** TREE: log2 N levels of pairwise sums, one register per level. docs/timing.md section 3. */
export class AdderTree {
  private readonly levels: readonly Level[];
  private readonly root: PartSum = { ends: BUBBLE, sum: 0 };

  /** A tree over `lanes` products, a power of two >= 2. */
  constructor(lanes: number) {
    const levels: Level[] = [];
    for (let width = lanes / 2; width >= 1; width /= 2) {
      levels.push({ ends: BUBBLE, sums: new Float64Array(width) });
    }
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
  const { sums } = level;
  level.ends = ends;
  if (ends === BUBBLE) return;
  for (let i = 0; i < sums.length; i++) sums[i] = below[2 * i] + below[2 * i + 1];
}
