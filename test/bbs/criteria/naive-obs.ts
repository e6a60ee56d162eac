import type { Calibration } from '../../../src/bbs/criteria/criterion.ts';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';

/** The inverse of a square matrix by Gauss and Jordan, with pivots by rows. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k; i < size; i++) if (Math.abs(work[i][k]) > Math.abs(work[pivot][k])) pivot = i;
    [work[k], work[pivot]] = [work[pivot], work[k]];
    work[k] = work[k].map((value) => value / work[k][k]);
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = work[i][k];
      work[i] = work[i].map((value, j) => value - factor * work[k][j]);
    }
  }
  return work.map((row) => row.slice(size));
}

/**
 * The rule itself: H of the columns that are left is inverted anew for every weight that goes. `sizes`: the
 * columns of each bank.
 */
export function naiveObs(
  { rows, cols, values, mask: own }: DenseMatrix,
  sizes: Uint32Array,
  perBank: number,
  { hessian, damping }: Calibration,
) {
  const mean = Array.from({ length: cols }, (_, j) => hessian[j * cols + j]).reduce((a, b) => a + b) / cols;
  const bankOf = [...sizes].flatMap((size, bank) => new Array<number>(size).fill(bank));
  const result = { mask: new Uint8Array(rows * cols), values: new Float64Array(rows * cols) };
  for (let row = 0; row < rows; row++) {
    const isCut = (j: number) => own?.[row * cols + j] === 0;
    const weights = Array.from({ length: cols }, (_, j) => (isCut(j) ? 0 : values[row * cols + j]));
    const spare = [...sizes].map((size) => Math.max(0, size - perBank));
    let left = Array.from({ length: cols }, (_, j) => j);
    for (;;) {
      const inverse = inverseOf(
        left.map((i) => left.map((j) => hessian[i * cols + j] + (i === j ? damping * mean : 0))),
      );
      const costs = left.map((j, at) => {
        if (isCut(j)) return -1;
        return spare[bankOf[j]] > 0 ? weights[j] ** 2 / inverse[at][at] : Infinity;
      });
      const least = Math.min(...costs);
      if (!Number.isFinite(least)) break;
      const at = costs.lastIndexOf(least);
      const gone = left[at];
      const weight = weights[gone];
      for (const [i, j] of left.entries()) weights[j] -= (inverse[i][at] * weight) / inverse[at][at];
      weights[gone] = 0;
      if (--spare[bankOf[gone]] < 0) result.mask[row * cols + gone] = 1;
      left = left.filter((j) => j !== gone);
    }
    for (const j of left) {
      result.mask[row * cols + j] = 1;
      result.values[row * cols + j] = weights[j];
    }
  }
  return result;
}
