import type { Mark } from './mark.ts';
import type { Technology } from './technology.ts';

/** The share of the bits of a bus that change from one operand to the next, and how it is known. */
export interface ToggleRate {
  readonly rate: number;
  /** What it may be, at least and at most: `rate` itself where it was measured or given. */
  readonly lowRate: number;
  readonly highRate: number;
  readonly mark: 'measured' | 'given' | Mark;
}

/** Toggle rates of what a lane multiplies: weights, and words of the vector. */
export interface Toggles {
  readonly weights: ToggleRate;
  readonly words: ToggleRate;
}

/** A rate that is known. */
export function knownRate(rate: number, mark: 'measured' | 'given'): ToggleRate {
  return { rate, lowRate: rate, highRate: rate, mark };
}

/**
 * The toggle rates that a design is charged by: those that its field `toggleRate` gives for both; or those
 * that were measured in the run, and where nothing was, the technology's assumption with its interval.
 */
export function togglesOf(
  toggleRate: 'measured' | number,
  technology: Pick<Technology, 'toggleRate'>,
  measured: Partial<Toggles> = {},
): Toggles {
  if (toggleRate !== 'measured') {
    const given = knownRate(toggleRate, 'given');
    return { weights: given, words: given };
  }
  const { value: rate, low: lowRate, high: highRate, mark } = technology.toggleRate;
  const assumed: ToggleRate = { rate, lowRate, highRate, mark };
  return { weights: measured.weights ?? assumed, words: measured.words ?? assumed };
}
