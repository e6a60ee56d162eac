import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../src/num/least-squares.ts';

describe('least squares', () => {
  it('finds the line through three points that are not on one', () => {
    // y = 1, 3, 4 at x = 0, 1, 2: slope 3/2, intercept 7/6.
    const [intercept, slope] = leastSquares(
      [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
      [1, 3, 4],
    );
    expect(intercept).toBeCloseTo(7 / 6, 12);
    expect(slope).toBeCloseTo(3 / 2, 12);
  });

  it('recovers coefficients that fit exactly', () => {
    const anyNumber = fc.integer({ min: -9, max: 9 });
    fc.assert(
      fc.property(fc.tuple(anyNumber, anyNumber, anyNumber), (wanted) => {
        const rows = [
          [1, 0, 2],
          [1, 3, 1],
          [1, 5, 7],
          [1, 8, 4],
        ];
        const y = rows.map((row) => row.reduce((sum, value, i) => sum + value * wanted[i], 0));
        for (const [i, found] of leastSquares(rows, y).entries()) expect(found).toBeCloseTo(wanted[i], 8);
      }),
    );
  });

  it('refuses observations that do not decide the coefficients', () => {
    expect(() => leastSquares([[1, 2]], [3])).toThrow('1 observations do not decide 2 coefficients');
  });
});
