/** A pivot below this share of its diagonal element is taken for zero. */
const LEAST_PIVOT = 1e-12;

/**
 * The inverse of a symmetric positive definite matrix (row-major, `size` x `size`) by its factors L D L^T;
 * null where a pivot vanishes: it is not of full rank. That of a diagonal matrix has exactly the reciprocals.
 */
export function symmetricInverse(matrix: Float64Array, size: number): Float64Array | null {
  const factor = factorise(matrix, size);
  if (factor === null) return null;
  const { lower, pivots } = factor;
  invertUnitLower(lower, size);
  return product(lower, pivots, size);
}

/** L (below the diagonal, whose ones are not stored) and D; null where a pivot vanishes. */
function factorise(matrix: Float64Array, size: number) {
  const lower = matrix.slice();
  const pivots = new Float64Array(size);
  const scaled = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    let pivot = matrix[row + i];
    for (let j = 0; j < i; j++) {
      scaled[j] = matrix[row + j] - dot(scaled, 0, lower, j * size, j);
      lower[row + j] = scaled[j] / pivots[j];
      pivot -= scaled[j] * lower[row + j];
    }
    if (!(pivot > LEAST_PIVOT * matrix[row + i])) return null;
    pivots[i] = pivot;
  }
  return { lower, pivots };
}

function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let [even, odd] = [0, 0];
  let i = 0;
  for (; i + 1 < length; i += 2) {
    even += a[fromA + i] * b[fromB + i];
    odd += a[fromA + i + 1] * b[fromB + i + 1];
  }
  return i < length ? even + odd + a[fromA + i] * b[fromB + i] : even + odd;
}

/** L becomes its inverse, with its ones. */
function invertUnitLower(lower: Float64Array, size: number): void {
  const sums = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    sums.fill(0, 0, i);
    for (let k = 0; k < i; k++) addScaled(sums, lower, k * size, -lower[i * size + k], k + 1);
    lower.set(sums.subarray(0, i), i * size);
    lower[i * size + i] = 1;
  }
}

/** sums[j] += factor * values[from + j] for j below `length`. */
function addScaled(sums: Float64Array, values: Float64Array, from: number, factor: number, length: number) {
  if (factor === 0) return;
  for (let j = 0; j < length; j++) sums[j] += factor * values[from + j];
}

/** M^T D^-1 M of a lower triangular M. */
function product(lower: Float64Array, pivots: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let i = 0; i <= k; i++) {
      const factor = lower[k * size + i] / pivots[k];
      addScaled(result.subarray(i * size), lower, k * size, factor, i + 1);
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) result[j * size + i] = result[i * size + j];
  return result;
}
