import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../src/num/least-squares.ts';
import { nonNegativeLeastSquares } from '../../src/num/non-negative-least-squares.ts';

const number = fc.integer({ min: -8, max: 8 });
/** Seven observations of three coefficients. */
const anyProblem = fc.record({
  rows: fc.array(fc.tuple(number, number, number), { minLength: 7, maxLength: 7 }),
  y: fc.array(number, { minLength: 7, maxLength: 7 }),
});

/** Undefined where the observations do not decide the coefficients. */
function ifDecided<Value>(of: () => Value): Value | undefined {
  try {
    return of();
  } catch {
    return undefined;
  }
}

const errorsOf = (rows: readonly (readonly number[])[], y: readonly number[], c: readonly number[]) =>
  rows.map((row, n) => y[n] - row.reduce((sum, a, i) => sum + a * c[i], 0));

const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);

describe('least squares of coefficients that are not negative', () => {
  it('hold at zero what would be negative, and fit the others again', () => {
    // Exactly y = 2 a - b. With b at zero, a = (1 x 2 + 1 x 1) / (1 + 1).
    const rows = [
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    expect(leastSquares(rows, [2, 1, -1])).toEqual([expect.closeTo(2, 12), expect.closeTo(-1, 12)]);
    expect(nonNegativeLeastSquares(rows, [2, 1, -1])).toEqual([expect.closeTo(1.5, 12), 0]);
  });

  it('are zero where everything would be negative', () => {
    expect(nonNegativeLeastSquares([[1], [2]], [-1, -3])).toEqual([0]);
  });

  it('cannot be found where the observations do not decide them', () => {
    const [first, second] = [
      [1, 2],
      [2, 4],
    ];
    expect(() => leastSquares([first, second], [1, 2])).toThrow(RangeError);
    // One of them alone explains both, and then nothing is gained by the other.
    expect(squares(errorsOf([first, second], [1, 2], nonNegativeLeastSquares([first, second], [1, 2])))).toBe(
      0,
    );
  });

  it('meet the conditions of Karush, Kuhn and Tucker', () => {
    fc.assert(
      fc.property(anyProblem, ({ rows, y }) => {
        const c = ifDecided(() => nonNegativeLeastSquares(rows, y));
        fc.pre(c !== undefined);
        const rest = errorsOf(rows, y, c);
        c.forEach((value, i) => {
          const slope = rows.reduce((sum, row, n) => sum + row[i] * rest[n], 0);
          expect(value).toBeGreaterThanOrEqual(0);
          // No coefficient gains by growing, and one above zero gains by nothing.
          expect(slope).toBeLessThan(1e-6);
          if (value > 0) expect(Math.abs(slope)).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('are those of least squares where none of these is negative', () => {
    fc.assert(
      fc.property(anyProblem, ({ rows, y }) => {
        const plain = ifDecided(() => leastSquares(rows, y));
        fc.pre(plain?.every((value) => value > 1e-6) === true);
        const found = nonNegativeLeastSquares(rows, y);
        plain?.forEach((value, i) => {
          expect(found[i]).toBeCloseTo(value, 6);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('leave no larger error than any other coefficients that are not negative', () => {
    const coefficient = fc.double({ min: 0, max: 5, noNaN: true });
    fc.assert(
      fc.property(anyProblem, fc.tuple(coefficient, coefficient, coefficient), ({ rows, y }, other) => {
        const c = ifDecided(() => nonNegativeLeastSquares(rows, y));
        fc.pre(c !== undefined);
        expect(squares(errorsOf(rows, y, c))).toBeLessThanOrEqual(squares(errorsOf(rows, y, other)) + 1e-6);
      }),
      { numRuns: 300 },
    );
  });
});
