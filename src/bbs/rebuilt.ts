import type { DenseMatrix } from './matrix.ts';

/** Weights of a pattern that does not keep them as they were. */
export interface Rebuilt {
  /** Row-major, in the unit of the weights that they take the place of; what is not kept is 0. */
  readonly values: Float64Array;
}

/**
 * The matrix with rebuilt values: raw codes stay codes, the nearest ones (of two the larger). What a file
 * said of masks and of scales is gone with the values that it said it of.
 */
export function rebuiltMatrix(weights: DenseMatrix, rebuilt: Rebuilt | null): DenseMatrix {
  if (rebuilt === null) return weights;
  const { tensor, rows, cols, raw } = weights;
  const values = raw ? Int16Array.from(rebuilt.values, (value) => Math.floor(value + 0.5)) : rebuilt.values;
  return { tensor, rows, cols, values, raw, mask: null };
}
