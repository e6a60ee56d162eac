import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import type { VectorPattern } from '../../../src/bbs/patterns/vector.ts';
import { anyMatrix, matrix } from '../matrices.ts';
import { exactCount, maskOf, range, rowsOf } from './naive.ts';

const runsOf = (length: number): VectorPattern => ({ kind: 'vector', length });

describe('vector-wise pruning', () => {
  it('keeps whole runs of a row by the sum of their magnitudes, the cut one at the end too', () => {
    const w = matrix([
      [1, -1, 3, 0, 9],
      [2, 2, 0, 0, 1],
    ]);
    // Runs of two columns: 2, 3, 9 and 4, 0, 1; of six the largest three.
    expect(rowsOf(prune(w, runsOf(2), { sparsity: 0.5 }).mask, 5)).toEqual(['00111', '11000']);
  });

  it('takes the first of equal runs, row by row', () => {
    const w = matrix([
      [1, 2, 0, 3],
      [3, 0, 1, 1],
    ]);
    expect(rowsOf(prune(w, runsOf(2), { sparsity: 0.5 }).mask, 4)).toEqual(['1111', '0000']);
  });

  it('keeps at least one run', () => {
    expect(prune(matrix([[1, 2, 3, 4]]), runsOf(2), { sparsity: 1 }).kept).toBe(2);
  });

  it('keeps what sorting the runs would keep, for any matrix and sparsity', () => {
    fc.assert(
      fc.property(anyMatrix, fc.integer({ min: 1, max: 6 }), fc.nat(100), (w, length, percent) => {
        fc.pre(w.mask === null);
        const runs = range(0, w.rows).flatMap((row) =>
          range(0, Math.ceil(w.cols / length)).map((i) => {
            const columns = range(i * length, Math.min(w.cols, (i + 1) * length));
            const positions = columns.map((col) => row * w.cols + col);
            return { positions, sum: positions.reduce((sum, at) => sum + Math.abs(w.values[at]), 0) };
          }),
        );
        const ranked = runs.toSorted((a, b) => b.sum - a.sum || a.positions[0] - b.positions[0]);
        const kept = ranked.slice(0, Math.max(1, exactCount(runs.length, percent)));
        const { mask } = prune(w, runsOf(length), { sparsity: percent / 100 });
        expect(mask).toEqual(
          maskOf(
            w.values.length,
            kept.flatMap(({ positions }) => positions),
          ),
        );
      }),
    );
  });
});
