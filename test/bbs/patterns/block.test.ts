import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import type { BlockPattern } from '../../../src/bbs/patterns/block.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { anyMatrix, matrix } from '../matrices.ts';
import { exactCount, maskOf, range, rowsOf } from './naive.ts';

const blocks = (blockRows: number, blockCols: number): BlockPattern => ({
  kind: 'block',
  blockRows,
  blockCols,
});

/** The positions of every block, blocks in row-major order. */
function blockPositions({ rows, cols }: DenseMatrix, { blockRows, blockCols }: BlockPattern): number[][] {
  return range(0, Math.ceil(rows / blockRows)).flatMap((i) =>
    range(0, Math.ceil(cols / blockCols)).map((j) =>
      range(i * blockRows, Math.min(rows, (i + 1) * blockRows)).flatMap((row) =>
        range(j * blockCols, Math.min(cols, (j + 1) * blockCols)).map((col) => row * cols + col),
      ),
    ),
  );
}

/** Blocks by falling sum of |w|, those wholly outside the mask last. */
function rankedBlocks(w: DenseMatrix, pattern: BlockPattern): number[][] {
  const outside = (i: number) => w.mask !== null && w.mask[i] === 0;
  const sum = (positions: number[]) =>
    positions.every(outside)
      ? -1
      : positions.filter((i) => !outside(i)).reduce((total, i) => total + Math.abs(w.values[i]), 0);
  const all = blockPositions(w, pattern).map((positions, index) => ({
    positions,
    index,
    sum: sum(positions),
  }));
  return all.sort((a, b) => b.sum - a.sum || a.index - b.index).map(({ positions }) => positions);
}

describe('block pruning', () => {
  it('keeps whole blocks by the sum of their magnitudes', () => {
    const w = matrix([
      [4, 0, 1, 1, 0, 0],
      [0, 0, 1, 2, 0, 1],
      [0, 0, 0, 0, -3, 0],
    ]);
    const { mask, kept, history } = prune(w, blocks(2, 2), { sparsity: 0.5 });
    expect(rowsOf(mask, 6)).toEqual(['111100', '111100', '000011']);
    expect(kept).toBe(10);
    expect(history).toEqual([1 - 10 / 18]);
  });

  it('takes the lower block of equal sums, row by row', () => {
    const w = matrix([
      [1, 1, 2, 0],
      [0, 2, 1, 1],
    ]);
    expect(rowsOf(prune(w, blocks(1, 2), { sparsity: 0.5 }).mask, 4)).toEqual(['1111', '0000']);
    expect(rowsOf(prune(w, blocks(1, 2), { sparsity: 0.25 }).mask, 4)).toEqual(['1111', '1100']);
  });

  it('keeps at least one block', () => {
    expect(prune(matrix([[1, 2, 3, 4]]), blocks(1, 2), { sparsity: 1 }).kept).toBe(2);
  });

  it('keeps what sorting the blocks would keep, for any matrix, mask and sparsity', () => {
    const size = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(anyMatrix, size, size, fc.nat(100), (w, blockRows, blockCols, percent) => {
        const pattern = blocks(blockRows, blockCols);
        const ranked = rankedBlocks(w, pattern);
        const count = Math.max(1, exactCount(ranked.length, percent));
        const { mask } = prune(w, pattern, { sparsity: percent / 100 });
        expect(mask).toEqual(maskOf(w.values.length, ranked.slice(0, count).flat()));
      }),
    );
  });

  it('meets a count as nearly as whole blocks can', () => {
    const size = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(anyMatrix, size, size, fc.nat(), (w, blockRows, blockCols, seed) => {
        const keep = seed % (w.values.length + 1);
        const pattern = blocks(blockRows, blockCols);
        let best = 0;
        let kept = 0;
        for (const { length } of rankedBlocks(w, pattern)) {
          kept += length;
          if (best === 0 || Math.abs(kept - keep) <= Math.abs(best - keep)) best = kept;
        }
        expect(prune(w, pattern, { keep }).kept).toBe(best);
      }),
    );
  });
});
