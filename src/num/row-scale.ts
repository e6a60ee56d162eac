import { type NumberFormat, wrap } from './fixed.ts';

/** Bits of the unsigned multiplier of a scale. docs/timing.md section 6. */
export const MULTIPLIER_BITS = 16;
/** Bits of its shift. */
export const SHIFT_BITS = 5;
/** Bits of a scale as hardware holds it. */
export const SCALE_BITS = MULTIPLIER_BITS + SHIFT_BITS;

/** Bits of the value of an int8 weight. */
const INT8_BITS = 8;
/** The largest code of an int8 weight; codes are symmetric. */
export const LARGEST_INT8 = 127;

const MOST_SHIFT = 2 ** SHIFT_BITS - 1;
const END_OF_MULTIPLIERS = 2 ** MULTIPLIER_BITS;

/** A scale s of weights as hardware holds it: s * 2^F is nearly multiplier / 2^shift. */
export interface RowScale {
  /** m, of 16 bits; 0 only for a row of zeros. */
  readonly multiplier: number;
  /** e, 0 to 31. */
  readonly shift: number;
}

/** The scales of the rows of a matrix: row r has multipliers[r] and shifts[r]. */
export interface RowScales {
  readonly multipliers: Uint16Array;
  readonly shifts: Uint8Array;
}

/** Whether the weights of a format are int8 codes with scales; otherwise they are codes of W bits like x. */
export function hasScales({ weightBits }: Pick<NumberFormat, 'weightBits'>): boolean {
  return weightBits === INT8_BITS;
}

/** Bits of the value of a weight. */
export function weightValueBits(format: Pick<NumberFormat, 'bits' | 'weightBits'>): number {
  return hasScales(format) ? INT8_BITS : format.bits;
}

/** Bits of the scales of a matrix of so many rows: one for each row, or one for all. */
export function scaleBitsOf(
  rows: number,
  { weightScale = 'row' }: Pick<NumberFormat, 'weightScale'>,
): number {
  return SCALE_BITS * (weightScale === 'row' ? rows : 1);
}

/**
 * A scale (zero or more) as hardware holds it, docs/timing.md section 6: e leaves m its full 16 bits where it
 * can, and m is rounded to nearest. Null: the scale is too large for F fraction bits.
 */
export function rowScale(scale: number, fractionBits: number): RowScale | null {
  if (scale === 0) return { multiplier: 0, shift: 0 };
  const scaled = scale * 2 ** fractionBits;
  const shift = Math.min(MOST_SHIFT, Math.max(0, MULTIPLIER_BITS - 1 - floorLog2(scaled)));
  const multiplier = Math.floor(scaled * 2 ** shift + 0.5);
  if (multiplier < END_OF_MULTIPLIERS) return { multiplier, shift };
  return shift > 0 ? { multiplier: END_OF_MULTIPLIERS / 2, shift: shift - 1 } : null;
}

/** The largest power of two that is no more than a value, as its exponent. */
function floorLog2(value: number): number {
  const near = Math.floor(Math.log2(value));
  if (2 ** near > value) return near - 1;
  return 2 ** (near + 1) <= value ? near + 1 : near;
}

/**
 * (acc * m + 2^(e-1)) >> e in integers of any length: what an exact rescale is. docs/timing.md section 6.
 * Nothing of a simulated datapath computes it like this.
 */
export function rescaleExact(acc: number, { multiplier, shift }: RowScale): bigint {
  const half = shift === 0 ? 0n : 1n << BigInt(shift - 1);
  return (BigInt(acc) * BigInt(multiplier) + half) >> BigInt(shift);
}

/** What is left of an exact integer in a register of `bits` bits. */
export function wrapExact(exact: bigint, bits: number): number {
  return Number(BigInt.asIntN(bits, exact));
}

/** A rescaled sum: what its register holds, and what it lost because that wraps. */
export interface Rescaled {
  held: number;
  lost: number;
}

/** 2^24: a sum is cut there, so that both products are exact in doubles. */
const CUT = 2 ** 24;

/**
 * The same in doubles, into `out`: `acc` (within 52 bits) is cut in two, whose products with m are exact.
 * The lost part is a multiple of 2^bits, which a double holds whatever its size.
 */
export function rescale(acc: number, multiplier: number, shift: number, bits: number, out: Rescaled): void {
  const high = Math.floor(acc / CUT) * multiplier;
  const low = (acc - Math.floor(acc / CUT) * CUT) * multiplier + (shift === 0 ? 0 : 2 ** (shift - 1));
  if (shift >= 24) {
    const exact = Math.floor((high + Math.floor(low / CUT)) / 2 ** (shift - 24));
    out.held = wrap(exact, bits);
    out.lost = exact - out.held;
    return;
  }
  const above = high * 2 ** (24 - shift);
  const kept = above % 2 ** bits;
  const exact = kept + Math.floor(low / 2 ** shift);
  out.held = wrap(exact, bits);
  out.lost = above - kept + (exact - out.held);
}
