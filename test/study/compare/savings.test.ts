import { describe, expect, it } from 'vitest';
import { savingsOf } from '../../../src/study/compare/savings.ts';
import { runResult } from '../../report/run/results.ts';

/** A row of a design that takes so long at its clock, and at the one that it reaches. */
const row = (kind: string, latencyUs: number, latencyAtFmaxUs: number) => ({
  label: kind,
  run: runResult({
    accelerator: kind,
    config: { ...(runResult().config as object), kind, pattern: { kind: 'unstructured' } },
    latencyUs,
    latencyAtFmaxUs,
  }),
});

describe('the baseline that bank-balanced sparsity is measured against', () => {
  it('is told a second time where another is the fastest at its own Fmax', () => {
    const savings = savingsOf([row('bbs', 1, 0.5), row('csr', 0.8, 1), row('banked', 0.9, 0.4)]);
    expect(savings).toMatchObject({ baseline: 'csr', latencyAtFmaxPercent: 50 });
    expect(savings?.fastestAtFmax).toEqual({ baseline: 'banked', latencyPercent: expect.closeTo(-25) });
  });

  it('is told once where it is the fastest at either clock', () => {
    const savings = savingsOf([row('bbs', 1, 0.5), row('csr', 0.8, 0.3), row('banked', 0.9, 0.4)]);
    expect(savings?.baseline).toBe('csr');
    expect(savings).not.toHaveProperty('fastestAtFmax');
  });
});
