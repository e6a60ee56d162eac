/** A pivot this small beside the largest number of its matrix is a zero that rounding has missed. */
const SINGULAR = 1e-10;

/**
 * Solves A X = Y in place: `y` becomes X. Both are row-major, A of n x n and Y of n x `columns`; `a` is
 * overwritten. Elimination with row pivots. False, and `y` of no use, where A is singular.
 */
export function solve(a: Float64Array, y: Float64Array, n: number, columns: number): boolean {
  const least = SINGULAR * largestOf(a, n * n);
  for (let i = 0; i < n; i++) {
    const pivot = pivotRow(a, n, i);
    if (!(Math.abs(a[pivot * n + i]) > least)) return false;
    if (pivot !== i) {
      swapRows(a, n, i, pivot);
      swapRows(y, columns, i, pivot);
    }
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = a[k * n + i] / a[i * n + i];
      if (factor === 0) continue;
      for (let j = i; j < n; j++) a[k * n + j] -= factor * a[i * n + j];
      for (let j = 0; j < columns; j++) y[k * columns + j] -= factor * y[i * columns + j];
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < columns; j++) y[i * columns + j] /= a[i * n + i];
  return true;
}

function largestOf(a: Float64Array, length: number): number {
  let largest = 0;
  for (let i = 0; i < length; i++) largest = Math.max(largest, Math.abs(a[i]));
  return largest;
}

/** The row, from row i on, with the largest number in column i; of equal ones the first. */
function pivotRow(a: Float64Array, n: number, i: number): number {
  let pivot = i;
  for (let k = i + 1; k < n; k++) if (Math.abs(a[k * n + i]) > Math.abs(a[pivot * n + i])) pivot = k;
  return pivot;
}

function swapRows(a: Float64Array, width: number, i: number, k: number): void {
  for (let j = 0; j < width; j++) {
    const held = a[i * width + j];
    a[i * width + j] = a[k * width + j];
    a[k * width + j] = held;
  }
}
