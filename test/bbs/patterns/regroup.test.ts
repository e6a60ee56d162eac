import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeDenseBlocks } from '../../../src/bbs/formats/dense-blocks.ts';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { clusterRows } from '../../../src/bbs/patterns/row-clusters.ts';
import { storedPositions } from '../../../src/bbs/store.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { anyMatrix, anySparsity, matrix } from '../matrices.ts';
import { columnsByHand, coveredByHand, exchangedByHand, seededByHand } from './clusters.ts';
import { maskOf, range, rowsOf } from './naive.ts';

const regroup = (clusters: number): PatternConfig => ({ kind: 'regroup', clusters });
const unstructured: PatternConfig = { kind: 'unstructured' };

function gaussian(rows: number, cols: number, seed: string): DenseMatrix {
  const values = new Float64Array(rows * cols);
  fillGaussian(values, 0, values.length, 1, seeded(seed));
  return { tensor: 'w', rows, cols, values, raw: false, mask: null };
}

/** Survivors of a small matrix, many of them or few, for every number of clusters. */
const anySurvivors = fc
  .record({ rows: fc.integer({ min: 1, max: 18 }), cols: fc.integer({ min: 1, max: 36 }), rare: fc.nat(4) })
  .chain(({ rows, cols, rare }) => {
    const length = rows * cols;
    const bits = fc.array(fc.nat(rare), { minLength: length, maxLength: length });
    return bits.map((drawn) => {
      const mask = Uint8Array.from(drawn, (bit) => Number(bit === 0));
      mask[drawn[0] % length] = 1;
      return { rows, cols, mask };
    });
  });

const survivorsOf = ({ rows, cols, mask }: { rows: number; cols: number; mask: Uint8Array }) =>
  range(0, rows).map((row) => new Set(range(0, cols).filter((col) => mask[row * cols + col] === 1)));

/** Compares clusters with those that are made by hand; in how many rounds these exchanged rows. */
function expectAsByHand(drawn: { rows: number; cols: number; mask: Uint8Array }, clusters: number): number {
  const { rows, cols, mask } = drawn;
  const survivors = survivorsOf(drawn);
  let expected = seededByHand(survivors, Math.min(clusters, rows));
  let rounds = 0;
  for (; rounds < 8; rounds++) {
    const next = exchangedByHand(survivors, expected, columnsByHand(survivors, cols, expected));
    if (next.every((members, c) => members.every((row) => expected[c].includes(row)))) break;
    expected = next;
  }
  const { rowsOf: found, keptColumns } = clusterRows(mask, rows, cols, clusters);
  const ascending = (all: readonly (readonly number[])[]) => all.map((one) => [...one].sort((a, b) => a - b));
  expect(ascending(found)).toEqual(ascending(expected));
  const pairs = columnsByHand(survivors, cols, expected).flatMap((set, c) =>
    [...set].map((col) => c * cols + col),
  );
  expect(keptColumns).toEqual(maskOf(keptColumns.length, pairs));
  return rounds;
}

describe('clusters of rows', () => {
  it('are made by hand as by the rule: seeds, densest columns, exchanges until there is none', () => {
    fc.assert(
      fc.property(anySurvivors, fc.integer({ min: 1, max: 6 }), (drawn, clusters) => {
        expectAsByHand(drawn, clusters);
      }),
      { numRuns: 80 },
    );
  });

  it('exchange rows in as many rounds as there is something to gain in', () => {
    const rounds = ['a', 'b', 'c'].map((seed) => {
      const [rows, cols] = [40, 48];
      const { mask } = prune(gaussian(rows, cols, seed), unstructured, { sparsity: 0.8 });
      return expectAsByHand({ rows, cols, mask }, 5);
    });
    expect(rounds).toEqual([3, 1, 1]);
  });

  it('hold every row once, in sizes that differ by one at most', () => {
    fc.assert(
      fc.property(anySurvivors, fc.integer({ min: 1, max: 14 }), ({ rows, cols, mask }, clusters) => {
        const { rowsOf: found } = clusterRows(mask, rows, cols, clusters);
        expect(found.length).toBe(Math.min(clusters, rows));
        expect(found.flat().sort((a, b) => a - b)).toEqual(range(0, rows));
        const sizes = found.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of equal sizes cover as many survivors as their seeds do, or more', () => {
    fc.assert(
      fc.property(anySurvivors, fc.integer({ min: 1, max: 4 }), (drawn, clusters) => {
        const { rows, cols, mask } = drawn;
        fc.pre(rows % clusters === 0);
        const survivors = survivorsOf(drawn);
        const seeds = seededByHand(survivors, clusters);
        const before = coveredByHand(survivors, seeds, columnsByHand(survivors, cols, seeds));
        const { rowsOf: found, keptColumns } = clusterRows(mask, rows, cols, clusters);
        const columns = found.map(
          (_rows, c) => new Set(range(0, cols).filter((col) => keptColumns[c * cols + col] === 1)),
        );
        expect(
          coveredByHand(
            survivors,
            found.map((members) => [...members]),
            columns,
          ),
        ).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('exchange rows that the seeds took wrongly', () => {
    // Row 0 takes row 1, the first that has a column in common with it; rows 2 and 3 are left and have none.
    // Four columns are kept: 0, 1 and 2 of rows 0 and 1, and 0 of rows 2 and 3. Row 2 has more of the former.
    const mask = Uint8Array.from([...'101000', ...'011000', ...'011000', ...'100010'], Number);
    const survivors = survivorsOf({ rows: 4, cols: 6, mask });
    const seeds = seededByHand(survivors, 2);
    expect(seeds).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(coveredByHand(survivors, seeds, columnsByHand(survivors, 6, seeds))).toBe(5);
    const { rowsOf: found, keptColumns } = clusterRows(mask, 4, 6, 2);
    expect(found.map((members) => [...members].sort())).toEqual([
      [1, 2],
      [0, 3],
    ]);
    // All but the survivor in column 4.
    expect(rowsOf(keptColumns, 6)).toEqual(['011000', '101000']);
  });
});

describe('regrouping', () => {
  it('brings rows with the same columns together, keeps their densest columns and drops all else', () => {
    // Ten largest: rows 0 and 2 have columns 0 and 1, rows 1 and 3 columns 2 and 4, and two lie alone.
    const w = matrix([
      [9, 8, 0, 0, 1],
      [0, 0, 7, 2, 9],
      [9, 9, 0, 2, 0],
      [0, 1, 8, 0, -9],
    ]);
    const { mask, kept, perBank } = prune(w, regroup(2), { sparsity: 0.5 });
    expect(rowsOf(mask, 5)).toEqual(['11000', '00111', '11000', '00111']);
    expect([kept, perBank]).toEqual([10, null]);
    const { firstRow, rowList, columnList } = encodeDenseBlocks(storedPositions(w, mask));
    expect([[...firstRow], [...rowList], [...columnList]]).toEqual([
      [0, 2, 4],
      [0, 2, 1, 3],
      [0, 1, 2, 3, 4],
    ]);
  });

  it('takes the lower cluster and the lower column of equally dense ones', () => {
    const w = matrix([
      [1, 0, 1, 0],
      [0, 1, 0, 1],
    ]);
    expect(rowsOf(prune(w, regroup(1), { sparsity: 0.5 }).mask, 4)).toEqual(['1100', '1100']);
  });

  it('keeps one column of one cluster at least', () => {
    const w = matrix([
      [0, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(rowsOf(prune(w, regroup(1), { sparsity: 1 }).mask, 2)).toEqual(['01', '01', '01']);
  });

  it('is unstructured with a row in every cluster', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, (w, sparsity) => {
        const { mask } = prune(w, regroup(7), { sparsity });
        const { mask: largest, kept } = prune(w, unstructured, { sparsity });
        if (kept > 0) expect(mask).toEqual(largest);
      }),
    );
  });

  it('keeps whole columns with one cluster: those with most of the largest weights', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, (w, sparsity) => {
        fc.pre(w.values.length > 0);
        const { mask } = prune(w, regroup(1), { sparsity });
        const largest = prune(w, unstructured, { sparsity });
        fc.pre(largest.kept > 0);
        const count = (col: number) =>
          range(0, w.rows).filter((row) => largest.mask[row * w.cols + col]).length;
        const ranked = range(0, w.cols).sort((a, b) => count(b) - count(a) || a - b);
        const columns = ranked.slice(0, Math.max(1, Math.floor(largest.kept / w.rows + 0.5)));
        const expected = columns.flatMap((col) => range(0, w.rows).map((row) => row * w.cols + col));
        expect(mask).toEqual(maskOf(mask.length, expected));
      }),
    );
  });

  it('leaves no more dense blocks than clusters, and keeps what survived to within half a cluster', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, fc.integer({ min: 1, max: 9 }), (w, sparsity, clusters) => {
        fc.pre(w.values.length > 0);
        const { mask, kept } = prune(w, regroup(clusters), { sparsity });
        expect(encodeDenseBlocks(storedPositions(w, mask)).firstRow.length - 1).toBeLessThanOrEqual(clusters);
        const { kept: survivors } = prune(w, unstructured, { sparsity });
        const largest = Math.ceil(w.rows / Math.min(clusters, w.rows));
        expect(kept).toBeGreaterThan(0);
        if (kept > largest) expect(2 * Math.abs(kept - survivors)).toBeLessThanOrEqual(largest);
        if (w.rows % Math.min(clusters, w.rows) === 0)
          expect(kept).toBe(largest * Math.max(1, Math.floor(survivors / largest + 0.5)));
      }),
    );
  });

  it('finds blocks that were hidden by a shuffle and by noise, and carries them along with the rows', () => {
    const [rows, cols, clusters] = [48, 40, 4];
    const order = range(0, rows).map((i) => (i * 19) % rows);
    const group = (row: number) => order[row] % clusters;
    const isIn = (row: number, col: number) => Math.floor(col / 8) === group(row);
    const w = gaussian(rows, cols, 'noise');
    const values = w.values.map((noise, i) => noise * 0.2 + (isIn(Math.floor(i / cols), i % cols) ? 3 : 0));
    const { mask } = prune({ ...w, values }, regroup(clusters), { keep: rows * 8 });
    expect([...mask]).toEqual(range(0, rows * cols).map((i) => Number(isIn(Math.floor(i / cols), i % cols))));
  });

  it('loses magnitude against the largest weights, less of it with more clusters', () => {
    const w = gaussian(64, 60, 'clusters');
    const squares = (mask: Uint8Array) =>
      Array.from(w.values).reduce((sum, value, i) => sum + mask[i] * value * value, 0);
    const keep = 960;
    const kept = [1, 4, 16, 64].map((clusters) => squares(prune(w, regroup(clusters), { keep }).mask));
    expect([...kept].sort((a, b) => a - b)).toEqual(kept);
    expect(kept[3]).toBe(squares(prune(w, unstructured, { keep }).mask));
    expect(kept[2]).toBeLessThan(0.8 * kept[3]);
  });
});
