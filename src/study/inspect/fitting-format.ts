import { toCode } from '../../num/fixed.ts';
import type { FittingFormat } from './inspect-result.ts';

/** The ends of some values. */
export interface Ends {
  readonly min: number;
  readonly max: number;
}

/**
 * The most fraction bits F, of 0 to bits - 1, at which no value between the ends is cut to `bits` bits
 * (docs/timing.md section 6); null: not even without a fraction.
 */
export function mostFractionBits({ min, max }: Ends, bits: number): number | null {
  const limit = 2 ** (bits - 1);
  for (let fraction = bits - 1; fraction >= 0; fraction--) {
    if (toCode(max, fraction) < limit && toCode(min, fraction) >= -limit) return fraction;
  }
  return null;
}

/** How many values that are not zero have the code 0 with so many fraction bits, and how many there are. */
function roundedToZero(
  values: ArrayLike<number>,
  fractionBits: number,
): { readonly zeros: number; readonly nonZeros: number } {
  // toCode is 0 from -1/2 to below 1/2 of the last place.
  const half = 2 ** -(fractionBits + 1);
  let [zeros, nonZeros] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === 0) continue;
    nonZeros++;
    if (value >= -half && value < half) zeros++;
  }
  return { zeros, nonZeros };
}

/** The format that fits values of several tensors, all in one; null: there is none. */
export function fittingFormat(
  tensors: readonly (Ends & { readonly values: ArrayLike<number> })[],
  bits: number,
): FittingFormat | null {
  const ends = tensors.reduce(
    (all, { min, max }) => ({ min: Math.min(all.min, min), max: Math.max(all.max, max) }),
    { min: 0, max: 0 },
  );
  const fractionBits = mostFractionBits(ends, bits);
  if (fractionBits === null) return null;
  const parts = tensors.map(({ values }) => roundedToZero(values, fractionBits));
  const zeros = parts.reduce((sum, part) => sum + part.zeros, 0);
  const nonZeros = parts.reduce((sum, part) => sum + part.nonZeros, 0);
  return {
    bits,
    integerBits: bits - fractionBits,
    fractionBits,
    roundsToZeroShare: nonZeros === 0 ? 0 : zeros / nonZeros,
  };
}
