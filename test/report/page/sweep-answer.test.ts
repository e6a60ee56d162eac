import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/explore/query/results.ts';
import { clockRemarks, sweepAnswer } from '../../../src/report/page/sweep-answer.ts';
import { sweptResults } from '../../page/swept-points.ts';

const results = sweptResults(20);
/** The points with a clock, and what they reach of it: all but those of some indexes reach it. */
const clocked = (late: readonly number[]) => ({
  ...results,
  rows: results.rows.map((row): Row => {
    const own = Number(row.latency_us) * (late.includes(Number(row.index)) ? 2 : 0.5);
    return row.status === 'ok' ? { ...row, fmax_mhz: 100, latency_at_fmax_us: own } : row;
  }),
});
const fastest = results.rows
  .filter(({ status }) => status === 'ok')
  .reduce((a, b) => (Number(b.latency_us) < Number(a.latency_us) ? b : a));

describe('the answer of a sweep', () => {
  it('says of the fastest design that it is at a clock that it does not reach, and what it takes there', () => {
    const [, reached] = sweepAnswer(clocked([]), []);
    expect(reached).not.toContain('clock');
    const [, late] = sweepAnswer(clocked([Number(fastest.index)]), []);
    expect(late).toMatch(
      /, at a clock that it does not reach \(Fmax 100\.0 MHz, where it takes [\d.]+ us\)\.$/,
    );
  });

  it('counts the points at clocks that they do not reach, and says nothing where there are none', () => {
    expect(clockRemarks(clocked([]))).toEqual([]);
    expect(clockRemarks(results)).toEqual([]);
    expect(clockRemarks(clocked([3]))[0]).toMatch(/^1 point has a clock above the Fmax .* for it, /);
    // The ninth was not simulated.
    expect(clockRemarks(clocked([3, 4, 9]))[0]).toMatch(/^2 points have a clock above .* for them, /);
  });
});
