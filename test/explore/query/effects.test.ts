import { describe, expect, it } from 'vitest';
import { levelsOf } from '../../../src/explore/query/levels.ts';
import { marginalsOf } from '../../../src/explore/query/marginal.ts';
import { query } from '../../../src/explore/query/query.ts';
import { sensitivityOf } from '../../../src/explore/query/sensitivity.ts';
import { resultsOf, small } from './tables.ts';

describe('a sensitivity', () => {
  it('is worked by hand', () => {
    // Latencies 11, 12, 21, 22: mean 16.5, total 5.5² + 4.5² + 4.5² + 5.5² = 101, between pes 4 ·
    // 5² = 100, between lanes 4 · 0.5² = 1.
    expect(sensitivityOf(small.rows, 'latency_us', ['ewop.lanes', 'pes'])).toEqual([
      {
        factor: 'pes',
        levels: 2,
        lowestLevel: 1,
        lowestMean: 11.5,
        highestLevel: 2,
        highestMean: 21.5,
        ratio: 21.5 / 11.5,
        share: 100 / 101,
      },
      {
        factor: 'ewop.lanes',
        levels: 2,
        lowestLevel: 4,
        lowestMean: 16,
        highestLevel: 8,
        highestMean: 17,
        ratio: 17 / 16,
        share: 1 / 101,
      },
    ]);
  });

  it('weighs levels by their points', () => {
    const { rows } = resultsOf(
      ['a'],
      [
        { a: 'x', dsp: 0 },
        { a: 'x', dsp: 0 },
        { a: 'x', dsp: 3 },
        { a: 'y', dsp: 5 },
      ],
    );
    // Mean 2; total 4 + 4 + 1 + 9 = 18; between 3 · 1² + 1 · 3² = 12.
    expect(sensitivityOf(rows, 'dsp', ['a'])[0]).toMatchObject({ share: 12 / 18, ratio: 5 });
  });

  it('has no share of a metric that is the same everywhere, not even by rounding', () => {
    const { rows } = resultsOf(
      ['a'],
      Array.from({ length: 9 }, (_, i) => ({ a: i % 3, latency_us: 0.1 })),
    );
    expect(sensitivityOf(rows, 'latency_us', ['a'])[0]).toMatchObject({
      share: null,
      ratio: 1,
      lowestMean: 0.1,
    });
  });

  it('has no ratio over zero, and nothing at all without simulated points', () => {
    const { rows } = resultsOf(
      ['a'],
      [
        { a: 1, dsp: 0 },
        { a: 2, dsp: 5 },
      ],
    );
    expect(sensitivityOf(rows, 'dsp', ['a'])[0].ratio).toBeNull();
    expect(sensitivityOf([], 'dsp', ['a'])).toEqual([]);
  });

  it('counts accelerators and seeds as factors when they differ', async () => {
    const results = resultsOf(
      ['a'],
      [
        { a: 1, dsp: 1, seed: '1' },
        { a: 1, dsp: 2, seed: '2' },
      ],
    );
    const question = { kind: 'sensitivity', metric: 'dsp' } as const;
    const { rows } = await query(results, { question, where: null, columns: null });
    expect(rows.map(({ factor, share }) => ({ factor, share }))).toEqual([
      { factor: 'seed', share: 1 },
      { factor: 'a', share: 0 },
    ]);
  });

  it('says which points take no part', async () => {
    const question = { kind: 'sensitivity', metric: 'latency_us' } as const;
    const { notes } = await query(small, { question, where: null, columns: null });
    expect(notes[1]).toContain('1 points take no part (1 infeasible or failed)');
  });
});

describe('levels', () => {
  it('are numbers from the smallest, and texts as they come', () => {
    const { rows } = resultsOf(
      ['a', 'b'],
      [
        { a: 16, b: 'y' },
        { a: 2, b: 'x' },
        { a: 16, b: 'y' },
      ],
    );
    expect(levelsOf(rows, 'a').map(({ value }) => value)).toEqual([2, 16]);
    expect(levelsOf(rows, 'b').map(({ value }) => value)).toEqual(['y', 'x']);
    const mixed = resultsOf(['a'], [{ a: 'auto' }, { a: 16 }, { a: null }, { a: 2 }]);
    expect(levelsOf(mixed.rows, 'a').map(({ value }) => value)).toEqual([2, 16, 'auto', null]);
  });

  it('of a continuous range are stretches of equally many points', () => {
    const { rows } = resultsOf(
      ['a'],
      Array.from({ length: 100 }, (_, i) => ({ a: ((i * 37) % 100) / 8 })),
    );
    const levels = levelsOf(rows, 'a');
    expect(levels.map((level) => level.rows.length)).toEqual(Array(10).fill(10));
    expect(levels[0].value).toBe('0 to 1.125');
    expect(levels[9].value).toBe('11.25 to 12.38');
  });
});

describe('a marginal', () => {
  it('has count, mean and extremes of every level, and whose they are', () => {
    const [first, second, ...others] = marginalsOf(small.rows, 'latency_us', ['pes']);
    expect(first.levels).toEqual([1]);
    expect(first.summary).toEqual({ count: 2, mean: 11.5, min: 11, max: 12, minIndex: 0, maxIndex: 1 });
    expect(second.summary).toEqual({ count: 2, mean: 21.5, min: 21, max: 22, minIndex: 2, maxIndex: 3 });
    expect(others).toEqual([]);
  });

  it('of two columns has every pair that some point has, the first column changing slowest', () => {
    const pairs = marginalsOf(small.rows.toReversed(), 'latency_us', ['ewop.lanes', 'pes']);
    expect(pairs.map(({ levels }) => levels)).toEqual([
      [4, 1],
      [4, 2],
      [8, 1],
      [8, 2],
    ]);
    expect(pairs.map(({ summary }) => summary.minIndex)).toEqual([0, 2, 1, 3]);
  });
});
