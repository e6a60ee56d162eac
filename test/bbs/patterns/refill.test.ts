import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeDenseBlocks } from '../../../src/bbs/formats/dense-blocks.ts';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { storedPositions } from '../../../src/bbs/store.ts';
import { anyMatrix, matrix } from '../matrices.ts';
import { exactCount, largestPositions, maskOf, range, rowsOf } from './naive.ts';

const refill: PatternConfig = { kind: 'refill' };

/** The rule by sorting: the largest weights are counted by rows, and the rows with most are filled up. */
function refilled(w: DenseMatrix, percent: number): Uint8Array {
  const survivors = Math.max(1, exactCount(w.values.length, percent));
  const positions = largestPositions(w, range(0, w.values.length), survivors);
  const count = (row: number) => positions.filter((i) => Math.floor(i / w.cols) === row).length;
  const ranked = range(0, w.rows).sort((a, b) => count(b) - count(a) || a - b);
  const kept = ranked.slice(0, Math.max(1, Math.floor(survivors / w.cols)));
  return maskOf(
    w.values.length,
    kept.flatMap((row) => range(row * w.cols, (row + 1) * w.cols)),
  );
}

describe('refilling', () => {
  it('fills up the rows with most of the largest weights, as many as these would fill', () => {
    // The seven largest are three of row 0, one of row 1 and three of row 3: they fill one row, the lower.
    const w = matrix([
      [5, -5, 5, 0],
      [0, 9, 0, 0],
      [1, 1, 1, 1],
      [0, 4, 4, -4],
    ]);
    expect(rowsOf(prune(w, refill, { sparsity: 9 / 16 }).mask, 4)).toEqual(['1111', '0000', '0000', '0000']);
    // With one more, of row 2, they fill two.
    const { mask, kept, perBank } = prune(w, refill, { sparsity: 0.5 });
    expect(rowsOf(mask, 4)).toEqual(['1111', '0000', '0000', '1111']);
    expect([kept, perBank]).toEqual([8, null]);
  });

  it('counts survivors and not magnitude: a row with the largest weight may go', () => {
    const w = matrix([
      [100, 0, 0],
      [2, 2, 0],
    ]);
    expect(rowsOf(prune(w, refill, { sparsity: 0.5 }).mask, 3)).toEqual(['000', '111']);
  });

  it('takes the lower of rows with as many survivors, and fills no row in part', () => {
    const w = matrix([
      [0, 1],
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
    expect(rowsOf(prune(w, refill, { sparsity: 0.5 }).mask, 2)).toEqual(['11', '11', '00', '00']);
  });

  it('keeps one row at least: of nothing, that of the largest weight', () => {
    const w = matrix([
      [1, 2],
      [3, 0],
    ]);
    expect(rowsOf(prune(w, refill, { sparsity: 1 }).mask, 2)).toEqual(['00', '11']);
  });

  it('keeps what sorting would keep, for any matrix, mask and sparsity', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(100), (w, percent) => {
        fc.pre(w.values.length > 0);
        expect(prune(w, refill, { sparsity: percent / 100 }).mask).toEqual(refilled(w, percent));
      }),
    );
  });

  it('meets a count as nearly as whole rows can', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(), ({ ...w }, seed) => {
        fc.pre(w.values.length > 0);
        const keep = seed % (w.values.length + 1);
        const rows = range(1, w.rows + 1).reduce((best, some) =>
          Math.abs(some * w.cols - keep) <= Math.abs(best * w.cols - keep) ? some : best,
        );
        expect(prune(w, refill, { keep }).kept).toBe(rows * w.cols);
      }),
    );
  });

  it('keeps of fewer weights than half a row that row which has most of the largest of a whole one', () => {
    const w = matrix([
      [9, 0, 0],
      [5, 5, 0],
    ]);
    expect(rowsOf(prune(w, refill, { keep: 1 }).mask, 3)).toEqual(['000', '111']);
  });

  it('leaves one dense block of whole rows', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(100), (w, percent) => {
        fc.pre(w.values.length > 0);
        const { mask, kept } = prune(w, refill, { sparsity: percent / 100 });
        const blocks = encodeDenseBlocks(storedPositions(w, mask));
        expect([...blocks.firstRow]).toEqual([0, kept / w.cols]);
        expect([...blocks.columnList]).toEqual(range(0, w.cols));
      }),
    );
  });

  it('loses nothing when it is done again', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(100), (w, percent) => {
        const { mask } = prune(w, refill, { sparsity: percent / 100 });
        const again = { ...w, mask };
        expect(prune(again, refill, { sparsity: percent / 100 }).mask).toEqual(mask);
      }),
    );
  });
});
