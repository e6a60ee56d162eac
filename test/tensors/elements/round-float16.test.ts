import { describe, expect, it } from 'vitest';
import { expandBfloat16, expandFloat16 } from '../../../src/tensors/elements/float16.ts';
import { bfloat16Pattern, float16Pattern } from '../../../src/tensors/elements/round-float16.ts';

const float16Value = (pattern: number) => expandFloat16(Uint16Array.of(pattern))[0];
const bfloat16Value = (pattern: number) => expandBfloat16(Uint16Array.of(pattern))[0];

const patterns = Array.from({ length: 0x10000 }, (_, pattern) => pattern);

describe('float16', () => {
  it.each([
    ['zero', 0x0000, 0],
    ['minus zero', 0x8000, -0],
    ['one', 0x3c00, 1],
    ['minus two', 0xc000, -2],
    ['the largest number', 0x7bff, 65504],
    ['the smallest normal number', 0x0400, 2 ** -14],
    ['the largest subnormal', 0x03ff, 1023 * 2 ** -24],
    ['the smallest subnormal', 0x0001, 2 ** -24],
    ['infinity', 0x7c00, Infinity],
    ['minus infinity', 0xfc00, -Infinity],
    ['NaN', 0x7e00, Number.NaN],
  ])('%s is the pattern of its value', (_, pattern, value) => {
    expect(float16Value(pattern)).toBe(value);
    expect(float16Pattern(value)).toBe(pattern);
  });

  it.each([
    ['below half of the smallest number', 2 ** -25 * 0.99, 0x0000],
    ['half of the smallest number, a tie', 2 ** -25, 0x0000],
    ['just above it', 2 ** -25 * 1.01, 0x0001],
    ['a tie between 1 and its successor', 1 + 2 ** -11, 0x3c00],
    ['a tie above the successor of 1', 1 + 3 * 2 ** -11, 0x3c02],
    ['just above a tie, by what float32 does not hold', 1 + 2 ** -11 + 2 ** -40, 0x3c01],
    ['the last that is not infinite', 65519.99, 0x7bff],
    ['the first that is', 65520, 0x7c00],
    ['far beyond', -1e300, 0xfc00],
    ['the next power of two', 2 - 2 ** -12, 0x4000],
  ])('is rounded to the nearest, ties to even: %s', (_, value, pattern) => {
    expect(float16Pattern(value)).toBe(pattern);
  });
});

describe('bfloat16', () => {
  it.each([
    ['one', 0x3f80, 1],
    ['minus zero', 0x8000, -0],
    ['the largest number', 0x7f7f, (2 - 2 ** -7) * 2 ** 127],
    ['the smallest subnormal', 0x0001, 2 ** -133],
    ['minus infinity', 0xff80, -Infinity],
    ['NaN', 0x7fc0, Number.NaN],
  ])('%s is the pattern of its value', (_, pattern, value) => {
    expect(bfloat16Value(pattern)).toBe(value);
    expect(bfloat16Pattern(value)).toBe(pattern);
  });

  it('is rounded to the nearest, ties to even', () => {
    expect(bfloat16Pattern(1 + 2 ** -8)).toBe(0x3f80);
    expect(bfloat16Pattern(1 + 3 * 2 ** -8)).toBe(0x3f82);
    expect(bfloat16Pattern(3.4e38)).toBe(0x7f80);
  });
});

it.each([
  ['float16', float16Value, float16Pattern],
  ['bfloat16', bfloat16Value, bfloat16Pattern],
])('every pattern of %s but the NaNs comes back', (_, real, patternOf) => {
  const numbers = patterns.filter((pattern) => !Number.isNaN(real(pattern)));
  expect(numbers.length).toBeGreaterThan(60_000);
  expect(numbers.filter((pattern) => patternOf(real(pattern)) !== pattern)).toEqual([]);
});
