import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { anyMatrix, matrix } from '../matrices.ts';
import { exactCount, largestPositions, maskOf, range, rowsOf } from './naive.ts';

const rowBalanced: PatternConfig = { kind: 'row-balanced', recurrentDensity: 1 };

const w = matrix([
  [1, -9, 8, 0],
  [0, 2, -3, 1],
  [0, 0, 0, 0],
]);

describe('row-balanced pruning', () => {
  it('keeps the same number of the largest weights in every row, the lower column first', () => {
    expect(rowsOf(prune(w, rowBalanced, { sparsity: 0.5 }).mask, 4)).toEqual(['0110', '0110', '1100']);
  });

  it('keeps at least one weight per row', () => {
    expect(rowsOf(prune(w, rowBalanced, { sparsity: 1 }).mask, 4)).toEqual(['0100', '0010', '1000']);
  });

  it('keeps in each row what sorting it would keep, for any matrix, mask and sparsity', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(100), (w, percent) => {
        const { mask } = prune(w, rowBalanced, { sparsity: percent / 100 });
        const count = Math.max(1, exactCount(w.cols, percent));
        const expected = range(0, w.rows).flatMap((row) =>
          largestPositions(w, range(row * w.cols, (row + 1) * w.cols), count),
        );
        expect(mask).toEqual(maskOf(w.values.length, expected));
      }),
    );
  });

  it.each([
    [12, 12],
    [6, 6],
    [7, 6],
    [8, 9],
    [1, 3],
    [0, 3],
  ])('keeps as near to %d weights as whole weights per row can: %d', (keep, kept) => {
    expect(prune(w, rowBalanced, { keep }).kept).toBe(kept);
  });
});
