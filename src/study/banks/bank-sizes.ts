import { patternOf } from '../../bbs/patterns/named-pattern.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { MOST_MULTIPLIERS, MOST_PES } from '../../hw/config/array.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { Platform } from '../../run/platform.ts';

/**
 * What stays as it is while the number of banks changes: the multipliers of the
 * array (PEs x banks), or its PEs.
 */
export const constantQuantities = ['multipliers', 'pes'] as const;

/** One of them. */
export type Constant = (typeof constantQuantities)[number];

/** Size of an array: PEs, and banks (= multipliers) of a PE. */
export interface ArraySize {
  readonly pes: number;
  readonly banks: number;
}

/** The numbers of banks that a study takes when nobody says others: powers of two. */
const FEWEST_BANKS = 2;
const MOST_BANKS = 256;

/**
 * The powers of two from 2 to 256 that an array and the matrices allow: at least two columns of the narrowest
 * matrix for each bank (with one there is nothing to choose, and every weight is kept), and a divisor of the
 * multipliers where these are constant. At least 2.
 */
export function defaultBanks(array: ArraySize, constant: Constant, narrowest: number): number[] {
  const list: number[] = [];
  for (let banks = FEWEST_BANKS; banks <= MOST_BANKS && 2 * banks <= narrowest; banks *= 2) {
    if (problemWith(array, constant, banks) === null) list.push(banks);
  }
  return list.length === 0 ? [FEWEST_BANKS] : list;
}

/**
 * The array with another number of banks. Throws BadInput where the constant multipliers cannot be split so,
 * and beyond the limits of an array.
 */
export function resizedTo(array: ArraySize, constant: Constant, banks: number): ArraySize {
  const problem = problemWith(array, constant, banks);
  if (problem !== null) throw new BadInput(problem);
  return { pes: constant === 'pes' ? array.pes : (array.pes * array.banks) / banks, banks };
}

function problemWith({ pes, banks: own }: ArraySize, constant: Constant, banks: number): string | null {
  if (constant === 'pes') {
    if (pes * banks <= MOST_MULTIPLIERS) return null;
    return `banks: ${pes} PEs of ${banks} banks are more than ${MOST_MULTIPLIERS} multipliers`;
  }
  const multipliers = pes * own;
  if (multipliers % banks !== 0) {
    return `banks: ${banks} do not divide the ${multipliers} multipliers (${pes} x ${own}) that stay constant; --constant pes keeps the ${pes} PEs instead`;
  }
  if (multipliers / banks <= MOST_PES) return null;
  return `banks: ${multipliers} multipliers with ${banks} banks are more than ${MOST_PES} PEs`;
}

/** An accelerator at another size; a pattern that follows the array (bank-balanced its banks) does. */
export function platformOfSize(platform: Platform, { pes, banks }: ArraySize): Platform {
  const { config } = platform;
  const { pattern } = config;
  const resized = patternOf(pattern).resized?.(pattern, { pes, banks }) ?? pattern;
  return { ...platform, config: { ...config, pes, banks, pattern: resized } as AcceleratorConfig };
}
