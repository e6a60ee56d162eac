import { expect, it } from 'vitest';
import { expandBfloat16, expandFloat16 } from '../../../src/tensors/elements/float16.ts';

it('a NaN with other bits is one, too', () => {
  expect(expandFloat16(Uint16Array.of(0x7e01))[0]).toBeNaN();
});

it('keeps the order of all positive patterns, so no two share a value', () => {
  const values = expandFloat16(Uint16Array.from({ length: 0x7c01 }, (_, pattern) => pattern));
  expect(values.findIndex((value, i) => i > 0 && value <= values[i - 1])).toBe(-1);
});

it('expands bfloat16, the upper half of a float32', () => {
  const patterns = new Uint16Array([0x3f80, 0xc049, 0x0001, 0x7f80, 0xffc0]);
  expect([...expandBfloat16(patterns)]).toEqual([1, -3.140625, 2 ** -133, Infinity, NaN]);
});
