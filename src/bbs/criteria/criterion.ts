import type { DenseMatrix } from '../matrix.ts';
import type { MagnitudeMatrix } from '../patterns/magnitudes.ts';
import type { BalancedGroups } from '../patterns/pattern.ts';

/** What reaches a matrix: the vectors x that it multiplies, in `steps` (n) of them. */
export interface Calibration {
  /** H = 2/n * sum of x x^T, row-major, a row for each column of the matrix. */
  readonly hessian: Float64Array;
  readonly steps: number;
  /** Share of the mean diagonal element that is added to every one before H is inverted. */
  readonly damping: number;
}

/** A matrix whose weights changed as others went. */
export interface Updated {
  /** 1 = kept, row-major. */
  readonly mask: Uint8Array;
  /** What the weights become, row-major; what is not kept is 0. */
  readonly values: Float64Array;
}

/** Called after every row: a matrix may take minutes. */
export type OnRow = (row: number) => void;

/**
 * By what weights are chosen; it is registered in index.ts and nowhere else. It has one of the two
 * functions.
 */
export interface Criterion<Kind extends string = string> {
  /** The name by which it is asked for. */
  readonly kind: Kind;
  /** What it goes by, in a few words. */
  readonly says: string;
  /** Whether it needs to know what reaches a matrix. */
  readonly isCalibrated: boolean;
  /**
   * How much each weight matters, of a criterion that ranks all of them at once and changes none: any pattern
   * chooses by it.
   */
  score?(weights: DenseMatrix, calibration: Calibration | null): MagnitudeMatrix;
  /**
   * What is kept and what it becomes, of a criterion that ranks anew after each weight that goes: for
   * patterns with groups of columns that all keep as many. Throws BadInput for weights that it cannot
   * change, and what is known of the inputs where it cannot be used.
   */
  update?(
    weights: DenseMatrix,
    calibration: Calibration | null,
    groups: BalancedGroups,
    onRow: OnRow,
  ): Updated;
}
