/** Sums of x x^T over the vectors that reach a matrix. */
export interface SecondMoments {
  readonly length: number;
  /** Row-major, the lower triangle. */
  readonly sums: Float64Array;
  steps: number;
}

/** Sums over no vector yet, of vectors of `length`. */
export function openMoments(length: number): SecondMoments {
  return { length, sums: new Float64Array(length * length), steps: 0 };
}

/** Adds a vector. */
export function addMoments(moments: SecondMoments, x: Float64Array): void {
  const { length, sums } = moments;
  for (let i = 0; i < length; i++) {
    const factor = x[i];
    if (factor === 0) continue;
    const row = i * length;
    for (let j = 0; j <= i; j++) sums[row + j] += factor * x[j];
  }
  moments.steps++;
}

/** H = 2/n * sum of x x^T, row-major. */
export function hessianOf({ length, sums, steps }: SecondMoments): Float64Array {
  const hessian = new Float64Array(length * length);
  for (let i = 0; i < length; i++) {
    for (let j = 0; j <= i; j++) {
      const value = (2 / steps) * sums[i * length + j];
      hessian[i * length + j] = value;
      hessian[j * length + i] = value;
    }
  }
  return hessian;
}
