import { describe, expect, it } from 'vitest';
import { logTicks, niceTicks } from '../../../src/report/charts/ticks.ts';

describe('ticks of any range', () => {
  it.each([
    [0, 1e300],
    [0, Number.MIN_VALUE],
    [1e300, 1e300 * (1 + 1e-15)],
    [-1e307, 1e307],
    [2 ** 53, 2 ** 53 + 2],
  ])('from %d to %d are few', (from, to) => {
    for (const most of [1, 6, 12]) expect(niceTicks(from, to, most).length).toBeLessThanOrEqual(most + 1);
  });

  it('on a log axis are few from the least number to the largest', () => {
    expect(logTicks(1e-300, 1e300, 10).length).toBeLessThanOrEqual(11);
  });

  it.each([
    [0, 1],
    [-1, 1],
    [1, Number.POSITIVE_INFINITY],
  ])('are none on a log axis from %d to %d, which does not end', (from, to) => {
    expect(() => logTicks(from, to, 10)).toThrow(RangeError);
  });
});
