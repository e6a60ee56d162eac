import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCsc } from '../../../src/bbs/formats/csc.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { keepStoredEntries } from '../../../src/bbs/patterns/stored-entries.ts';
import { storeEntries } from '../../../src/bbs/store.ts';
import { noSaturations } from '../../../src/num/fixed.ts';
import { seeded } from '../../../src/num/random.ts';
import { format } from '../stored.ts';

function random(rows: number, cols: number, seed: number) {
  const next = seeded(seed);
  const values = Float64Array.from({ length: rows * cols }, () => next() - 0.5);
  return { tensor: 'w', rows, cols, values, raw: false, mask: null };
}

const anySize = fc.record({
  rows: fc.integer({ min: 1, max: 30 }),
  cols: fc.integer({ min: 1, max: 12 }),
  pes: fc.integer({ min: 1, max: 8 }),
  seed: fc.integer(),
  percent: fc.constantFrom(0, 50, 75, 90),
});

/** max(1, floor(keep * n + 1/2)) in whole numbers. */
function keptOf(n: number, percent: number): number {
  return Math.max(1, Math.floor((2 * (100 - percent) * n + 100) / 200));
}

/** Kept weights of each PE, or of each PE and column. */
function counts(mask: Uint8Array, cols: number, pes: number, perColumn: boolean): Map<string, number> {
  const kept = new Map<string, number>();
  mask.forEach((bit, i) => {
    const key = `${Math.floor(i / cols) % pes}${perColumn ? `/${i % cols}` : ''}`;
    kept.set(key, (kept.get(key) ?? 0) + bit);
  });
  return kept;
}

describe('load-balance-aware pruning', () => {
  it('finds its way back to a count that PEs of unlike sizes lead to', () => {
    // 7 x 26 on 6 PEs at 1 %: 51 of 52 and five times 26 of 26. The plain share, 181 of 182, would keep all.
    const w = random(7, 26, 1);
    const pattern = { kind: 'load-balanced', pes: 6 } as const;
    const { kept, mask } = prune(w, pattern, { sparsity: 0.01 });
    expect(kept).toBe(181);
    expect(prune(w, pattern, { keep: 181 }).mask).toEqual(mask);
  });

  it('does so at any sparsity', () => {
    fc.assert(
      fc.property(
        anySize,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        ({ rows, cols, pes, seed }, sparsity) => {
          const w = random(rows, cols, seed);
          const pattern = { kind: 'load-balanced', pes } as const;
          const { kept, mask } = prune(w, pattern, { sparsity });
          expect(prune(w, pattern, { keep: kept }).mask).toEqual(mask);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps the same share of the rows of every PE', () => {
    fc.assert(
      fc.property(anySize, ({ rows, cols, pes, seed, percent }) => {
        const { mask } = prune(
          random(rows, cols, seed),
          { kind: 'load-balanced', pes },
          { sparsity: percent / 100 },
        );
        for (const [pe, kept] of counts(mask, cols, pes, false)) {
          const own = Math.ceil((rows - Number(pe)) / pes) * cols;
          expect(kept).toBe(keptOf(own, percent));
        }
      }),
    );
  });

  it('takes the largest weights of a PE, wherever its rows have them', () => {
    // PE 0 has rows 0 and 2, PE 1 rows 1 and 3.
    const values = Float64Array.of(9, 8, 1, 1, 7, 6, 2, 3);
    const { mask } = prune(
      { tensor: 'w', rows: 4, cols: 2, values, raw: false, mask: null },
      { kind: 'load-balanced', pes: 2 },
      { sparsity: 0.5 },
    );
    expect([...mask]).toEqual([1, 1, 0, 0, 0, 0, 1, 1]);
  });
});

describe('column-balanced pruning', () => {
  it('finds its way back to a count that sub-columns of unlike lengths lead to', () => {
    // 7 rows on 2 PEs at 51 %: 2 of 4 and 1 of 3. At one half it would be 2 of 3 as well.
    const w = random(7, 1, 1);
    const pattern = { kind: 'column-balanced', pes: 2 } as const;
    const { kept, mask } = prune(w, pattern, { sparsity: 0.51 });
    expect(kept).toBe(3);
    expect(prune(w, pattern, { keep: 3 }).mask).toEqual(mask);
  });

  it('keeps as many weights for every PE in every column', () => {
    fc.assert(
      fc.property(anySize, ({ rows, cols, pes, seed, percent }) => {
        const { mask } = prune(
          random(rows, cols, seed),
          { kind: 'column-balanced', pes },
          { sparsity: percent / 100 },
        );
        for (const [key, kept] of counts(mask, cols, pes, true)) {
          const length = Math.ceil((rows - Number(key.split('/')[0])) / pes);
          expect(kept).toBe(keptOf(length, percent));
        }
      }),
    );
  });

  it('takes the largest weights of a sub-column', () => {
    const values = Float64Array.of(1, 9, 5, 2, 3, 4);
    const { mask } = prune(
      { tensor: 'w', rows: 6, cols: 1, values, raw: false, mask: null },
      { kind: 'column-balanced', pes: 2 },
      { sparsity: 2 / 3 },
    );
    // PE 0 has 1, 5, 3; PE 1 has 9, 2, 4.
    expect([...mask]).toEqual([0, 1, 1, 0, 0, 0]);
  });
});

describe('pruning to a number of stored entries', () => {
  it('fills no PE beyond it, padding zeros included, and leaves no PE room for its next weight and a padding', () => {
    fc.assert(
      fc.property(anySize, fc.integer({ min: 1, max: 40 }), ({ rows, cols, pes, seed }, budget) => {
        const weights = random(rows, cols, seed);
        const options = { pes, indexBits: 1 };
        const mask = keepStoredEntries(weights, options, budget);
        const csc = encodeCsc(storeEntries(weights, mask, format, noSaturations()), options);
        for (let pe = 0; pe < pes; pe++) {
          expect(csc.peStart[pe + 1] - csc.peStart[pe]).toBeLessThanOrEqual(budget);
        }
      }),
    );
  });

  it('stores exactly as many where weights are dense enough to need no padding', () => {
    const weights = random(64, 20, 1);
    const options = { pes: 4, indexBits: 4 };
    const mask = keepStoredEntries(weights, options, 100);
    const csc = encodeCsc(storeEntries(weights, mask, format, noSaturations()), options);
    expect([...csc.peStart]).toEqual([0, 100, 200, 300, 400]);
    expect(csc.padding).toBe(0);
  });
});
