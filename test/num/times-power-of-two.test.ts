import { expect, it } from 'vitest';
import { timesPowerOfTwo } from '../../src/num/times-power-of-two.ts';

it.each([
  [3, 4, 48],
  [3, -1, 1.5],
  [5e-324, 1074, 1],
  [-1, -1074, -5e-324],
  [3 * 2 ** 20, -1094, 3 * 2 ** -1074],
  [2 ** -80, 1100, 2 ** 1020],
])('%d * 2^%d is %d, whether or not 2^e is a number', (value, exponent, product) => {
  expect(timesPowerOfTwo(value, exponent)).toBe(product);
});
