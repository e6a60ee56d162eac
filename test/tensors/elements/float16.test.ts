import { expect, it } from 'vitest';
import { expandBfloat16, expandFloat16 } from '../../../src/tensors/elements/float16.ts';

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

it('expands bfloat16, the upper half of a float32', () => {
  const patterns = new Uint16Array([0x3f80, 0xc049, 0x0001, 0x7f80, 0xffc0]);
  expect([...expandBfloat16(patterns)]).toEqual([1, -3.140625, 2 ** -133, Infinity, NaN]);
});
