import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockBitmapsStorage,
  decodeBlockBitmaps,
  encodeBlockBitmaps,
} from '../../../src/bbs/formats/block-bitmaps.ts';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import type { BlockColumnsPattern } from '../../../src/bbs/patterns/block-columns.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { storedPositions } from '../../../src/bbs/store.ts';
import { anyMatrix, anySparsity, matrix } from '../matrices.ts';
import { codesOf } from '../stored.ts';
import { cyclesOn, gaussian } from './cycles.ts';
import { exactCount, maskOf, range, rowsOf } from './naive.ts';

const blocks = (blockRows: number, blockCols: number, rowShare: number): BlockColumnsPattern => ({
  kind: 'block-columns',
  blockRows,
  blockCols,
  rowShare,
});

const anyBlocks = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 0.2, 0.5, 1))
  .map(([blockRows, blockCols, rowShare]) => blocks(blockRows, blockCols, rowShare));

/** The positions of the parts of `rows` x `cols` into which the matrix is cut, row-major over the parts. */
function parts(w: DenseMatrix, rows: number, cols: number): number[][] {
  return range(0, Math.ceil(w.rows / rows)).flatMap((i) =>
    range(0, Math.ceil(w.cols / cols)).map((j) =>
      range(i * rows, Math.min(w.rows, (i + 1) * rows)).flatMap((row) =>
        range(j * cols, Math.min(w.cols, (j + 1) * cols)).map((col) => row * w.cols + col),
      ),
    ),
  );
}

/** The rule itself, by sorting: the positions in the parts with the largest squares, `share` of them. */
function ranking(w: DenseMatrix, all: number[][]) {
  const isInside = (i: number) => w.mask === null || w.mask[i] === 1;
  const square = (part: number[]) => part.filter(isInside).reduce((sum, i) => sum + w.values[i] ** 2, 0);
  const inside = all.map((part, index) => ({ part, index })).filter(({ part }) => part.some(isInside));
  const ordered = inside
    .map((one) => ({ ...one, square: square(one.part) }))
    .sort((a, b) => b.square - a.square || a.index - b.index);
  return {
    countAt: (share: number) => Math.min(all.length, Math.floor(share * all.length + 0.5 + 1e-12)),
    first: (count: number) => new Set(ordered.slice(0, count).flatMap(({ part }) => part)),
    all,
  };
}

/** What is kept at a density that columns and rows share. */
function keptAt(w: DenseMatrix, { blockRows, blockCols, rowShare }: BlockColumnsPattern) {
  const columns = ranking(w, parts(w, blockRows, 1));
  const rows = ranking(w, parts(w, 1, blockCols));
  return (density: number): number[] => {
    const [ofColumns, ofRows] = [
      columns.countAt(density ** (1 - rowShare)),
      rows.countAt(density ** rowShare),
    ];
    if (ofColumns === columns.all.length && ofRows === rows.all.length) return range(0, w.values.length);
    const inRows = rows.first(ofRows);
    return [...columns.first(ofColumns)].filter((i) => inRows.has(i));
  };
}

/** Densities at which there is one column or one row more, and between them. */
function densities(w: DenseMatrix, { blockRows, blockCols, rowShare }: BlockColumnsPattern): number[] {
  const steps = (count: number, share: number) =>
    share === 0 ? [] : range(0, count).map((n) => ((n + 0.5) / count) ** (1 / share));
  const ends = [
    0,
    1,
    ...steps(Math.ceil(w.rows / blockRows) * w.cols, 1 - rowShare),
    ...steps(w.rows * Math.ceil(w.cols / blockCols), rowShare),
  ].sort((a, b) => a - b);
  return [0, 1, ...ends.slice(1).map((end, i) => (end + ends[i]) / 2)];
}

describe('pruning columns and rows of blocks', () => {
  const w = matrix([
    [9, 1, 0, 4],
    [0, 1, 0, 4],
    [2, 3, 5, 1],
    [2, 0, 5, 1],
  ]);

  it('keeps the columns of blocks with the largest norms', () => {
    // Squares of the columns: 81, 2, 0, 32 above, 8, 9, 50, 2 below.
    expect(rowsOf(prune(w, blocks(2, 2, 0), { sparsity: 0.5 }).mask, 4)).toEqual([
      '1001',
      '1001',
      '0110',
      '0110',
    ]);
  });

  it('keeps the rows of blocks with the largest norms', () => {
    // Squares of the rows, left and right: 82, 16; 1, 16; 13, 26; 4, 26.
    expect(rowsOf(prune(w, blocks(2, 2, 1), { sparsity: 0.5 }).mask, 4)).toEqual(
      ['1100', '0000', '0011', '0011'].map((row, i) => (i === 0 ? '1111' : row)),
    );
  });

  it('keeps what is in a kept column and in a kept row, half of each at a quarter of the weights', () => {
    const { mask, kept } = prune(w, blocks(2, 2, 0.5), { sparsity: 0.75 });
    expect(rowsOf(mask, 4)).toEqual(['1001', '0000', '0010', '0010']);
    expect(kept).toBe(4);
  });

  it('takes the lower segment of equal norms', () => {
    const ties = matrix([
      [1, 2, 2, 1],
      [2, 1, 0, 2],
    ]);
    expect(rowsOf(prune(ties, blocks(2, 2, 0), { sparsity: 0.5 }).mask, 4)).toEqual(['1100', '1100']);
    expect(rowsOf(prune(ties, blocks(2, 2, 1), { sparsity: 0.75 }).mask, 4)).toEqual(['1100', '0000']);
  });

  it('keeps what sorting the segments would, nearest to the count, for any matrix, mask and sparsity', () => {
    fc.assert(
      fc.property(anyMatrix, anyBlocks, fc.nat(100), (dense, pattern, percent) => {
        const length = dense.values.length;
        const asked = exactCount(length, percent);
        const rule = keptAt(dense, pattern);
        const reachable = densities(dense, pattern).map(rule);
        const best = reachable.reduce((nearest, kept) => {
          const [old, now] = [nearest, kept].map((one) => Math.abs(one.length - asked));
          return now < old || (now === old && kept.length > nearest.length) ? kept : nearest;
        });
        const { mask, kept } = prune(dense, pattern, { sparsity: percent / 100 });
        expect(kept).toBe(best.length);
        expect(mask).toEqual(maskOf(length, best));
      }),
      { numRuns: 50 },
    );
  });

  it('with blocks of one weight is unstructured pruning', () => {
    const single = fc.constantFrom(0, 0.2, 0.5, 1).map((rowShare) => blocks(1, 1, rowShare));
    fc.assert(
      fc.property(anyMatrix, single, anySparsity, (weights, pattern, sparsity) => {
        // Squares of the smallest doubles are zero.
        const dense = { ...weights, values: Float32Array.from(weights.values), mask: null };
        const { mask } = prune(dense, pattern, { sparsity });
        expect(mask).toEqual(prune(dense, { kind: 'unstructured' }, { sparsity }).mask);
      }),
    );
  });

  it('with a block as large as the matrix removes whole rows and columns', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, (dense, sparsity) => {
        const { mask } = prune(dense, blocks(4096, 4096, 0.5), { sparsity });
        const rows = rowsOf(mask, Math.max(1, dense.cols)).filter((row) => row.includes('1'));
        expect(new Set(rows).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('what pruned blocks take in memory', () => {
  it('is read back as it was, whatever was pruned', () => {
    fc.assert(
      fc.property(anyMatrix, anyBlocks, anySparsity, (dense, pattern, sparsity) => {
        const stored = storedPositions(dense, prune(dense, pattern, { sparsity }).mask);
        expect(decodeBlockBitmaps(encodeBlockBitmaps(stored, pattern))).toEqual(codesOf(stored));
      }),
    );
  });

  it('is blocks * (p + q) index bits: 1 / (d * p) column bits for each kept weight where no rows go', () => {
    const dense = gaussian(64, 256, 'bits');
    for (const [p, q] of [
      [8, 64],
      [16, 32],
      [4, 256],
    ]) {
      const pattern = blocks(p, q, 0);
      const { mask, kept } = prune(dense, pattern, { sparsity: 0.875 });
      const encoded = encodeBlockBitmaps(storedPositions(dense, mask), pattern);
      const count = (64 / p) * (256 / q);
      expect(blockBitmapsStorage(encoded, 16).indexBits).toBe(count * (p + q));
      expect(encoded.columnBits.length / kept).toBe(1 / (0.125 * p));
      expect(encoded.rowBits.length / kept).toBe(1 / (0.125 * q));
    }
  });
});

describe('an SpMV of as many weights', () => {
  it.each([
    { pes: 8, banks: 16, rows: 128, cols: 256, perBank: 2 },
    { pes: 16, banks: 16, rows: 256, cols: 512, perBank: 4 },
    { pes: 4, banks: 8, rows: 64, cols: 64, perBank: 1 },
  ])(
    'takes longest unstructured, less by columns of blocks of $pes rows, one for each PE, and least balanced over $banks banks',
    ({ pes, banks, rows, cols, perBank }) => {
      for (const seed of ['one', 'two', 'three']) {
        const dense = gaussian(rows, cols, seed);
        const balanced = prune(
          dense,
          { kind: 'bank-balanced', banks, placement: 'even' },
          { sparsity: 1 - (perBank * banks) / cols },
        );
        const keep = balanced.kept;
        const columns = prune(dense, blocks(pes, cols, 0), { keep });
        expect(columns.kept).toBe(keep);
        const unstructured = prune(dense, { kind: 'unstructured' }, { keep });
        const csr = { kind: 'csr', pes, banks, placement: 'cyclic' };
        const [least, less, most] = [
          cyclesOn({ kind: 'bbs', pes, banks }, dense, balanced.mask),
          cyclesOn(csr, dense, columns.mask),
          cyclesOn(csr, dense, unstructured.mask),
        ];
        expect(least).toBeLessThanOrEqual(less);
        expect(less).toBeLessThanOrEqual(most);
      }
    },
  );
});
