import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bcsrStorage, encodeBcsr } from '../../../src/bbs/formats/bcsr.ts';
import type { OneByNPattern } from '../../../src/bbs/patterns/one-by-n.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { anyMatrix, anySparsity, matrix } from '../matrices.ts';
import { bitsToTell, prunedMatrix } from '../stored.ts';
import { cyclesOn, gaussian, timingOn } from './cycles.ts';
import { exactCount, maskOf, range, rowsOf } from './naive.ts';

const groupsOf = (rows: number): OneByNPattern => ({ kind: 'one-by-n', rows });
const anyRows = fc.integer({ min: 1, max: 5 });

/** The positions of every block: a column of each group of rows, blocks in row-major order. */
function blocksOf(rows: number, cols: number, n: number): number[][] {
  return range(0, Math.ceil(rows / n)).flatMap((group) =>
    range(0, cols).map((col) =>
      range(group * n, Math.min(rows, (group + 1) * n)).map((row) => row * cols + col),
    ),
  );
}

describe('1xN pruning', () => {
  it('keeps columns of groups of rows by the sum of their magnitudes, the cut group at the end too', () => {
    const w = matrix([
      [1, 0, 2],
      [-3, 1, 1],
      [0, 5, 2],
    ]);
    // Groups of two rows: 4, 1, 3 and 0, 5, 2; of six the largest three.
    expect(rowsOf(prune(w, groupsOf(2), { sparsity: 0.5 }).mask, 3)).toEqual(['101', '101', '010']);
  });

  it('1xN (Lin et al., TPAMI 2022): a mask is whole blocks of N consecutive rows in one column', () => {
    fc.assert(
      fc.property(anyMatrix, anyRows, anySparsity, (w, n, sparsity) => {
        const { mask } = prune(w, groupsOf(n), { sparsity });
        for (const block of blocksOf(w.rows, w.cols, n)) {
          expect(new Set(block.map((at) => mask[at])).size).toBe(1);
        }
      }),
    );
  });

  it('keeps what sorting the blocks by their L1 norm would keep, for any matrix and sparsity', () => {
    fc.assert(
      fc.property(anyMatrix, anyRows, fc.nat(100), (w, n, percent) => {
        fc.pre(w.mask === null);
        const blocks = blocksOf(w.rows, w.cols, n).map((positions) => ({
          positions,
          norm: positions.reduce((sum, at) => sum + Math.abs(w.values[at]), 0),
        }));
        // Sorting is stable: of equal norms the first block in row-major order stays in front.
        const ranked = blocks.toSorted((a, b) => b.norm - a.norm);
        const kept = ranked.slice(0, Math.max(1, exactCount(blocks.length, percent)));
        const positions = kept.flatMap((block) => block.positions);
        const { mask } = prune(w, groupsOf(n), { sparsity: percent / 100 });
        expect(mask).toEqual(maskOf(w.values.length, positions));
      }),
    );
  });

  it('1xN (Lin et al., TPAMI 2022): an index costs log2(D) / N bits per weight where N divides the rows', () => {
    fc.assert(
      fc.property(anyMatrix, anyRows, anySparsity, (w, n, sparsity) => {
        fc.pre(w.rows % n === 0);
        const kept = prunedMatrix(w, groupsOf(n), sparsity);
        const { indexBits } = bcsrStorage(encodeBcsr(kept, { blockRows: n, blockCols: 1 }), 16);
        expect(indexBits * n).toBe(kept.codes.length * bitsToTell(w.cols));
      }),
    );
  });

  it('1xN (Lin et al., TPAMI 2022): a multiplication costs 1 / N reads of x', () => {
    fc.assert(
      fc.property(anyMatrix, anyRows, anySparsity, (w, n, sparsity) => {
        fc.pre(w.rows % n === 0);
        const { rowStart, columns, codes } = prunedMatrix(w, groupsOf(n), sparsity);
        // What the rows of a group read together.
        const reads = range(0, w.rows / n).map(
          (group) => new Set(columns.slice(rowStart[group * n], rowStart[(group + 1) * n])).size,
        );
        expect(reads.reduce((sum, count) => sum + count, 0) * n).toBe(codes.length);
      }),
    );
  });
});

describe('at equal numbers of weights', () => {
  const [pes, banks] = [8, 8];
  const csr = { kind: 'csr', pes, banks };

  it.each(['a', 'b', 'c'])(
    '1xN (Lin et al., TPAMI 2022): bank-balanced is fastest, then 1xN with N = PEs, then CSR: matrix %s',
    (seed) => {
      const w = gaussian(96, 192, seed);
      const banked = prune(w, { kind: 'bank-balanced', banks, placement: 'even' }, { sparsity: 0.875 });
      const { kept: keep } = banked;
      const ofGroups = prune(w, groupsOf(pes), { keep });
      const unstructured = prune(w, { kind: 'unstructured' }, { keep });
      expect([ofGroups.kept, unstructured.kept]).toEqual([keep, keep]);
      const grouped = timingOn(csr, w, ofGroups.mask);
      expect(cyclesOn({ kind: 'bbs', pes, banks }, w, banked.mask)).toBeLessThanOrEqual(grouped.cycles);
      expect(grouped.cycles).toBeLessThanOrEqual(cyclesOn(csr, w, unstructured.mask));
      // Every PE has a row of each group, so all have the same work.
      expect(new Set(grouped.busyCycles).size).toBe(1);
    },
  );
});
