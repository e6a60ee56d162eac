import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import type { BankBalancedPattern } from '../../../src/bbs/patterns/bank-balanced.ts';
import { entriesPerBank } from '../../../src/bbs/patterns/bank-balanced.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { placeColumns } from '../../../src/bbs/placement.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { anyMatrix, anySparsity, matrix } from '../matrices.ts';
import { largestPositions, maskOf, range, rowsOf } from './naive.ts';

const over = (banks: number, placement: 'even' | 'blocked' = 'even'): BankBalancedPattern => ({
  kind: 'bank-balanced',
  banks,
  placement,
});

function gaussian(rows: number, cols: number): DenseMatrix {
  const values = new Float32Array(rows * cols);
  fillGaussian(values, 0, values.length, 0.1, seeded('bank-balanced'));
  return { tensor: 'w', rows, cols, values, raw: false, mask: null };
}

/** The columns of each bank, from docs/timing.md section 1. */
function columnsOfBank(placement: 'even' | 'blocked', cols: number, banks: number, bank: number): number[] {
  const depth = Math.ceil(cols / banks);
  return range(0, cols).filter((c) =>
    placement === 'blocked'
      ? Math.floor(c / depth) === bank
      : c >= Math.floor((bank * cols) / banks) && c < Math.floor(((bank + 1) * cols) / banks),
  );
}

describe('bank-balanced pruning', () => {
  it('keeps the same number of the largest weights in every bank of every row', () => {
    const w = matrix([
      [1, -2, 3, 4, 9, 8, 7, 6],
      [0, 0, 0, 5, -6, 1, 1, 1],
    ]);
    const { mask, kept, perBank, history } = prune(w, over(2), { sparsity: 0.5 });
    expect(rowsOf(mask, 8)).toEqual(['00111100', '10011100']);
    expect({ kept, perBank, history }).toEqual({ kept: 8, perBank: 2, history: [0.5] });
  });

  it.each([
    ['TIMIT, input matrix: at least one weight in each of 64 banks', 153, 64, 0.875, 1, 64],
    ['TIMIT, combined gates', 665, 64, 0.875, 1, 64],
    ['TIMIT, hidden matrix', 512, 64, 0.875, 1, 64],
    ['1024 columns at 90 %', 1024, 64, 0.9, 2, 128],
    ['fewer columns than banks: one each', 5, 64, 0.9, 1, 5],
    ['D = 1 is dense at any sparsity', 64, 64, 0.99, 1, 64],
    ['banks of 2 and 3 columns, k = 3', 153, 64, 0, 3, 153],
    ['banks of 1 and 2 columns, k = 2', 100, 64, 0.25, 2, 100],
  ])('%s', (_name, cols, banks, sparsity, perBank, perRow) => {
    const pruned = prune(gaussian(4, cols), over(banks), { sparsity });
    expect(pruned.perBank).toBe(perBank);
    expect(pruned.kept).toBe(4 * perRow);
    expect(pruned.history).toEqual([1 - perRow / cols]);
  });

  it('follows the placement: blocked banks of 10 columns on 4 banks are 3, 3, 3 and 1 wide', () => {
    const w = matrix([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
    expect(rowsOf(prune(w, over(4, 'blocked'), { sparsity: 0.7 }).mask, 10)).toEqual(['0010010011']);
    expect(rowsOf(prune(w, over(4, 'even'), { sparsity: 0.7 }).mask, 10)).toEqual(['0100101001']);
  });

  it('takes the lower column of equal magnitudes', () => {
    const w = matrix([[-2, 2, 2, 2, 0, 0, -0, 0]]);
    expect(rowsOf(prune(w, over(2), { sparsity: 0.5 }).mask, 8)).toEqual(['11001100']);
  });

  it('keeps in each bank what sorting it would keep, for any matrix, mask and sparsity', () => {
    fc.assert(
      fc.property(
        anyMatrix,
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom('even', 'blocked'),
        anySparsity,
        (w, banks, placement, sparsity) => {
          const { mask, perBank } = prune(w, over(banks, placement), { sparsity });
          const k = entriesPerBank(w.cols, banks, sparsity);
          const expected = range(0, w.rows).flatMap((row) =>
            range(0, banks).flatMap((bank) => {
              const columns = columnsOfBank(placement, w.cols, banks, bank);
              return largestPositions(
                w,
                columns.map((c) => row * w.cols + c),
                k,
              );
            }),
          );
          expect(mask).toEqual(maskOf(w.values.length, expected));
          expect(perBank).toBe(k);
        },
      ),
    );
  });
});

describe('a count for bank-balanced pruning', () => {
  it('is met exactly when some k keeps that many', () => {
    const w = gaussian(3, 10);
    const { sizes, depth } = placeColumns('even', 10, 4);
    for (let k = 1; k <= depth; k++) {
      const count = 3 * sizes.reduce((sum, size) => sum + Math.min(size, k), 0);
      const pruned = prune(w, over(4), { keep: count });
      expect([pruned.kept, pruned.perBank]).toEqual([count, k]);
    }
  });

  it.each([
    [13, 'tensor w: cannot keep 13 weights bank-balanced over 4 banks, expected 12 or 24'],
    [0, 'tensor w: cannot keep 0 weights bank-balanced over 4 banks, expected at least 12'],
  ])('is refused otherwise: %d', (keep, message) => {
    expect(() => prune(gaussian(3, 10), over(4), { keep })).toThrow(new BadInput(message));
  });
});
