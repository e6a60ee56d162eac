import { wrap } from '../../num/fixed.ts';

/**
 * Puts the exact sum of a row into accumulator `at` of `out`, which wraps to `bits`; with `accumulate` it is
 * added to what is there. What does not fit goes to `lost[at]`, in the same way: held and lost together are
 * the exact sum.
 */
export function holdSum(
  sum: number,
  bits: number,
  accumulate: boolean,
  out: Float64Array,
  at: number,
  lost: Float64Array | null,
): void {
  const exact = accumulate ? sum + out[at] : sum;
  const held = wrap(exact, bits);
  out[at] = held;
  if (lost !== null) lost[at] = (accumulate ? lost[at] : 0) + exact - held;
}
