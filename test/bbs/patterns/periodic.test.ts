import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePeriodic, periodicStorage } from '../../../src/bbs/formats/periodic.ts';
import type { PeriodicPattern } from '../../../src/bbs/patterns/periodic.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { storedPositions } from '../../../src/bbs/store.ts';
import { anyMatrix, matrix } from '../matrices.ts';
import { cyclesOn, gaussian, keptSquares } from './cycles.ts';
import { exactCount, maskOf, range, rowsOf } from './naive.ts';

const every = (period: number): PeriodicPattern => ({ kind: 'periodic', period });
const anyPeriod = fc.integer({ min: 2, max: 20 }).map(every);

describe('periodic pruning', () => {
  it('keeps the phases with the largest sums over all rows', () => {
    const w = matrix([
      [1, 5, 0, -4, 0, 1, 2],
      [1, 0, 3, 0, 0, 3, 0],
    ]);
    // Of period 3: columns 0, 3, 6 have 8; 1, 4 have 5; 2, 5 have 7.
    expect(rowsOf(prune(w, every(3), { sparsity: 0.5 }).mask, 7)).toEqual(['1011011', '1011011']);
    expect(rowsOf(prune(w, every(3), { sparsity: 0.7 }).mask, 7)).toEqual(['1001001', '1001001']);
  });

  it('takes the lower phase of equal sums, and keeps at least one', () => {
    const w = matrix([[1, 2, 2, 1]]);
    expect(rowsOf(prune(w, every(2), { sparsity: 0.5 }).mask, 4)).toEqual(['1010']);
    expect(rowsOf(prune(w, every(4), { sparsity: 1 }).mask, 4)).toEqual(['0100']);
  });

  it('keeps what sorting the phases would keep, for any matrix, mask and sparsity', () => {
    fc.assert(
      fc.property(anyMatrix, anyPeriod, fc.nat(100), (w, { period }, percent) => {
        const isOutside = (i: number) => w.mask !== null && w.mask[i] === 0;
        const phases = range(0, period).map((phase) => {
          const positions = range(0, w.values.length).filter((i) => (i % w.cols) % period === phase);
          const inside = positions.filter((i) => !isOutside(i));
          const sum = inside.reduce((total, i) => total + Math.abs(w.values[i]), 0);
          return { phase, positions, sum: inside.length === 0 ? -1 : sum };
        });
        phases.sort((a, b) => b.sum - a.sum || a.phase - b.phase);
        const kept = phases.slice(0, Math.max(1, exactCount(period, percent)));
        const expected = maskOf(
          w.values.length,
          kept.flatMap(({ positions }) => positions),
        );
        expect(prune(w, every(period), { sparsity: percent / 100 }).mask).toEqual(expected);
      }),
    );
  });

  it('meets a count as nearly as whole phases can', () => {
    fc.assert(
      fc.property(anyMatrix, anyPeriod, fc.nat(), (w, pattern, seed) => {
        const keep = seed % (w.values.length + 1);
        const reachable = range(0, pattern.period + 1).map(
          (n) => prune(w, pattern, { sparsity: 1 - n / pattern.period }).kept,
        );
        const nearest = Math.min(...reachable.map((kept) => Math.abs(kept - keep)));
        expect(Math.abs(prune(w, pattern, { keep }).kept - keep)).toBe(nearest);
      }),
    );
  });

  it('keeps the same columns in every row, and says which in bits that do not know the rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 32 }), fc.integer({ min: 1, max: 20 }), (period, rows) => {
        const dense = gaussian(rows, 64, 'rows');
        const { mask } = prune(dense, every(period), { sparsity: 0.75 });
        expect(new Set(rowsOf(mask, 64)).size).toBe(1);
        const { indexBits } = periodicStorage(encodePeriodic(storedPositions(dense, mask), { period }), 16);
        const phases = Math.max(1, exactCount(period, 75));
        expect(indexBits).toBe(phases * Math.ceil(Math.log2(period)));
      }),
    );
  });
});

describe('periodic pruning with a period that divides the banks', () => {
  it('takes the cycles of bank-balanced pruning to as many weights in every bank, and keeps no more magnitude', () => {
    const [rows, cols, banks] = [48, 256, 16];
    const dense = gaussian(rows, cols, 'periods');
    for (const [period, sparsity] of [
      [4, 0.75],
      [8, 0.75],
      [16, 0.875],
      [16, 0.5],
    ]) {
      const array = { kind: 'bbs', pes: 4, banks };
      const periodic = prune(dense, every(period), { sparsity });
      const balanced = prune(dense, { kind: 'bank-balanced', banks, placement: 'even' }, { sparsity });
      expect(periodic.kept).toBe(balanced.kept);
      expect(cyclesOn(array, dense, periodic.mask)).toBe(cyclesOn(array, dense, balanced.mask));
      expect(keptSquares(dense, periodic.mask)).toBeLessThanOrEqual(keptSquares(dense, balanced.mask));
    }
  });
});
