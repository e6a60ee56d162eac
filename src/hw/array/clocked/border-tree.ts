import { addPairs, levelWidths } from './adder-tree.ts';
import type { LaneProducts } from './multipliers.ts';
import { BUBBLE } from './register-chain.ts';

/**
 * The sums of one part of a beat: of all its lanes, and of the lanes up to the end of each row that ends in
 * it. `ends`: the last of these rows.
 */
export interface BorderSums {
  ends: number;
  upTo: readonly number[];
  total: number;
}

/** On its way to the end of a row: the lanes in front of that end, and the sum of those it has passed. */
interface Reader {
  readonly lanes: number;
  readonly passed: number;
}

/** One level: sums of neighbouring pairs of the level below, and the readers that are there. */
interface Level {
  ends: number;
  readonly sums: Float64Array;
  readers: readonly Reader[];
}

/**
 * TREE where rows share beats: ceil(log2 N) levels of pairwise sums, a register per level, and beside them a
 * reader for each row that may end in a part. The lanes in front of an end, in binary, are nodes of the tree:
 * at each level a reader adds the node of that bit, if it is one. docs/timing.md section 3, packed rows.
 */
export class BorderTree {
  private readonly mostReaders: number;
  private readonly leaves: Level;
  private readonly levels: readonly Level[];
  private readonly root: BorderSums = { ends: BUBBLE, upTo: [], total: 0 };

  /** A tree over `lanes` products, at least 2, with so many readers. */
  constructor(lanes: number, mostReaders: number) {
    this.mostReaders = mostReaders;
    this.leaves = emptyLevel(lanes);
    this.levels = levelWidths(lanes).map(emptyLevel);
  }

  /** Levels of the tree: cycles from products to their sums. */
  get depth(): number {
    return this.levels.length;
  }

  /** The sums in the registers of root and readers. */
  get output(): BorderSums {
    return this.root;
  }

  /** The clock edge: every level takes what the one below it shows in this cycle, so the root goes first. */
  clock(products: LaneProducts): void {
    const { levels, root, leaves } = this;
    for (let i = levels.length - 1; i > 0; i--) climb(levels[i], levels[i - 1], i);
    this.enter(products);
    climb(levels[0], leaves, 0);
    const { ends, sums, readers } = levels[levels.length - 1];
    root.ends = ends;
    root.total = sums[0];
    // An end behind all lanes is the root itself.
    root.upTo = readers.map(({ lanes, passed }) => (lanes === leaves.sums.length ? sums[0] : passed));
  }

  /** Readers set out for the ends of the rows up to `ends`; lanes of other parts carry no row. */
  private enter({ ends, products, rows }: LaneProducts): void {
    const { leaves } = this;
    leaves.ends = ends;
    leaves.sums.set(products);
    const readers: Reader[] = [];
    rows?.forEach((row, lane) => {
      if (row >= 0 && row <= ends && rows[lane + 1] !== row) readers.push({ lanes: lane + 1, passed: 0 });
    });
    if (ends !== BUBBLE && readers.length > this.mostReaders)
      throw new Error(`${readers.length} rows end in a part, with ${this.mostReaders} readers`);
    leaves.readers = readers;
  }
}

function emptyLevel(width: number): Level {
  return { ends: BUBBLE, sums: new Float64Array(width), readers: [] };
}

/** Nodes take pairs of the level below, at `height` (0: the lanes), readers the node of their bit there. */
function climb(to: Level, below: Level, height: number): void {
  to.ends = below.ends;
  if (below.ends === BUBBLE) return;
  const { sums, readers } = below;
  addPairs(to.sums, sums);
  to.readers = readers.map(({ lanes, passed }) => {
    const nodes = lanes >> height;
    return { lanes, passed: nodes % 2 === 1 ? passed + sums[nodes - 1] : passed };
  });
}
