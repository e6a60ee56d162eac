import type { DenseMatrix } from '../matrix.ts';
import type { MagnitudeMatrix } from './magnitudes.ts';

/** In each bank of each row the same number of weights. `placement` deals the columns to the `banks`. */
export interface BankBalancedPattern {
  readonly kind: 'bank-balanced';
  readonly banks: number;
  readonly placement: 'even' | 'blocked';
  readonly steps: number;
}

/** The largest weights of the whole matrix. */
export interface UnstructuredPattern {
  readonly kind: 'unstructured';
  readonly steps: number;
}

/**
 * In each row the same number of weights. With separate gate matrices the recurrent one may be denser or sparser than the input one
 * (`recurrentDensity`, its density over the other's): the two ratios of BRDS, which share the requested sparsity between them.
 */
export interface RowBalancedPattern {
  readonly kind: 'row-balanced';
  readonly recurrentDensity: number;
  readonly steps: number;
}

/** Whole blocks of `blockRows` x `blockCols`. */
export interface BlockPattern {
  readonly kind: 'block';
  readonly blockRows: number;
  readonly blockCols: number;
  readonly steps: number;
}

/** Of the rows of each PE (row r on PE r mod `pes`) the same share: load-balance-aware pruning, ESE. */
export interface LoadBalancedPattern {
  readonly kind: 'load-balanced';
  readonly pes: number;
  readonly steps: number;
}

/** In each column the same number of weights for each PE (row r on PE r mod `pes`): CBTD, Spartus. */
export interface ColumnBalancedPattern {
  readonly kind: 'column-balanced';
  readonly pes: number;
  readonly steps: number;
}

/** Every weight. */
export interface DensePattern {
  readonly kind: 'dense';
}

/** What a matrix is pruned to, in full; `steps` prunings follow each other, 1 is one-shot. docs/timing.md section 8. */
export type PatternConfig =
  | BankBalancedPattern
  | UnstructuredPattern
  | RowBalancedPattern
  | BlockPattern
  | LoadBalancedPattern
  | ColumnBalancedPattern
  | DensePattern;

/** The patterns' names. */
export type PatternKind = PatternConfig['kind'];

/** How far to prune: to a sparsity in [0, 1], or to a number of kept weights (to compare patterns at equal counts). */
export type PruneTarget = { readonly sparsity: number } | { readonly keep: number };

/** A mask (1 = kept, row-major) and, where the pattern has banks, k: the entries of a bank in a row. */
export interface Selection {
  readonly mask: Uint8Array;
  readonly perBank: number | null;
}

/**
 * What a pattern adds to pruning: a rule that chooses weights. A new pattern is one of these, a member of `PatternConfig` and a row of
 * the registry.
 */
export interface PatternRule<P extends PatternConfig> {
  /** The weights kept at `sparsity`; what is kept at a higher sparsity is kept at a lower one too. */
  select(magnitudes: MagnitudeMatrix, pattern: P, sparsity: number): Selection;
  /** The sparsity at which `select` keeps `count` weights, or as near as the rule can. Throws BadInput where it refuses the count. */
  sparsityFor(weights: DenseMatrix, pattern: P, count: number): number;
}
