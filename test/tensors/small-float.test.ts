import { expect, it } from 'vitest';
import { isHeldBySmallFloat } from '../../src/tensors/small-float.ts';

it.each([
  ['float16', 1 + 2 ** -10, true],
  ['float16', 1 + 2 ** -11, false],
  ['float16', 65504, true],
  ['float16', 65536, false],
  ['float16', 2 ** -24, true],
  ['bfloat16', -(1 + 2 ** -7), true],
  ['bfloat16', 1 + 2 ** -8, false],
  ['bfloat16', 2 ** 100, true],
  ['float32', 1 + 2 ** -20, true],
] as const)('%s holds %d: %s', (dtype, value, isHeld) => {
  expect(isHeldBySmallFloat(dtype, value)).toBe(isHeld);
});
