import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commonDigits,
  formatNumber,
  intervalText,
  withInterval,
} from '../../../src/report/tables/number-text.ts';

describe('a number in a report', () => {
  it.each([
    { value: 0, digits: 2, expected: '0.00' },
    { value: -0, digits: 1, expected: '0.0' },
    { value: 999, digits: 0, expected: '999' },
    { value: 28_000, digits: 0, expected: '28,000' },
    { value: -1_234_567.891, digits: 2, expected: '-1,234,567.89' },
    { value: 0.0004, digits: 2, expected: '4.0e-4' },
    { value: -0.0004, digits: 2, expected: '-4.0e-4' },
    { value: 999.996, digits: 2, expected: '1,000.00' },
    { value: 1e15, digits: 0, expected: '1.000e+15' },
    // Halves go up as they read, whichever double is next to them.
    { value: 0.715, digits: 2, expected: '0.72' },
    { value: 1.335, digits: 2, expected: '1.34' },
    { value: -1.005, digits: 2, expected: '-1.01' },
    { value: 0.125, digits: 2, expected: '0.13' },
    { value: 0.7149, digits: 2, expected: '0.71' },
    { value: 2.5e-7, digits: 3, expected: '2.5e-7' },
  ])('$value with $digits digits reads $expected', ({ value, digits, expected }) => {
    expect(formatNumber(value, digits)).toBe(expected);
  });

  it('never reads as zero unless it is, and is right to the last digit shown', () => {
    const numbers = fc.double({ min: -1e14, max: 1e14, noNaN: true });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 4 }), (value, digits) => {
        const read = Number(formatNumber(value, digits).replaceAll(',', ''));
        expect(read === 0).toBe(value === 0);
        expect(Math.abs(read - value)).toBeLessThanOrEqual(
          0.5000001 * 10 ** -digits + Math.abs(value) * 1e-15,
        );
      }),
    );
  });

  it('cannot be infinite or undefined', () => {
    expect(() => formatNumber(Number.POSITIVE_INFINITY, 1)).toThrow(RangeError);
    expect(() => formatNumber(Number.NaN, 1)).toThrow(RangeError);
  });

  it.each([
    { values: [], expected: 0 },
    { values: [0, 5, 28_000], expected: 0 },
    { values: [0, 2.8, 140.5], expected: 2 },
    { values: [0.031, 7], expected: 4 },
    { values: [1234.5], expected: 1 },
  ])('of $values is shown with $expected digits by default', ({ values, expected }) => {
    expect(commonDigits(values)).toBe(expected);
  });
});

describe('a value that is known to lie in an interval', () => {
  it.each([
    { value: 512.4, low: 430.2, high: 609.8, text: '512 (430 to 610)' },
    { value: 4, low: 2.5, high: 6, text: '4.00 (2.50 to 6.00)' },
    { value: 3.895, low: 3.895, high: 3.895, text: '3.90' },
    { value: 98.76, low: 81, high: 123.4, text: '98.8 (81 to 123)' },
    { value: 12_345.6, low: 10_000, high: 15_000, text: '12,346 (10,000 to 15,000)' },
    { value: 0, low: 0, high: 0, text: '0' },
  ])('reads $text', ({ value, low, high, text }) => {
    expect(withInterval(value, low, high)).toBe(text);
  });

  it('has both ends with the digits of the upper one', () => {
    expect(intervalText(9.5, 105)).toBe('10 to 105');
    expect(intervalText(0.034, 0.05)).toBe('0.0340 to 0.0500');
  });
});
