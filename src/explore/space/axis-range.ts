/** The most levels of an axis, and the most points of a sample. */
export const MOST_LEVELS = 1_000_000;

/** `units` x 10^-`digits`: a decimal number without rounding. */
interface Decimal {
  readonly units: bigint;
  readonly digits: number;
}

/** The decimal that a number is written as: 0.05 is 5 x 10^-2, although no double is. */
function decimal(value: number): Decimal {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const digits = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return digits < 0 ? { units: units * 10n ** BigInt(-digits), digits: 0 } : { units, digits };
}

/** The units of several decimals with the same number of digits. */
function sameDigits(values: readonly number[]): {
  readonly units: readonly bigint[];
  readonly digits: number;
} {
  const decimals = values.map(decimal);
  const digits = Math.max(...decimals.map((one) => one.digits));
  return { units: decimals.map((one) => one.units * 10n ** BigInt(digits - one.digits)), digits };
}

/** The double nearest to a decimal. */
const nearestDouble = (units: bigint, digits: number): number => Number(`${units}e-${digits}`);

/** `from`, `from + step`, ... up to `to`, all of them written as decimals. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** How many levels `from`, `from + step`, ..., `to` are; a step greater than 0 and `from` at most `to`. */
export function stepCount({ from, to, step }: StepRange): number {
  const { units } = sameDigits([from, to, step]);
  return Number((units[1] - units[0]) / units[2]) + 1;
}

/**
 * Level `i` is `from + i * step` as a decimal, then the nearest double: 0.5 by 0.05 gives
 * 0.55, 0.6, not 0.6000000000000001.
 */
export function stepLevel({ from, step }: Pick<StepRange, 'from' | 'step'>): (level: number) => number {
  const { units, digits } = sameDigits([from, step]);
  return (level) => nearestDouble(units[0] + BigInt(level) * units[1], digits);
}

/**
 * A stretch of numbers, evenly spaced itself or in its logarithm. `round`: only whole numbers
 * count, and the ends are whole.
 */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly scale: 'linear' | 'log';
  readonly round: boolean;
}

// Engines differ in the last digit of a logarithm, hardly ever in the 12th; and 10 is not 9.999999999999998.
const tidyDigits = 12;

/** The number at share `u` from `low` to `high`. */
function between(low: number, high: number, scale: Stretch['scale'], u: number): number {
  if (scale === 'linear') return low * (1 - u) + high * u; // high - low may overflow
  return Math.exp(Math.log(low) + (Math.log(high) - Math.log(low)) * u);
}

/** A number of the stretch near `value`: whole, or to 12 significant digits. */
function tidied({ from, to, round }: Stretch, value: number): number {
  const tidy = round ? Math.round(value) : Number(value.toPrecision(tidyDigits));
  return Math.min(to, Math.max(from, tidy)) + 0; // + 0: never -0
}

/** The number at share `u` of a stretch, 0 to 1, to 12 significant digits or whole. */
export function sampleStretch(stretch: Stretch, u: number): number {
  const { from, to, scale, round } = stretch;
  const margin = round ? 0.5 : 0; // gives the first and the last whole number the share of the others
  return tidied(stretch, between(from - margin, to + margin, scale, u));
}

// Enough beyond the digits of the ends that the nearest double does not depend on the rest.
const divisionDigits = 25;

/** Level `i` of `count` evenly spaced ones, as a decimal: 0.5 to 0.95 in 10 gives 0.55, 0.6, ... */
function evenLevel({ from, to }: Stretch, count: number): (level: number) => number {
  const { units, digits } = sameDigits([from, to]);
  const parts = BigInt(count - 1);
  const scale = 10n ** BigInt(divisionDigits);
  return (level) =>
    nearestDouble(
      ((units[0] * parts + (units[1] - units[0]) * BigInt(level)) * scale) / parts,
      digits + divisionDigits,
    );
}

/** Level `i` of `count` evenly spaced in the logarithm, to 12 significant digits; the ends as they are. */
function logLevel(stretch: Stretch, count: number): (level: number) => number {
  const { from, to } = stretch;
  return (level) => {
    if (level === 0) return from;
    return level === count - 1 ? to : tidied(stretch, between(from, to, 'log', level / (count - 1)));
  };
}

/**
 * `count` (2 or more) levels of a stretch with both ends among them, ascending; levels that rounding
 * makes the same are there once.
 */
export function spacedLevels(stretch: Stretch, count: number): readonly number[] {
  const at = stretch.scale === 'log' ? logLevel(stretch, count) : evenLevel(stretch, count);
  const levels = Array.from({ length: count }, (_, level) =>
    stretch.round ? Math.round(at(level)) + 0 : at(level),
  );
  return levels.filter((value, level) => level === 0 || value !== levels[level - 1]);
}
