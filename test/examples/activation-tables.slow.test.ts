import { beforeAll, describe, expect, it } from 'vitest';
import { type TableErrors, tableErrors } from '../../scripts/validation/activation.ts';

describe.each([0, 0.875])('examples/agreement-lm in 16 bits, asked for a sparsity of %s,', (sparsity) => {
  const found = new Map<number, TableErrors>();
  beforeAll(() => {
    for (const bits of [12, 11, 10, 9]) found.set(bits, tableErrors(bits, sparsity));
  });
  const of = (bits: number) => found.get(bits) as TableErrors;

  it.each([11, 10, 9])(
    'has with %d fraction bits at most twice the error in h that exact tables have',
    (bits) => {
      const { byFormat, exact } = of(bits);
      expect(exact).toBeGreaterThan(0);
      expect(byFormat).toBeLessThanOrEqual(2 * exact);
    },
  );

  it.each([
    [11, 5],
    [10, 10],
    [9, 20],
  ])(
    'has with %d fraction bits less than a %dth of the error of 64 segments over the format',
    (bits, times) => {
      expect(of(bits).byFormat * times).toBeLessThan(of(bits).whole);
    },
  );

  it('has with 12 fraction bits the tables of 64 segments over the format, and so their error', () => {
    expect(of(12)).toMatchObject({ range: 8, segments: 64, byFormat: of(12).whole });
  });
});
