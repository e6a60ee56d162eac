import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../src/bbs/formats/storage.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { bankStudyCharts } from '../../../src/report/banks/charts.ts';
import { bankStudyRows, bankStudyTables } from '../../../src/report/banks/table.ts';
import type { LinesSpec } from '../../../src/report/charts/spec.ts';
import { jsonText } from '../../../src/report/tables/json.ts';
import { formatTable } from '../../../src/report/tables/table.ts';
import { placeModel } from '../../../src/run/placed-model.ts';
import { conflictingBeats } from '../../../src/study/banks/bank-conflicts.ts';
import type { BankCountFigures, BankStudyResult } from '../../../src/study/banks/bank-result.ts';
import { compareMasks, similarityTo, totalSimilarity } from '../../../src/study/banks/bank-similarity.ts';
import { defaultBanks, platformOfSize, resizedTo } from '../../../src/study/banks/bank-sizes.ts';
import { type BankStudy, studyBanks } from '../../../src/study/banks/bank-study.ts';
import { compare } from '../../../src/study/compare/compare.ts';
import { anyMatrix, matrix } from '../../bbs/matrices.ts';
import { comparisonOf, layerOf, modelOf, platformOf, prepared, smallDevice } from '../compare/designs.ts';

const model = modelOf([
  layerOf({ inputs: 40, hidden: 32, projection: 32, peepholes: true }),
  layerOf({ inputs: 32, hidden: 48 }),
]);
const array = { pes: 4, banks: 8, gateMatrix: 'separate' };
const bbs = platformOf({ ...array, kind: 'bbs' });
const csr = platformOf({ ...array, kind: 'csr' });

const study = (fields: Partial<BankStudy> = {}): BankStudyResult =>
  studyBanks({
    bbs,
    csr,
    model,
    workload: 'test',
    sparsity: 0.75,
    seed: '1',
    inputs: 'test',
    banks: null,
    constant: 'multipliers',
    onProgress: () => {},
    ...fields,
  });

const usual = study();
const unstructuredMask = (weights: ReturnType<typeof matrix>, keep: number) =>
  prune(weights, { kind: 'unstructured' }, { keep }).mask;

describe('the similarity of masks', () => {
  // The largest four are the 9, 8, 7 and 6: two banks of two columns must leave the 8 and
  // the 6 and take the 1 and the 5.
  const weights = matrix([
    [9, -8, 1, 0],
    [-7, 2, 5, 6],
  ]);
  const bankBalanced = Uint8Array.from([1, 0, 1, 0, 1, 0, 0, 1]);

  it('is worked out by hand for a matrix of two rows', () => {
    const { bankBalanced: found, rowBalanced } = similarityTo(weights)(bankBalanced);
    // Of 9, 1, 7 and 6 three are among 9, 8, 7 and 6.
    expect(found).toEqual({
      kept: 4,
      shared: 3,
      similarity: 0.75,
      magnitude: 23,
      unstructuredMagnitude: 30,
      magnitudeShare: 23 / 30,
    });
    expect(rowBalanced).toMatchObject({ kept: 4, shared: 4, similarity: 1, magnitudeShare: 1 });
  });

  it('takes blocks of 4 x 4, cut at the edges, and unstructured pruning to as many weights as they keep', () => {
    const wide = matrix([
      [9, 0, 0, 0, 1, 2],
      [0, 0, 0, 0, 3, 4],
    ]);
    const { block } = similarityTo(wide)(Uint8Array.from([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1]));
    // The right block, 2 x 2, has the larger sum: its 1, 2, 3 and 4 against 9, 4, 3 and 2.
    expect(block).toMatchObject({ kept: 4, shared: 3, magnitude: 10, unstructuredMagnitude: 18 });
  });

  it('adds up over matrices by counts, not by shares', () => {
    const one = compareMasks(weights, bankBalanced, unstructuredMask(weights, 4));
    const none = { ...one, kept: 8, shared: 0, magnitude: 0, unstructuredMagnitude: 10 };
    expect(totalSimilarity([one, none])).toEqual({
      kept: 12,
      shared: 3,
      similarity: 0.25,
      magnitude: 23,
      unstructuredMagnitude: 40,
      magnitudeShare: 23 / 40,
    });
  });

  it('is 1 for masks that keep nothing, and for weights that are all zero', () => {
    const zeros = matrix([[0, 0, 0, 0]]);
    const nothing = new Uint8Array(4);
    expect(compareMasks(zeros, nothing, nothing)).toMatchObject({ similarity: 1, magnitudeShare: 1 });
    const last = Uint8Array.from([0, 0, 0, 1]);
    expect(compareMasks(zeros, last, unstructuredMask(zeros, 1))).toMatchObject({
      similarity: 0,
      magnitudeShare: 1,
    });
  });

  it('lies between 0 and 1, and so does the magnitude, whatever the matrix and the banks', () => {
    fc.assert(
      fc.property(
        anyMatrix.filter(({ rows, cols, mask }) => rows > 0 && cols > 0 && mask === null),
        fc.integer({ min: 2, max: 9 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (weights, banks, sparsity) => {
          const pattern = { kind: 'bank-balanced', banks, placement: 'even' } as const;
          const { mask, kept } = prune(weights, pattern, { sparsity });
          const found = similarityTo(weights)(mask);
          expect(found.rowBalanced.kept).toBe(kept);
          for (const { similarity, magnitudeShare, shared, kept } of Object.values(found)) {
            expect(similarity).toBeGreaterThanOrEqual(0);
            expect(similarity).toBeLessThanOrEqual(1);
            expect(magnitudeShare).toBeGreaterThanOrEqual(0);
            expect(magnitudeShare).toBeLessThanOrEqual(1);
            expect(shared).toBeLessThanOrEqual(kept);
          }
        },
      ),
    );
  });

  it('is no lower for whole rows than for their banks, in the magnitude that is kept', () => {
    for (const { patterns } of usual.points) {
      expect(patterns.rowBalanced.magnitude).toBeGreaterThanOrEqual(patterns.bankBalanced.magnitude);
    }
  });
});

describe('the sizes of a bank-count study', () => {
  const size = { pes: 64, banks: 64 };

  it('are the powers of two from 2 to 256 with two columns to a bank', () => {
    expect(defaultBanks(size, 'multipliers', 1500)).toEqual([2, 4, 8, 16, 32, 64, 128, 256]);
    expect(defaultBanks(size, 'multipliers', 153)).toEqual([2, 4, 8, 16, 32, 64]);
    expect(defaultBanks(size, 'pes', 16)).toEqual([2, 4, 8]);
    expect(defaultBanks(size, 'pes', 3)).toEqual([2]);
  });

  it('keep the multipliers or the PEs', () => {
    expect(resizedTo(size, 'multipliers', 16)).toEqual({ pes: 256, banks: 16 });
    expect(resizedTo(size, 'pes', 16)).toEqual({ pes: 64, banks: 16 });
    expect(defaultBanks({ pes: 3, banks: 8 }, 'multipliers', 1500)).toEqual([2, 4, 8]);
  });

  it('are refused where the multipliers cannot be split, or the array gets too large', () => {
    expect(() => resizedTo({ pes: 3, banks: 8 }, 'multipliers', 16)).toThrow(
      /16 do not divide the 24 multipliers \(3 x 8\).*--constant pes keeps the 3 PEs/,
    );
    expect(() => resizedTo({ pes: 65536, banks: 64 }, 'multipliers', 2)).toThrow(/more than 65536 PEs/);
    expect(() => resizedTo({ pes: 65536, banks: 2 }, 'pes', 128)).toThrow(/more than 4194304 multipliers/);
  });

  it('reach the pattern of a bank-balanced array, and nothing else changes', () => {
    const { config } = platformOfSize(bbs, { pes: 2, banks: 16 });
    const again = platformOf({ ...array, kind: 'bbs', pes: 2, banks: 16 });
    expect(config).toEqual(again.config);
    expect(platformOfSize(csr, { pes: 2, banks: 16 }).config.pattern).toEqual(csr.config.pattern);
  });
});

describe('beats that conflict', () => {
  it('are those in which a bank is asked for more than its ports give', () => {
    // Four lanes, cyclic banks: columns 0 and 4 share a bank. Rows of 2, 4 and 6 entries: 1, 1 and 2 beats.
    const platform = platformOf({ kind: 'csr', pes: 1, banks: 4 });
    const order = { pes: 1, rows: Uint32Array.from([0, 1, 2, 3]), start: Uint32Array.from([0, 4]) };
    const columns = [0, 4, 0, 1, 2, 3, 0, 1, 4, 8, 1, 5];
    const { beats } = placeModel(
      platform.config,
      prepared(platform, modelOf([layerOf({ inputs: 12, hidden: 1 })])).layers,
      platform,
    ).layers[0].matrices[0];
    const addresses = Uint16Array.from(columns);
    const entryStart = Uint32Array.from([0, 2, 6, 12, 12]);
    const worked = { ...beats, rows: 4, order, addresses, entryStart };
    expect(conflictingBeats(worked, 1)).toEqual({ beats: 5, conflicting: 3 });
    expect(conflictingBeats(worked, 2)).toEqual({ beats: 5, conflicting: 1 });
    expect(conflictingBeats(worked, 3)).toEqual({ beats: 5, conflicting: 0 });
  });
});

describe('a bank-count study', () => {
  const points: readonly BankCountFigures[] = usual.points;

  it('has a point for every number of banks, and says what comes next', () => {
    const labels: string[] = [];
    const { points: two } = study({ banks: [2, 16], onProgress: (label) => labels.push(label) });
    expect(two.map(({ banks, pes }) => [banks, pes])).toEqual([
      [2, 16],
      [16, 2],
    ]);
    expect(labels).toEqual(['2 banks, 16 PEs', '16 banks, 2 PEs']);
    expect(points.map(({ banks }) => banks)).toEqual([2, 4, 8, 16]);
  });

  it('gives the same bytes twice, and another hash for another sparsity', () => {
    expect(jsonText(study())).toBe(jsonText(usual));
    expect(study({ sparsity: 0.5 }).configHash).not.toBe(usual.configHash);
  });

  it('gives a point what it has alone', () => {
    expect(study({ banks: [8] }).points[0]).toEqual(points[2]);
  });

  it('never lets a beat of the bank-balanced array conflict, and some of the CSR array', () => {
    for (const { bbs, csr } of points) {
      expect(bbs).toMatchObject({ conflictStallCycles: 0, conflictCycles: 0, conflictingBeatShare: 0 });
      expect(csr.conflictCycles).toBeGreaterThan(0);
      expect(csr.conflictingBeatShare).toBeGreaterThan(0);
      expect(csr.conflictingBeatShare).toBeLessThanOrEqual(1);
      // Every beat that conflicts waits for a cycle at least.
      expect(csr.conflictCycles).toBeGreaterThanOrEqual(Math.round(csr.conflictingBeatShare * csr.beats));
    }
  });

  it('times what a comparison times at the size of the accelerators', () => {
    const { rows } = compare(comparisonOf([bbs, csr], model));
    const { bbs: ofBbs, csr: ofCsr } = points[2];
    for (const [i, figures] of [ofBbs, ofCsr].entries()) {
      const { run } = rows[i];
      expect(figures.cycles).toBe(run.cycles.total);
      expect(figures.conflictStallCycles).toBe(run.stalls.conflict);
      expect(figures.resources).toEqual(run.resources);
    }
  });

  it('stores as docs/timing.md says: log2 of the bank for CSB, of the row and pointers for CSR', () => {
    for (const { banks, storage, matrices } of points) {
      const csb = matrices.reduce((sum, { rows, cols, entriesPerBank }) => {
        const slots = rows * banks * (entriesPerBank ?? 0);
        return sum + slots * (16 + widthOf(Math.ceil(cols / banks)));
      }, 0);
      const csr = matrices.reduce((sum, { rows, cols, patterns }) => {
        const { kept } = patterns.bankBalanced;
        return sum + kept * (16 + Math.ceil(Math.log2(cols))) + (rows + 1) * widthOf(kept + 1);
      }, 0);
      expect(storage.csb.totalBits).toBe(csb);
      expect(storage.csr.totalBits).toBe(csr);
      expect(storage.csb.shareOfDense).toBeCloseTo(csb / usual.denseBits, 12);
    }
    expect(usual.denseBits).toBe(16 * (128 * (40 + 32) + 32 * 32 + 192 * (32 + 48)));
  });

  it('counts the scales of int8 weights on both sides: 21 bits for every row of a matrix', () => {
    const int8 = { ...array, number: { weightBits: 8 } };
    const { denseBits, points } = study({
      ...{ bbs: platformOf({ ...int8, kind: 'bbs' }), csr: platformOf({ ...int8, kind: 'csr' }), banks: [8] },
    });
    const scales = 21 * (2 * 128 + 32 + 2 * 192);
    expect(denseBits).toBe(8 * (128 * (40 + 32) + 32 * 32 + 192 * (32 + 48)) + scales);
    const { totalBits, shareOfDense } = points[0].storage.csb;
    expect(shareOfDense).toBeCloseTo(totalBits / denseBits, 12);
  });

  it('needs fewer index bits with more banks, and CSR the same', () => {
    const bits = points.map(({ storage }) => storage.csb.indexBitsPerWeight);
    expect(bits).toEqual([...bits].sort((a, b) => b - a));
  });

  it('keeps equally many weights in all patterns, and k of them in every bank of every row', () => {
    for (const { banks, kept, patterns, matrices, achievedSparsity } of points) {
      expect(patterns.bankBalanced.kept).toBe(kept);
      expect(patterns.rowBalanced.kept).toBe(kept);
      expect(Math.abs(patterns.block.kept - kept)).toBeLessThanOrEqual(8 * matrices.length);
      expect(achievedSparsity).toBeCloseTo(1 - kept / usual.weights, 12);
      for (const { rows, entriesPerBank, patterns } of matrices) {
        expect(patterns.bankBalanced.kept).toBe(rows * banks * (entriesPerBank ?? 0));
      }
    }
  });

  it('finds all masks the same at a sparsity of 0', () => {
    for (const { patterns, kept } of study({ sparsity: 0 }).points) {
      expect(kept).toBe(usual.weights);
      for (const { similarity, magnitudeShare } of Object.values(patterns)) {
        expect([similarity, magnitudeShare]).toEqual([1, 1]);
      }
    }
  });

  it('keeps the PEs when they are constant, and more banks then take no more cycles', () => {
    const { points: grown } = study({ constant: 'pes' });
    expect(grown.map(({ pes }) => pes)).toEqual([4, 4, 4, 4]);
    const cycles = grown.map(({ bbs }) => bbs.cycles);
    expect(cycles).toEqual([...cycles].sort((a, b) => b - a));
  });

  it('keeps the weights of all sizes where the given size has them, and marks what does not fit', () => {
    const device = smallDevice({ logic: 30_000 });
    const small = study({
      bbs: platformOf({ ...array, kind: 'bbs' }, device),
      csr: platformOf({ ...array, kind: 'csr' }, device),
    });
    const residencies = small.points.flatMap(({ bbs, csr }) => [bbs.residency, csr.residency]);
    expect(new Set(residencies).size).toBe(1);
    const fits = small.points.map(({ csr }) => csr.resources.fits);
    expect(fits).toContain(false);
  });
});

describe('the report of a bank-count study', () => {
  it('has tables that print in every format, and one with every figure for a spreadsheet', () => {
    for (const table of [...bankStudyTables(usual), bankStudyRows(usual)]) {
      for (const format of ['table', 'csv', 'markdown', 'json'] as const) {
        expect(formatTable(table, format)).not.toBe('');
      }
      expect(table.rows).toHaveLength(usual.points.length);
    }
    const keys = bankStudyRows(usual).columns.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain('bbsConflictCycles');
  });

  it('says in a note that nothing conflicts, and has no column of zeros', () => {
    const text = bankStudyTables(usual)
      .map((table) => formatTable(table, 'markdown'))
      .join('\n');
    expect(text).toContain('No beat of the bank-balanced array conflicts at any number of banks.');
    expect(text).not.toContain('BBS conflict');
    expect(text).toContain('CSR beats that conflict');
  });

  it('warns where banks cannot keep what was asked for', () => {
    const text = (result: BankStudyResult) => formatTable(bankStudyTables(result)[0], 'markdown');
    expect(text(study({ banks: [16], sparsity: 0.9 }))).toContain('compare rows of equal sparsity');
    expect(text(study({ banks: [2], sparsity: 0.5 }))).not.toContain('compare rows of equal sparsity');
  });

  it('draws similarity, magnitude, latency and storage over the banks', () => {
    const charts = bankStudyCharts(usual);
    expect(charts.map(({ file }) => file)).toEqual([
      'similarity-by-banks',
      'magnitude-by-banks',
      'latency-by-banks',
      'storage-by-banks',
    ]);
    const [similarity, , latency] = charts.map(({ spec }) => spec as LinesSpec);
    expect(similarity.series.map(({ name }) => name)).toEqual([
      'bank-balanced',
      'row-balanced',
      'block 4 x 4',
    ]);
    expect(similarity.x).toEqual({ title: 'banks of a PE', unit: '', scale: 'log' });
    expect(similarity.series[0].points.map(({ x }) => x)).toEqual([2, 4, 8, 16]);
    expect(similarity.series[0].points[0].y).toBe(100 * usual.points[0].patterns.bankBalanced.similarity);
    expect(similarity.marks?.map(({ x }) => x)).toEqual([4, 8, 16]);
    expect(similarity.marks?.[0].label).toBe('74.0 % sparsity');
    expect(latency.series.map(({ name }) => name)).toEqual(['bbs (fits)', 'csr (fits)']);
    expect(latency.subtitle).toBe(
      'test, 32 multipliers, weights resident, arria10-gx1150, 200 MHz, 75.0 % sparsity requested',
    );
  });
});
