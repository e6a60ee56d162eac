import { leastSquares } from './least-squares.ts';

/** Below this share of the largest gradient of the start, a gradient counts as zero. */
const NO_SLOPE = 1e-10;

/**
 * The coefficients c >= 0 for which the sum of squares of A c - y is smallest, by the active sets of Lawson
 * and Hanson: coefficients leave zero one at a time, the steepest first, and go back when least squares of
 * those that left would make them negative. Each row of `rows` holds one observation. Throws a RangeError
 * when the observations do not decide the coefficients that are above zero.
 */
export function nonNegativeLeastSquares(
  rows: readonly (readonly number[])[],
  y: readonly number[],
): number[] {
  const unknowns = rows[0]?.length ?? 0;
  let c = new Array<number>(unknowns).fill(0);
  const isFree = new Array<boolean>(unknowns).fill(false);
  const least = NO_SLOPE * Math.max(...slopes(rows, y, c).map(Math.abs), 0);
  // Every round but the last frees a coefficient for good or lowers the error, so there are few; the bound is
  // far above what they take.
  for (let round = 0; round < 10 * unknowns; round++) {
    const slope = slopes(rows, y, c);
    const next = steepest(slope, isFree);
    if (next < 0 || slope[next] <= least) return c;
    isFree[next] = true;
    c = settle(rows, y, c, isFree);
  }
  return c;
}

/** Half of how fast the error falls with each coefficient: A^T (y - A c). */
function slopes(rows: readonly (readonly number[])[], y: readonly number[], c: readonly number[]): number[] {
  const slope = c.map(() => 0);
  rows.forEach((row, n) => {
    const rest = y[n] - row.reduce((sum, a, i) => sum + a * c[i], 0);
    row.forEach((a, i) => {
      slope[i] += a * rest;
    });
  });
  return slope;
}

/** The coefficient at zero with the largest slope; -1: there is none. */
function steepest(slope: readonly number[], isFree: readonly boolean[]): number {
  let best = -1;
  slope.forEach((value, i) => {
    if (!isFree[i] && (best < 0 || value > slope[best])) best = i;
  });
  return best;
}

/**
 * Least squares of the free coefficients; on the way there from `c`, those that would become negative are
 * held at zero.
 */
function settle(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  c: readonly number[],
  isFree: boolean[],
): number[] {
  for (;;) {
    const free = isFree.flatMap((is, i) => (is ? [i] : []));
    const found =
      free.length === 0
        ? []
        : leastSquares(
            rows.map((row) => free.map((i) => row[i])),
            y,
          );
    if (found.every((value) => value > 0)) {
      const next = c.map(() => 0);
      free.forEach((i, at) => {
        next[i] = found[at];
      });
      return next;
    }
    // As far towards them as none becomes negative.
    let share = 1;
    free.forEach((i, at) => {
      if (found[at] <= 0) share = Math.min(share, c[i] / (c[i] - found[at]));
    });
    const here = [...c];
    free.forEach((i, at) => {
      here[i] = Math.max(0, c[i] + share * (found[at] - c[i]));
      if (found[at] <= 0 && here[i] <= 1e-12 * Math.abs(found[at])) {
        here[i] = 0;
        isFree[i] = false;
      }
    });
    c = here;
  }
}
