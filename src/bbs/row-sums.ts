import { type NumberFormat, type Saturations, wrapCounted } from '../num/fixed.ts';
import { type RowScale, rescaleExact, wrapExact } from '../num/row-scale.ts';
import { addProducts } from './add-products.ts';
import type { StoredMatrix } from './matrix.ts';

/**
 * The integer reference of what a matrix contributes to accumulators of 2F fraction bits: the exact sums of
 * its rows, which the accumulator that takes them wraps; with int8 weights the sums wrapped, rescaled and
 * wrapped again, either wrap counted. docs/timing.md section 6.
 */
export function rowSums(
  matrix: Pick<StoredMatrix, 'rows' | 'rowStart' | 'columns' | 'codes' | 'scales'>,
  x: Int16Array,
  { accumulatorBits }: Pick<NumberFormat, 'accumulatorBits'>,
  saturations: Saturations,
): Float64Array {
  const sums = new Float64Array(matrix.rows);
  addProducts(matrix, x, sums);
  if (!matrix.scales) return sums;
  const { multipliers, shifts } = matrix.scales;
  return sums.map((sum, row) => {
    const scale = { multiplier: multipliers[row], shift: shifts[row] };
    return rescaled(wrapCounted(sum, accumulatorBits, saturations), scale, accumulatorBits, saturations);
  });
}

/** Below, a product with m and its rounding are exact in a double. */
const SURELY_EXACT = 2 ** 36;

function rescaled(acc: number, scale: RowScale, bits: number, saturations: Saturations): number {
  if (Math.abs(acc) < SURELY_EXACT) {
    const { multiplier, shift } = scale;
    const rounded = shift === 0 ? acc * multiplier : Math.floor((acc * multiplier) / 2 ** shift + 0.5);
    return wrapCounted(rounded, bits, saturations);
  }
  const exact = rescaleExact(acc, scale);
  const held = wrapExact(exact, bits);
  if (BigInt(held) !== exact) saturations.wrappedAccumulators++;
  return held;
}
