import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { anyMatrix, matrix } from '../matrices.ts';
import { exactCount, largestPositions, maskOf, range, rowsOf } from './naive.ts';

const unstructured: PatternConfig = { kind: 'unstructured' };

describe('unstructured pruning', () => {
  it('keeps the largest weights wherever they are', () => {
    const w = matrix([
      [1, -9, 8, 0],
      [0, 2, -3, 1],
    ]);
    const { mask, kept, perBank } = prune(w, unstructured, { sparsity: 0.5 });
    expect(rowsOf(mask, 4)).toEqual(['0110', '0110']);
    expect([kept, perBank]).toEqual([4, null]);
  });

  it('takes the lower index of equal magnitudes, row by row', () => {
    const w = matrix([
      [5, 1, -1],
      [1, 1, 1],
    ]);
    expect(rowsOf(prune(w, unstructured, { sparsity: 0.5 }).mask, 3)).toEqual(['111', '000']);
    expect(rowsOf(prune(w, unstructured, { keep: 4 }).mask, 3)).toEqual(['111', '100']);
  });

  it('may leave rows empty, and the whole matrix', () => {
    const w = matrix([
      [1, 1],
      [2, 2],
    ]);
    expect(rowsOf(prune(w, unstructured, { sparsity: 0.5 }).mask, 2)).toEqual(['00', '11']);
    expect(prune(w, unstructured, { sparsity: 1 }).kept).toBe(0);
  });

  it('keeps what sorting would keep, for any matrix, mask and sparsity', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(100), (w, percent) => {
        const { mask } = prune(w, unstructured, { sparsity: percent / 100 });
        const n = w.values.length;
        const expected = largestPositions(w, range(0, n), exactCount(n, percent));
        expect(mask).toEqual(maskOf(n, expected));
      }),
    );
  });

  it('keeps any count exactly', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(), (w, seed) => {
        const keep = seed % (w.values.length + 1);
        expect(prune(w, unstructured, { keep }).kept).toBe(keep);
      }),
    );
  });
});
