import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTagged, rowsPerSet } from '../../../src/bbs/formats/tagged.ts';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import type { ComplementaryPattern } from '../../../src/bbs/patterns/complementary.ts';
import { patternOf } from '../../../src/bbs/patterns/named-pattern.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { placeColumns } from '../../../src/bbs/placement.ts';
import { rowSums } from '../../../src/bbs/row-sums.ts';
import { storeEntries } from '../../../src/bbs/store.ts';
import { noSaturations } from '../../../src/num/fixed.ts';
import { accelerator, randomCodes, runFast, spmvCase, storedMatrix } from '../../hw/array/arrays.ts';
import { anyMatrix, anySparsity, matrix } from '../matrices.ts';
import { format } from '../stored.ts';
import { gaussian, keptSquares, timingOn } from './cycles.ts';
import { maskOf, range, rowsOf } from './naive.ts';

const over = (banks: number, placement: 'even' | 'blocked' = 'even'): ComplementaryPattern => ({
  kind: 'complementary',
  banks,
  placement,
});

const anyBanks = fc
  .tuple(fc.integer({ min: 2, max: 12 }), fc.constantFrom('even' as const, 'blocked' as const))
  .map(([banks, placement]) => over(banks, placement));

/** Rows of a set and entries of a bank, by the pattern's own words. */
function setsOf({ cols }: DenseMatrix, { banks, placement }: ComplementaryPattern, sparsity: number) {
  const { sizes, depth } = placeColumns(placement, cols, banks);
  const perBank = Math.max(1, Math.floor((1 - sparsity) * depth + 0.5 + 1e-9));
  const smallest = Math.min(...[...sizes].filter((size) => size > 0), Number.MAX_SAFE_INTEGER);
  return { sizes: [...sizes], perBank, perSet: Math.max(1, Math.floor(smallest / perBank)) };
}

/** The rule itself: from the largest weight of a set and bank to the smallest. */
function dealt(w: DenseMatrix, pattern: ComplementaryPattern, sparsity: number): number[] {
  const { sizes, perBank, perSet } = setsOf(w, pattern, sparsity);
  const magnitude = (i: number) => (w.mask !== null && w.mask[i] === 0 ? -1 : Math.abs(w.values[i]));
  const kept: number[] = [];
  for (let first = 0; first < w.rows; first += Math.min(perSet, w.rows)) {
    const rows = range(first, Math.min(w.rows, first + perSet));
    sizes.reduce((from, size) => {
      const positions = rows.flatMap((row) => range(from, from + size).map((col) => row * w.cols + col));
      positions.sort((a, b) => magnitude(b) - magnitude(a) || a - b);
      const here: number[] = [];
      for (const i of positions) {
        const ofRow = here.filter((other) => Math.floor(other / w.cols) === Math.floor(i / w.cols));
        const ofColumn = here.filter((other) => other % w.cols === i % w.cols);
        if (ofRow.length < perBank && ofColumn.length === 0) here.push(i);
      }
      kept.push(...here);
      return from + size;
    }, 0);
  }
  return kept;
}

describe('complementary pruning', () => {
  it('deals a bank of a set from the largest weight down, a column to one row and as many to each', () => {
    const w = matrix([
      [9, 8, 7, 1, 4, 4, 4, 4],
      [10, 6, 5, 2, 4, 4, 4, 4],
    ]);
    // Bank 0: 10, 8 and 7; 9, 6 and 5 find their columns taken, and 2 is left. Bank 1: the lower row, the
    // lower column.
    const { mask, perBank } = prune(w, over(2), { sparsity: 0.5 });
    expect(rowsOf(mask, 8)).toEqual(['01101100', '10010011']);
    expect(perBank).toBe(2);
  });

  it('packs as many rows as the smallest bank has room for', () => {
    // Banks of 2 and 3 columns, one weight of each row: sets of two rows.
    const w = matrix([
      [2, 1, 1, 1, 1],
      [2, 1, 1, 1, 1],
      [2, 1, 1, 1, 1],
    ]);
    expect(rowsOf(prune(w, over(2), { sparsity: 0.75 }).mask, 5)).toEqual(['10100', '01010', '10100']);
  });

  it('keeps everything at sparsity 0: sets of one row', () => {
    const dense = gaussian(6, 24, 'all');
    const { mask, perBank } = prune(dense, over(4), { sparsity: 0 });
    expect([mask.every((bit) => bit === 1), perBank]).toEqual([true, 6]);
    expect(rowsPerSet(placeColumns('even', 24, 4), 6)).toBe(1);
  });

  it('keeps what the greedy rule says, for any matrix, mask and sparsity', () => {
    fc.assert(
      fc.property(anyMatrix, anyBanks, anySparsity, (w, pattern, sparsity) => {
        const expected = maskOf(w.values.length, dealt(w, pattern, sparsity));
        expect(prune(w, pattern, { sparsity }).mask).toEqual(expected);
      }),
    );
  });

  it('leaves no two rows of a set a column, and every row as many weights in every bank', () => {
    fc.assert(
      fc.property(anyMatrix, anyBanks, anySparsity, (w, pattern, sparsity) => {
        const { sizes, perBank, perSet } = setsOf(w, pattern, sparsity);
        const { mask } = prune(w, pattern, { sparsity });
        const { bankOf } = placeColumns(pattern.placement, w.cols, pattern.banks);
        const inBank = new Map<string, number>();
        const inColumn = new Map<string, number>();
        const count = (of: Map<string, number>, key: string) => of.set(key, (of.get(key) ?? 0) + 1);
        for (const i of range(0, mask.length).filter((at) => mask[at] === 1)) {
          const [row, col] = [Math.floor(i / w.cols), i % w.cols];
          count(inBank, `${row}/${bankOf[col]}`);
          count(inColumn, `${Math.floor(row / perSet)}/${col}`);
        }
        expect([...inColumn.values()].every((ones) => ones === 1)).toBe(true);
        for (const [key, ones] of inBank) {
          expect(ones).toBe(Math.min(perBank, sizes[Number(key.split('/')[1])]));
        }
        expect(inBank.size).toBe(w.rows * sizes.filter((size) => size > 0).length);
      }),
    );
  });

  it('keeps as many weights as bank-balanced pruning, of less magnitude where sets have several rows', () => {
    const dense = gaussian(40, 153, 'magnitude');
    for (const sparsity of [0.75, 0.875]) {
      const balanced = prune(dense, { kind: 'bank-balanced', banks: 8, placement: 'even' }, { sparsity });
      const found = prune(dense, over(8), { sparsity });
      expect(found.kept).toBe(balanced.kept);
      expect(prune(dense, over(8), { keep: balanced.kept }).mask).toEqual(found.mask);
      expect(keptSquares(dense, found.mask)).toBeLessThan(keptSquares(dense, balanced.mask));
    }
  });

  it('comes as near to a count as weights in every bank can', () => {
    const dense = gaussian(10, 32, 'near');
    const kept = (keep: number) => prune(dense, over(4), { keep }).kept;
    expect([0, 40, 59, 60, 61, 320].map(kept)).toEqual([40, 40, 40, 80, 80, 320]);
  });

  it('is drawn with its sets of rows and its banks', () => {
    const dense = gaussian(9, 32, 'drawn');
    const selection = prune(dense, over(4), { sparsity: 0.75 });
    expect(patternOf({ kind: 'complementary' }).grid?.(over(4), dense, selection)).toEqual({
      says: 'sets of 4 rows, 4 banks of 8 columns',
      rowBorders: [4, 8],
      columnBorders: [8, 16, 24],
    });
  });

  it('follows the banks of an array of another size', () => {
    const pattern = patternOf({ kind: 'complementary' }).resized?.(over(8, 'blocked'), { pes: 4, banks: 32 });
    expect(pattern).toEqual(over(32, 'blocked'));
  });
});

describe('a matrix of K rows packed into one', () => {
  const [rows, cols, banks, pes] = [96, 128, 8, 4];
  const dense = gaussian(rows, cols, 'packed');
  const x = randomCodes(cols, 'x');

  /** The rows laid over each other, as a matrix of as many dense rows as there are sets. */
  function packed(perBank: number) {
    const { mask } = prune(dense, over(banks), { sparsity: 1 - (perBank * banks) / cols });
    const stored = storeEntries(dense, mask, format, noSaturations());
    const tagged = encodeTagged(stored, placeColumns('even', cols, banks));
    const sets = rows / tagged.rowsPerSet;
    const all = storedMatrix(
      cols,
      range(0, sets).map(() => range(0, cols)),
    );
    return { stored, tagged, matrix: { ...all, codes: tagged.values } };
  }

  it.each([1, 2, 4, 8])(
    'with %d weights in a bank of 16 takes 1/K of the beats of the dense one, exactly',
    (perBank) => {
      const array = { kind: 'dense', pes, banks };
      const whole = timingOn(array, dense, new Uint8Array(rows * cols).fill(1));
      const { tagged, matrix } = packed(perBank);
      expect(tagged.rowsPerSet).toBe(16 / perBank);
      expect(tagged.padding).toBe(0);
      const { timing } = runFast(spmvCase(accelerator(array), matrix));
      const beatsOf = (of: Uint32Array) => of.reduce((sum, beats) => sum + beats, 0);
      expect(beatsOf(whole.beats) / beatsOf(timing.beats)).toBe(tagged.rowsPerSet);
      if ((rows / tagged.rowsPerSet) % pes === 0) {
        const issued = Math.max(...whole.issueCycles) / Math.max(...timing.issueCycles);
        expect(issued).toBe(tagged.rowsPerSet);
      }
    },
  );

  it('gives the product of every row when products are added up by their tags', () => {
    for (const perBank of [1, 3, 4]) {
      const { stored, tagged } = packed(perBank);
      const sums = new Float64Array(rows);
      tagged.values.forEach((value, at) => {
        sums[Math.floor(at / cols) * tagged.rowsPerSet + tagged.tags[at]] += value * x[at % cols];
      });
      expect(sums).toEqual(rowSums(stored, x, format, noSaturations()));
    }
  });
});
