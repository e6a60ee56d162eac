import { expect, it } from 'vitest';
import { expandFloat16 } from '../../../src/tensors/npy/float16.ts';

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
  ['NaN', 0x7e01, Number.NaN],
])('%s is expanded exactly', (_, pattern, value) => {
  expect(expandFloat16(Uint16Array.of(pattern))[0]).toBe(value);
});

it('keeps the order of all positive patterns, so no two share a value', () => {
  const values = expandFloat16(Uint16Array.from({ length: 0x7c01 }, (_, pattern) => pattern));
  expect(values.findIndex((value, i) => i > 0 && value <= values[i - 1])).toBe(-1);
});
