import { describe, expect, it } from 'vitest';
import { mootInSweep } from '../../../src/explore/space/moot-fields.ts';
import { basisOf, runApart, runPoints } from './witness-runs.ts';

/** Every combination of a layer with one or two passes, and of one array or two. */
const combinations = [false, true].flatMap((isBidirectional) =>
  ['sequential', 'parallel'].map((directions) => [isBidirectional, directions] as const),
);

describe('a sweep over bidirectional layers and the arrays for their passes', () => {
  const basis = {
    ...basisOf('csr', 'directions', { values: ['sequential', 'parallel'] }),
    fields: ['workload.layers.0.bidirectional', 'directions'],
  };
  const points = combinations.map((values, index) => {
    return { index, accelerator: 0, workload: 0, seed: '1', values };
  });

  it('finds two arrays faster and larger where there are two passes, and no different where there is one', async () => {
    const outcomes = await runPoints(basis, points);
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    const [one, alsoOne, sequential, parallel] = outcomes.map(({ metrics }) => metrics);
    expect(alsoOne).toEqual(one);
    expect(Number(parallel.cycles_total)).toBeLessThan(Number(sequential.cycles_total));
    expect(Number(parallel.dsp)).toBe(2 * Number(sequential.dsp));
    expect(parallel.storage_bits).toBe(sequential.storage_bits);
    expect(Number(sequential.cycles_total)).toBeGreaterThan(Number(one.cycles_total));
    expect(await runApart(basis, points)).toEqual(outcomes);
  });

  it('says where directions has no effect, unless the layers change along an axis', () => {
    const withoutAxis = { ...basis, fields: [] };
    expect(mootInSweep(withoutAxis, [], [['directions']])).toEqual([
      'directions has no effect on csr: no layer is bidirectional',
    ]);
    const axis = { fields: basis.fields, count: 4, at: (level: number) => combinations[level] };
    const levels = { ...axis, sample: () => combinations[0] };
    expect(mootInSweep(basis, [levels], [[]])).toEqual([]);
  });
});
