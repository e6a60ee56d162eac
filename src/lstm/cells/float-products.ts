import type { StoredMatrix } from '../../bbs/matrix.ts';

/**
 * Adds the products of every row, before quantisation, to `sums`; two sums at a time, or each addition would
 * wait for the last.
 */
export function addFloatProducts(
  { rows, rowStart, columns, weights }: StoredMatrix,
  x: Float64Array,
  sums: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    const end = rowStart[row + 1];
    let even = 0;
    let odd = 0;
    let e = rowStart[row];
    for (const last = end - 1; e < last; e += 2) {
      even += weights[e] * x[columns[e]];
      odd += weights[e + 1] * x[columns[e + 1]];
    }
    if (e < end) even += weights[e] * x[columns[e]];
    sums[row] += even + odd;
  }
}
