import { fixedHalfUp } from '../../num/half-up.ts';

/**
 * From here on a number is written with an exponent: more digits than a double holds would be invented ones.
 */
const LARGEST_PLAIN = 1e15;

/**
 * Digits after the point that show the smallest value of an unspecified column
 * with this many significant digits.
 */
const SIGNIFICANT = 3;
const MOST_DIGITS = 4;

/**
 * A number for a human reader: fixed digits after the point, thousands separated by commas, the same text on
 * every machine and in every locale. A value that is not zero never reads as zero: it is written with an
 * exponent instead. Throws RangeError for NaN and infinities.
 */
export function formatNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a report cannot show ${value}`);
  if (Math.abs(value) >= LARGEST_PLAIN) return value.toExponential(SIGNIFICANT);
  const fixed = fixedHalfUp(Math.abs(value), digits);
  if (Number(fixed) === 0) return value === 0 ? fixed : value.toExponential(1);
  return (value < 0 ? '-' : '') + groupThousands(fixed);
}

/** A number's digits with commas between thousands, those behind the point as they are. */
export function groupThousands(fixed: string): string {
  const point = fixed.indexOf('.');
  const whole = point < 0 ? fixed : fixed.slice(0, point);
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (point < 0 ? '' : fixed.slice(point));
}

/**
 * Digits after the point for numbers shown one below the other: none for integers, else three significant
 * ones for the smallest, up to four.
 */
export function commonDigits(values: readonly number[]): number {
  if (values.every(Number.isInteger)) return 0;
  const smallest = values.reduce(
    (least, value) => (value === 0 ? least : Math.min(least, Math.abs(value))),
    Infinity,
  );
  const digits = SIGNIFICANT - 1 - Math.floor(Math.log10(smallest));
  return Math.min(MOST_DIGITS, Math.max(1, digits));
}

/** Storage is shown in KiB. */
export const BITS_PER_KIB = 8192;

/** Digits with which three say how large a value is; of an integer, too: its interval may end beside one. */
const threeDigits = (value: number): number =>
  value >= 100 ? 0 : value >= 1 ? SIGNIFICANT - Math.floor(Math.log10(value)) - 1 : commonDigits([value]);

/** An interval, to three significant digits of its upper end: `430 to 610`. */
export function intervalText(low: number, high: number): string {
  const digits = threeDigits(high);
  return `${formatNumber(low, digits)} to ${formatNumber(high, digits)}`;
}

/** A value with what it may be: `512 (430 to 610)`; the value alone where that is all that it may be. */
export function withInterval(value: number, low: number, high: number): string {
  const text = formatNumber(value, threeDigits(value));
  return low === high ? text : `${text} (${intervalText(low, high)})`;
}
