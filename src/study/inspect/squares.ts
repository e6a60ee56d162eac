/**
 * The sum of the squares of values over a unit, which is about the largest of them: neither too large nor too
 * small for a number.
 */
export function sumOfSquares(values: ArrayLike<number>, unit: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] / unit) ** 2;
  return sum;
}

/** The largest magnitude of some values; 1 where all are zero. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest === 0 ? 1 : largest;
}

/** The sum of the squares of the values at the ones of a mask, over a unit as in `sumOfSquares`. */
export function keptSquares(values: ArrayLike<number>, mask: Uint8Array, unit: number): number {
  let sum = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) sum += (values[i] / unit) ** 2;
  return sum;
}

/**
 * What rebuilt values leave of the squares of the values: all of them less the squared error, over a unit as
 * in `sumOfSquares`. Below zero where the error is larger.
 */
export function explainedSquares(
  values: ArrayLike<number>,
  rebuilt: ArrayLike<number>,
  unit: number,
): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    sum += (values[i] / unit) ** 2 - ((values[i] - rebuilt[i]) / unit) ** 2;
  return sum;
}
