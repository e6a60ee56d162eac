import type { Mark } from './mark.ts';

/** A figure that is not negative, and what it may be: `low` <= `value` <= `high`. */
export interface Known {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Factors by mark: a figure lies between value / factor and value x factor. */
export type Bounds = Readonly<Record<Mark, number>>;

/** Nothing, which is known. */
export const nothing: Known = { value: 0, low: 0, high: 0 };

/** A stated figure with what its mark leaves open. */
export function boundedBy(value: number, mark: Mark, bounds: Bounds): Known {
  const factor = bounds[mark];
  return { value, low: value / factor, high: value * factor };
}

/** So many times a figure. */
export const times = (known: Known, count: number): Known => ({
  value: known.value * count,
  low: known.low * count,
  high: known.high * count,
});

/** The product of two figures. */
export const productOf = (a: Known, b: Known): Known => ({
  value: a.value * b.value,
  low: a.low * b.low,
  high: a.high * b.high,
});

/** The sum of figures: all of them may be at the same end, since most stand on one source. */
export function sumKnown(parts: readonly Known[]): Known {
  let [value, low, high] = [0, 0, 0];
  for (const part of parts) {
    value += part.value;
    low += part.low;
    high += part.high;
  }
  return { value, low, high };
}
