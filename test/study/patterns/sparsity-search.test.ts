import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparsityReaching } from '../../../src/study/patterns/sparsity-search.ts';

describe('the sparsity at which a figure reaches an aim', () => {
  it('is found in a few trials where the figure falls on a line, or on a curve', () => {
    for (const figure of [(s: number) => 1000 - 900 * s, (s: number) => 1000 * (1 - s ** 3)]) {
      let trials = 0;
      const counted = (s: number) => {
        trials++;
        return figure(s);
      };
      expect(figure(sparsityReaching(400, 0.9, counted))).toBeCloseTo(400, 1);
      expect(trials).toBeLessThan(10);
    }
  });

  it('is an end of the step that crosses the aim, the nearer one', () => {
    // Steps of 10 at every tenth: 100 up to 0.05, 90 up to 0.15 ...
    const steps = (s: number) => 10 * Math.round(10 * (1 - s));
    expect(steps(sparsityReaching(42, 0.9, steps))).toBe(40);
    expect(steps(sparsityReaching(58, 0.1, steps))).toBe(60);
  });

  it('is 0 where nothing has as much, and 1 where nothing has as little', () => {
    expect(sparsityReaching(200, 0.5, (s) => 100 - 50 * s)).toBe(0);
    expect(sparsityReaching(10, 0.5, (s) => 100 - 50 * s)).toBe(1);
  });

  it('is the lower of two that are equally near, whichever was tried first', () => {
    const steps = (s: number) => (s < 0.5 ? 30 : 10);
    expect(sparsityReaching(20, 0.9, steps)).toBeLessThan(0.5);
    expect(sparsityReaching(20, 0.1, steps)).toBeLessThan(0.5);
  });

  it('is as near as any of a fine grid, for every staircase', () => {
    const stairs = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        stairs,
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (heights, aim, first) => {
          const falling = [...heights].sort((a, b) => b - a);
          const at = (s: number) => falling[Math.min(falling.length - 1, Math.floor(s * falling.length))];
          const off = Math.abs(at(sparsityReaching(aim, first, at)) - aim);
          const least = Math.min(...falling.map((height) => Math.abs(height - aim)));
          expect(off).toBeLessThanOrEqual(least + 1e-4 * aim);
        },
      ),
    );
  });
});
