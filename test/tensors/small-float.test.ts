import { expect, it } from 'vitest';
import { isSmallFloat, nearestSmallFloat } from '../../src/tensors/small-float.ts';

it.each([
  ['float16', 1 + 2 ** -10, 1 + 2 ** -10],
  ['float16', 1 + 2 ** -11, 1],
  ['float16', 1 + 3 * 2 ** -11, 1 + 2 ** -9],
  ['float16', 2 ** -25 * 1.5, 2 ** -24],
  ['float16', 65519, 65504],
  ['float16', -70000, -65504],
  ['bfloat16', -(1 + 2 ** -7), -(1 + 2 ** -7)],
  ['bfloat16', 1 + 2 ** -8, 1],
  ['bfloat16', 2 ** 130, 2 ** 128 - 2 ** 120],
] as const)('the %s nearest to %d is %d, and finite', (dtype, value, nearest) => {
  expect(nearestSmallFloat(dtype, value)).toBe(nearest);
});

it('float16 and bfloat16 are floats of 16 bits, and float32 is none', () => {
  expect((['float16', 'bfloat16', 'float32', 'int16'] as const).map(isSmallFloat)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
