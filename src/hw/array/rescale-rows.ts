import { type Rescaled, type RowScales, rescale } from '../../num/row-scale.ts';

/**
 * The rescalers behind the accumulators: sums of rows rowFrom .. rowFrom + sums.length - 1, of F fraction
 * bits, become accumulators of 2F, in place. `lost`: what the sums have lost, to which is added what the
 * rescaled ones lose. Returns how many registers wrapped, those of sums and those behind the rescalers.
 * docs/timing.md section 6.
 */
export function rescaleRows(
  { multipliers, shifts }: RowScales,
  accumulatorBits: number,
  rowFrom: number,
  sums: Float64Array,
  lost: Float64Array,
): number {
  const rescaled: Rescaled = { held: 0, lost: 0 };
  let wraps = 0;
  for (let i = 0; i < sums.length; i++) {
    if (lost[i] !== 0) wraps++;
    rescale(sums[i], multipliers[rowFrom + i], shifts[rowFrom + i], accumulatorBits, rescaled);
    sums[i] = rescaled.held;
    lost[i] += rescaled.lost;
    if (rescaled.lost !== 0) wraps++;
  }
  return wraps;
}
