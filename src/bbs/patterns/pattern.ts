import type { z } from 'zod';
import type { ArraySizes } from '../array-sizes.ts';
import type { Encoded, Format } from '../formats/format.ts';
import type { FormatName } from '../formats/index.ts';
import type { DenseMatrix } from '../matrix.ts';
import type { Rebuilt } from '../rebuilt.ts';
import type { MatrixSize, PatternGrid } from './grid.ts';
import type { MagnitudeMatrix } from './magnitudes.ts';

/**
 * How far to prune: to a sparsity in [0, 1], or to a number of kept weights (to
 * compare patterns at equal counts).
 */
export type PruneTarget = { readonly sparsity: number } | { readonly keep: number };

/** A mask (1 = kept, row-major) and, where the pattern has banks, k: the entries of a bank in a row. */
export interface Selection {
  readonly mask: Uint8Array;
  readonly perBank: number | null;
  /** Values that are stored, where kept positions share them (circulant). Absent: one for each. */
  readonly independent?: number;
  /** The side of circulant blocks, where the sparsity decides it. Absent: it has none. */
  readonly block?: number;
}

/**
 * The two gate matrices of layer `layer`: `rows` x `inputs` over the input and `rows` x
 * `recurrent` over the recurrent vector.
 */
export interface GatePair {
  readonly layer: number;
  readonly rows: number;
  readonly inputs: number;
  readonly recurrent: number;
}

/** Groups of consecutive columns that in every row keep as many weights, all of a group that has fewer. */
export interface BalancedGroups {
  /** Columns of each group, in order. */
  readonly sizes: Uint32Array;
  readonly perGroup: number;
}

/** How far each matrix of a pair is pruned. */
export interface GateTargets {
  readonly inputGates: PruneTarget;
  readonly recurrentGates: PruneTarget;
}

/**
 * Everything that a pattern is, in one record; it is registered in index.ts and nowhere else. `Full` is the
 * pattern with every option filled in, `Fields` the schema of its options. What pruning must mean for all of
 * them: docs/timing.md section 8.
 */
export interface Pattern<Full extends { readonly kind: string }, Fields extends z.ZodObject = z.ZodObject> {
  /** The name by which it is asked for. */
  readonly kind: Full['kind'];
  /** What is kept, in a few words: the description of the name in the JSON Schema. */
  readonly says: string;
  /** The options beside `kind`. */
  readonly schema: Fields;
  /** The options in full: what is not given is taken from the array. */
  resolve(given: { readonly kind: Full['kind'] } & z.output<Fields>, sizes: ArraySizes): Full;
  /**
   * The weights kept at `sparsity`; what is kept at a higher sparsity is kept at a lower one too, unless
   * `choosesAnew`.
   */
  select(magnitudes: MagnitudeMatrix, pattern: Full, sparsity: number): Selection;
  /**
   * The sparsity at which `select` keeps `count` weights, or as near as the rule can. Throws
   * BadInput where it refuses the count.
   */
  sparsityFor(weights: DenseMatrix, pattern: Full, count: number): number;
  /**
   * How two gate matrices share what both together are pruned to; null where each is pruned as asked, as it
   * is without this function. Throws BadInput for a share that a matrix cannot have.
   */
  shares?(pattern: Full, pair: GatePair, together: PruneTarget): GateTargets | null;
  /**
   * What `select` keeps of every row at `sparsity`, where that is as many in each of some groups of columns:
   * for criteria that choose anew after each weight. Absent: it has no such groups.
   */
  groups?(cols: number, pattern: Full, sparsity: number): BalancedGroups;
  /** The pattern for an array of other sizes, for patterns that follow the array whatever was given. */
  resized?(pattern: Full, sizes: Pick<ArraySizes, 'pes' | 'banks'>): Full;
  /** How its matrices lie in memory. Absent: in CSR. */
  format?(pattern: Full, sizes: ArraySizes): Format<Encoded, FormatName>;
  /**
   * What a pruned matrix becomes, where the pattern changes the weights that it keeps. Absent: they stay as
   * they are.
   */
  rebuild?(weights: DenseMatrix, pattern: Full, selection: Selection): Rebuilt;
  /**
   * Where its parts begin in a matrix, for pictures of what `select` kept. Absent: it has none that lines
   * could show.
   */
  grid?(pattern: Full, size: MatrixSize, selection: Selection): PatternGrid;
  /** Presets of the arrays of today that run it; of equally fast ones the first is named. */
  readonly accelerators: readonly string[];
  /** What is kept at a higher sparsity need not be kept at a lower one: it cannot be reached in steps. */
  readonly choosesAnew?: true;
  /** Every weight is kept, whatever the sparsity or the count. */
  readonly keepsAll?: true;
  /**
   * Where patterns are compared at equal numbers of kept weights, this one's number at a
   * sparsity is what the others keep.
   */
  readonly decidesCounts?: true;
}
