import { describe, expect, it } from 'vitest';
import type { SweepBasis, SweepPoint } from '../../../src/explore/space/basis.ts';
import type { Value } from '../../../src/explore/store/record.ts';
import { basisOf, runApart, runPoints } from './witness-runs.ts';

const basis: SweepBasis = {
  ...basisOf('bbs', 'keepPerBank', {
    values: [null, 1],
    // Words of the vector are measured where they are computed: a given rate is the same without.
    on: { 'pattern.kind': 'bank-balanced', gateMatrix: 'combined', toggleRate: 0.25 },
  }),
  fields: ['keepPerBank', 'clockMhz', 'workload.sparsity'],
};

/** At half of its weights a bank of 5 words stores 3, and one of 4 words 2. */
const points: SweepPoint[] = [null, 1, 2, 3].flatMap((keepPerBank) =>
  [200, 100].map((clockMhz) => ({
    index: 0,
    accelerator: 0,
    workload: 0,
    seed: '1',
    values: [keepPerBank, clockMhz, 0.5] as Value[],
  })),
);
const indexed = points.map((point, index) => ({ ...point, index }));

describe('a sweep over keepPerBank', () => {
  it('finds what every point finds by itself, and says which of them cannot be', async () => {
    const outcomes = await runPoints(basis, indexed);
    expect(await runApart(basis, indexed)).toEqual(outcomes);
    const statuses = outcomes.map(({ status }) => status);
    expect(statuses).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'infeasible', 'infeasible']);
    expect(outcomes[6].reason).toBe(
      'tensor weight_hr_l0: keepPerBank is 3, expected at most the 2 that each bank of a row stores (a lower sparsity stores more)',
    );
    const [all, , one, , two] = outcomes.map(({ metrics }) => metrics);
    expect(Number(one.cycles_total)).toBeLessThan(Number(two.cycles_total));
    expect(Number(two.cycles_total)).toBeLessThan(Number(all.cycles_total));
    expect([one.storage_bits, two.storage_bits]).toEqual([all.storage_bits, all.storage_bits]);
    expect(one.output_error).not.toBe(two.output_error);
  });

  it('finds the same times and energies without values', async () => {
    const timed = { ...basis, hasValues: false };
    const outcomes = await runPoints(timed, indexed);
    expect(await runApart(timed, indexed)).toEqual(outcomes);
    const full = await runPoints(basis, indexed);
    for (const name of ['cycles_total', 'energy_uj', 'gops', 'utilisation', 'saturated_weights'])
      expect(outcomes.map(({ metrics }) => metrics[name])).toEqual(full.map(({ metrics }) => metrics[name]));
  });

  it('counts the weights that the sub-model cuts, as a run pruned to it does', async () => {
    const cut = (keepPerBank: Value, sparsity: number): SweepPoint => ({
      index: 0,
      accelerator: 0,
      workload: 0,
      seed: '1',
      values: [keepPerBank, 200, sparsity],
    });
    const narrow: SweepBasis = {
      ...basisOf('bbs', 'keepPerBank', {
        values: [null, 1],
        on: { 'pattern.kind': 'bank-balanced', gateMatrix: 'combined', 'number.fractionBits': 15 },
        hasLargeWeights: true,
      }),
      fields: basis.fields,
      hasValues: false,
    };
    const [nested] = await runPoints(narrow, [cut(1, 0.5)]);
    const [pruned] = await runPoints(narrow, [cut(null, 0.8)]);
    expect(nested.metrics.saturated_weights).toBe(pruned.metrics.saturated_weights);
    expect(Number(nested.metrics.saturated_weights)).toBeGreaterThan(0);
  });
});
