/**
 * The number format of a design: `bits` (W) and `fractionBits` (F) for weights, biases, x, h and c;
 * accumulators have 2F fraction bits and `accumulatorBits`. docs/timing.md section 6.
 */
export interface NumberFormat {
  readonly bits: number;
  readonly fractionBits: number;
  readonly accumulatorBits: number;
  /**
   * The tables of sigmoid and tanh: `segments` over [-range, range), both powers of two. Null or absent: by
   * the format (`tableShape`).
   */
  readonly activation?: { readonly range: number | null; readonly segments: number | null };
  /** 16 or absent: weights are codes of W bits like x. 8: int8 codes with a scale (`RowScale`). */
  readonly weightBits?: 8 | 16;
  /** Whether every row of a matrix has a scale of its own (absent), or all have one. */
  readonly weightScale?: 'row' | 'tensor';
}

/** Where a value was cut to the range of W bits. */
export type SaturationPoint =
  | 'weight'
  | 'bias'
  | 'input'
  | 'preActivation'
  | 'multiply'
  | 'cellState'
  | 'projection';

/**
 * How often each point saturated, and how many accumulators ended with another value than the exact sum
 * because it did not fit their bits. Sums that leave the range and come back are right, and not counted.
 */
export interface Saturations extends Record<SaturationPoint, number> {
  wrappedAccumulators: number;
}

/** 2^n for the shifts of hot loops, where computing the power would cost more than the rest. */
const POWERS = Float64Array.from({ length: 64 }, (_, n) => 2 ** n);

/** No saturation yet. */
export function noSaturations(): Saturations {
  return {
    weight: 0,
    bias: 0,
    input: 0,
    preActivation: 0,
    multiply: 0,
    cellState: 0,
    projection: 0,
    wrappedAccumulators: 0,
  };
}

/**
 * The code of a real value, not yet saturated: floor(v * 2^F + 1/2), exact even where the sum would
 * round. docs/timing.md section 6.
 */
export function toCode(value: number, fractionBits: number): number {
  const scaled = value * POWERS[fractionBits];
  const floor = Math.floor(scaled);
  return scaled - floor >= 0.5 ? floor + 1 : floor;
}

/** The real value of a code with `fractionBits` fraction bits. */
export function toReal(code: number, fractionBits: number): number {
  return code / POWERS[fractionBits];
}

/** `value` cut to W bits; a cut is counted at `point`. */
export function saturate(value: number, bits: number, counts: Saturations, point: SaturationPoint): number {
  const limit = POWERS[bits - 1];
  if (value >= limit) {
    counts[point]++;
    return limit - 1;
  }
  if (value < -limit) {
    counts[point]++;
    return -limit;
  }
  return value;
}

/**
 * (value + 2^(F-1)) >> F, towards minus infinity; exact for |value| < 2^52. With
 * F = 0 there is nothing to round.
 */
export function roundShift(value: number, fractionBits: number): number {
  if (fractionBits === 0) return value;
  return Math.floor((value + POWERS[fractionBits - 1]) / POWERS[fractionBits]);
}

/** `value` wrapped to a two's complement register of `bits` bits; exact for |value| < 2^52. */
export function wrap(value: number, bits: number): number {
  const span = POWERS[bits];
  return value - span * Math.floor((value + span / 2) / span);
}

/** `wrap` of an exact sum; one that does not fit is counted. */
export function wrapCounted(exact: number, bits: number, counts: Saturations): number {
  const held = wrap(exact, bits);
  if (held !== exact) counts.wrappedAccumulators++;
  return held;
}
