import type { DenseMatrix } from '../matrix.ts';

/** What each row of a matrix makes of its inputs, and by how much that of other weights differs. */
export interface RowErrors {
  /** Mean squared product of every row, over the steps of calibration. */
  readonly outputs: Float64Array;
  /** Mean squared difference of the two products of every row. */
  readonly errors: Float64Array;
}

/**
 * The squared output error of every row when `values` (row-major, 0 where nothing is kept) take the place
 * of the weights: d^T X X^T d / n = d^T H d / 2 of their difference d, with H as in `Calibration`, without
 * damping.
 */
export function rowErrors(
  { rows, cols, values: weights }: Pick<DenseMatrix, 'rows' | 'cols' | 'values'>,
  values: Float64Array,
  hessian: Float64Array,
): RowErrors {
  const [outputs, errors] = [new Float64Array(rows), new Float64Array(rows)];
  const row = new Float64Array(cols);
  for (let r = 0; r < rows; r++) {
    const from = r * cols;
    for (let j = 0; j < cols; j++) row[j] = weights[from + j];
    outputs[r] = quadratic(row, hessian) / 2;
    for (let j = 0; j < cols; j++) row[j] -= values[from + j];
    errors[r] = quadratic(row, hessian) / 2;
  }
  return { outputs, errors };
}

/** v^T H v, which is not below 0. */
function quadratic(v: Float64Array, hessian: Float64Array): number {
  const { length } = v;
  let total = 0;
  for (let i = 0; i < length; i++) {
    if (v[i] === 0) continue;
    const row = i * length;
    let sum = (hessian[row + i] * v[i]) / 2;
    for (let j = 0; j < i; j++) sum += hessian[row + j] * v[j];
    total += 2 * v[i] * sum;
  }
  return Math.max(0, total);
}
