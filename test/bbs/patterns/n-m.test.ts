import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csbStorage, encodeCsb } from '../../../src/bbs/formats/csb.ts';
import { encodeNmGroups, nmGroupsStorage } from '../../../src/bbs/formats/n-m.ts';
import type { DenseMatrix, StoredMatrix } from '../../../src/bbs/matrix.ts';
import { entriesPerBank } from '../../../src/bbs/patterns/bank-balanced.ts';
import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import type { NToMPattern } from '../../../src/bbs/patterns/n-m.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { placeColumns } from '../../../src/bbs/placement.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { seeded } from '../../../src/num/random.ts';
import { accelerator } from '../../hw/array/arrays.ts';
import { anyMatrix, anySparsity, matrix } from '../matrices.ts';
import { prunedMatrix } from '../stored.ts';
import { keptSquares } from './cycles.ts';
import { exactCount, largestPositions, maskOf, range, rowsOf } from './naive.ts';

const groupsOf = (m: number): NToMPattern => ({ kind: 'n-m', m });
const ofAll = (of: ArrayLike<number>) => Array.from(of).reduce((sum, value) => sum + value, 0);

/** Whole numbers, so that sums of squares are exact. */
function random(rows: number, cols: number, seed: number): DenseMatrix {
  const next = seeded(seed);
  const values = Float64Array.from({ length: rows * cols }, () => Math.floor(200 * next()) - 100);
  return { tensor: 'w', rows, cols, values, raw: false, mask: null };
}

/** Rows, banks of the array, and columns of each. */
const anySize = fc.record({
  rows: fc.integer({ min: 1, max: 12 }),
  banks: fc.integer({ min: 2, max: 8 }),
  depth: fc.integer({ min: 2, max: 12 }),
  pes: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(1e6),
});

function timeOn(kind: 'bbs' | 'dense', pes: number, banks: number, stored: StoredMatrix) {
  const array = buildArray(accelerator({ kind, pes, banks }));
  const { beats } = array.encode(stored);
  return array.time(beats, beats.order);
}

describe('N:M pruning', () => {
  it('keeps the largest of every group of consecutive columns: 2:4, and 2 of a cut group of 3', () => {
    const w = matrix([
      [1, -4, 3, 2, 5, 6, -7],
      [2, 2, 2, 2, 0, 0, 0],
    ]);
    expect(rowsOf(prune(w, groupsOf(4), { sparsity: 0.5 }).mask, 7)).toEqual(['0110011', '1100110']);
  });

  it('keeps at least one of a group, and all of a cut group that is smaller than N', () => {
    expect(rowsOf(prune(matrix([[1, 2, 3, 4, 5]]), groupsOf(4), { sparsity: 1 }).mask, 5)).toEqual(['00011']);
    expect(rowsOf(prune(matrix([[1, 2, 3, 4, 0]]), groupsOf(4), { sparsity: 0.25 }).mask, 5)).toEqual([
      '01111',
    ]);
  });

  it('keeps exactly the smaller of N and the size in every group, by sorting it', () => {
    fc.assert(
      fc.property(anyMatrix, fc.integer({ min: 2, max: 17 }), fc.nat(100), (w, m, percent) => {
        const n = Math.max(1, exactCount(m, percent));
        const kept = range(0, w.rows).flatMap((row) =>
          range(0, Math.ceil(w.cols / m)).flatMap((group) => {
            const columns = range(group * m, Math.min(w.cols, (group + 1) * m));
            return largestPositions(
              w,
              columns.map((col) => row * w.cols + col),
              Math.min(n, columns.length),
            );
          }),
        );
        const { mask } = prune(w, groupsOf(m), { sparsity: percent / 100 });
        expect(mask).toEqual(maskOf(w.values.length, kept));
      }),
    );
  });

  it('keeps the nearest count that whole numbers per group can', () => {
    fc.assert(
      fc.property(anyMatrix, fc.integer({ min: 2, max: 17 }), fc.nat(), (w, m, draw) => {
        const keep = draw % (w.values.length + 1);
        const sizes = range(0, Math.ceil(w.cols / m)).map((group) => Math.min(m, w.cols - group * m));
        const counts = range(1, m + 1).map((n) => w.rows * ofAll(sizes.map((size) => Math.min(n, size))));
        const nearest = Math.min(...counts.map((count) => Math.abs(count - keep)));
        expect(Math.abs(prune(w, groupsOf(m), { keep }).kept - keep)).toBe(nearest);
      }),
    );
  });
});

describe('N:M beside bank-balanced sparsity', () => {
  it('STA (Fang et al., TVLSI 2022): M = D / N has the mask, the cycles and the bits of N banks', () => {
    fc.assert(
      fc.property(anySize, anySparsity, ({ rows, banks, depth, pes, seed }, sparsity) => {
        const w = random(rows, banks * depth, seed);
        const banked: PatternConfig = { kind: 'bank-balanced', banks, placement: 'even' };
        const [ofGroups, ofBanks] = [groupsOf(depth), banked].map((to) => prunedMatrix(w, to, sparsity));
        expect(ofGroups.columns).toEqual(ofBanks.columns);
        expect(ofGroups.rowStart).toEqual(ofBanks.rowStart);
        expect(timeOn('bbs', pes, banks, ofGroups).cycles).toBe(timeOn('bbs', pes, banks, ofBanks).cycles);
        const csb = encodeCsb(ofBanks, placeColumns('even', w.cols, banks));
        expect(csb.perBank).toBe(entriesPerBank(w.cols, banks, sparsity));
        expect(nmGroupsStorage(encodeNmGroups(ofGroups, depth), 16)).toEqual(csbStorage(csb, 16));
      }),
      { numRuns: 40 },
    );
  });

  it('STA (Fang et al., TVLSI 2022): 2:4 takes exactly half of the beats of the dense matrix', () => {
    fc.assert(
      fc.property(anySize, ({ rows, banks, depth, pes, seed }) => {
        const w = random(rows, banks * 4 * depth, seed);
        const dense = timeOn('dense', pes, banks, prunedMatrix(w, { kind: 'dense' }, 0));
        const sparse = timeOn('bbs', pes, banks, prunedMatrix(w, groupsOf(4), 0.5));
        expect(2 * ofAll(sparse.beats)).toBe(ofAll(dense.beats));
        expect(2 * (sparse.cycles - sparse.fillCycles)).toBe(dense.cycles - dense.fillCycles);
        expect(ofAll(sparse.conflictCycles)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('STA (Fang et al., TVLSI 2022): 2:4 keeps at most the squared magnitude of banks at 50 %', () => {
    fc.assert(
      fc.property(anySize, ({ rows, banks, depth, seed }) => {
        const w = random(rows, banks * 4 * depth, seed);
        const banked: PatternConfig = { kind: 'bank-balanced', banks, placement: 'even' };
        const [groups, inBanks] = [groupsOf(4), banked].map((to) => prune(w, to, { sparsity: 0.5 }));
        expect(groups.kept).toBe(inBanks.kept);
        expect(keptSquares(w, groups.mask)).toBeLessThanOrEqual(keptSquares(w, inBanks.mask));
      }),
      { numRuns: 40 },
    );
  });

  it('is not held by an array whose banks cut the groups in two', () => {
    // Banks of three columns, groups of two: the first bank has one entry, the second two.
    const w = prunedMatrix(matrix([[9, 1, 1, 9, 9, 1]]), groupsOf(2), 0.5);
    expect(() => timeOn('bbs', 1, 2, w)).toThrow('the matrix is not bank-balanced over 2 banks');
  });
});
