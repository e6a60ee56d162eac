import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solve } from '../../src/num/linear-system.ts';

it('solves two equations for two right sides, with the rows in an order that needs a pivot', () => {
  const y = Float64Array.of(2, 4, 7, 1);
  expect(solve(Float64Array.of(0, 2, 1, 1), y, 2, 2)).toBe(true);
  expect([...y]).toEqual([6, -1, 1, 2]);
});

it('finds what a matrix was multiplied with', () => {
  const entries = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(entries, entries, (a, x) => {
      const product = Float64Array.from({ length: 9 }, (_, i) =>
        [0, 1, 2].reduce((sum, k) => sum + a[Math.floor(i / 3) * 3 + k] * x[k * 3 + (i % 3)], 0),
      );
      const det =
        a[0] * (a[4] * a[8] - a[5] * a[7]) -
        a[1] * (a[3] * a[8] - a[5] * a[6]) +
        a[2] * (a[3] * a[7] - a[4] * a[6]);
      expect(solve(Float64Array.from(a), product, 3, 3)).toBe(det !== 0);
      if (det !== 0) for (const [i, value] of x.entries()) expect(product[i]).toBeCloseTo(value, 8);
    }),
  );
});

it('says that a matrix without the rank is singular, and one of nothing too', () => {
  expect(solve(Float64Array.of(1, 2, 2, 4), new Float64Array(2), 2, 1)).toBe(false);
  expect(solve(new Float64Array(4), new Float64Array(2), 2, 1)).toBe(false);
});
