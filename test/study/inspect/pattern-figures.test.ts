import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import { everything, magnitudesOf } from '../../../src/bbs/patterns/magnitudes.ts';
import { patternKinds, patternOf } from '../../../src/bbs/patterns/named-pattern.ts';
import { prune, pruneByMagnitudes } from '../../../src/bbs/patterns/prune.ts';
import { storedPositions, storeEntries } from '../../../src/bbs/store.ts';
import { noSaturations } from '../../../src/num/fixed.ts';
import { overlapsOf } from '../../../src/study/inspect/overlap.ts';
import {
  type PatternTrial,
  patternFigures,
  triedPatterns,
} from '../../../src/study/inspect/pattern-figures.ts';
import { sumOfSquares } from '../../../src/study/inspect/squares.ts';
import { anyMatrix, anyPattern, anySparsity, matrix } from '../../bbs/matrices.ts';
import { layerOf, platformOf } from '../compare/designs.ts';

// Two banks of two columns each: of 8 weights 4 are kept at a sparsity of 1/2.
const weights = matrix([
  [9, -8, 1, 0],
  [-7, 2, 5, 6],
]);
const array = platformOf({ kind: 'bbs', pes: 2, banks: 2, gateMatrix: 'separate' }).config;

function trialOf(values: DenseMatrix['values'], sparsity: number, config = array): PatternTrial {
  return {
    config,
    sizes: { pes: 2, banks: 2, placement: 'even' },
    shape: { layers: [layerOf({ inputs: 4, hidden: 1 })] },
    sparsity,
    squares: sumOfSquares(values, 9),
    unit: 9,
    probe: null,
  };
}

const figuresOf = (dense: DenseMatrix, sparsity: number) =>
  patternFigures(trialOf(dense.values, sparsity), [
    { role: 'inputGates', weights: dense, layer: 0, place: 0 },
  ]);

const named = (figures: ReturnType<typeof figuresOf>, kind: string) => {
  const found = figures.find(({ pattern }) => pattern === kind);
  if (found === undefined) throw new Error(`no pattern ${kind}`);
  return found;
};

describe('what a pattern keeps', () => {
  const figures = figuresOf(weights, 0.5);
  const all = 81 + 64 + 1 + 49 + 4 + 25 + 36;

  it('is told for every pattern that there is, in their order', () => {
    expect(figures.map(({ pattern }) => pattern)).toEqual(patternKinds);
    expect(figures.every(({ problem, arrayProblem, onArray }) => !problem && !arrayProblem && !onArray)).toBe(
      true,
    );
  });

  it('is worked out by hand for a matrix of two rows', () => {
    // Unstructured: 9, 8, 7, 6. Bank-balanced: 9 and 1, 7 and 6, of which three are among those.
    const unstructured = named(figures, 'unstructured');
    expect(unstructured).toMatchObject({ sparsity: 0.5, kept: 4, overlapWithUnstructured: 1 });
    expect(unstructured.keptMagnitudeShare).toBeCloseTo((81 + 64 + 49 + 36) / all, 12);
    const balanced = named(figures, 'bank-balanced');
    expect(balanced).toMatchObject({ sparsity: 0.5, kept: 4, overlapWithUnstructured: 0.75 });
    expect(balanced.keptMagnitudeShare).toBeCloseTo((81 + 1 + 49 + 36) / all, 12);
    expect(balanced.options).toEqual({ banks: 2, placement: 'even' });
  });

  it('is stored in the format of the pattern', () => {
    // CSB: an index bit for each of four weights. CSR: two index bits, and three pointers to up to 4 entries.
    expect(named(figures, 'bank-balanced')).toMatchObject({ format: 'CSB', storageBits: 4 * (16 + 1) });
    expect(named(figures, 'unstructured')).toMatchObject({
      format: 'CSR',
      storageBits: 4 * (16 + 2) + 3 * 3,
    });
    expect(named(figures, 'dense')).toMatchObject({ format: 'dense', storageBits: 8 * 16, sparsity: 0 });
    expect(named(figures, 'bank-balanced').storage).toMatchObject({
      valueBits: 64,
      indexBits: 4,
      pointerBits: 0,
    });
  });

  it('is by the squared error and the values that are stored where a pattern rebuilds weights', () => {
    // Blocks of 2 x 2: means of 9 and 2, -8 and -7, 1 and 6, 0 and 5.
    const error = 3.5 ** 2 + 0.5 ** 2 + 2.5 ** 2 + 2.5 ** 2;
    const circulant = named(figures, 'circulant');
    expect(circulant).toMatchObject({
      kept: 4,
      sparsity: 0.5,
      overlapWithUnstructured: 1,
      format: 'circulant',
      storageBits: 4 * 16,
    });
    expect(circulant.keptMagnitudeShare).toBeCloseTo(1 - (2 * error) / all, 12);
    const powers = named(figures, 'power-of-two');
    // Runs 9 -8 1, 0, -7 2 5, 6: the first and the third, as 8 -8 1 and -8 2 4.
    expect(powers).toMatchObject({ kept: 6, sparsity: 0.25, format: 'basis' });
    expect(powers.storage).toEqual({
      valueBits: 2 * 12 + 2 * 72,
      indexBits: 4,
      pointerBits: 0,
      scaleBits: 12,
      totalBits: 2 * 12 + 2 * 72 + 4 + 12,
    });
    expect(powers.keptMagnitudeShare).toBeCloseTo(1 - (36 + 1 + 1 + 1) / all, 12);
  });

  it('is not told for int8 weights of other scales in every row of a circulant block, but why', () => {
    const platform = { kind: 'csr', pes: 2, banks: 2, gateMatrix: 'separate' };
    const int8 = (weightScale: 'row' | 'tensor') => {
      const { config } = platformOf({ ...platform, number: { weightBits: 8, weightScale } });
      const cut = { ...weights, rows: 2, cols: 3, values: Float64Array.of(9, -8, 1, -7, 2, 50) };
      const trial = { ...trialOf(cut.values, 0.5, config), unit: 50 };
      return named(
        patternFigures(trial, [{ role: 'inputGates', weights: cut, layer: 0, place: 0 }]),
        'circulant',
      );
    };
    expect(int8('tensor').problem).toBeNull();
    expect(int8('row')).toMatchObject({
      problem: expect.stringContaining('int8 weights with a scale per row'),
      kept: null,
      storage: null,
    });
  });

  it('is as the array has it for the pattern of the array', () => {
    const config = platformOf({
      kind: 'csr',
      pes: 2,
      banks: 2,
      pattern: { kind: 'block', blockRows: 2, blockCols: 1 },
    }).config;
    const patterns = triedPatterns({ config, sizes: { pes: 2, banks: 2, placement: 'even' } });
    expect(patterns).toContainEqual({ kind: 'block', blockRows: 2, blockCols: 1 });
    expect(patterns).toContainEqual({ kind: 'load-balanced', pes: 2 });
  });

  it('is not told, but why, for a pattern that the matrix cannot have', () => {
    const pattern = { kind: 'row-balanced', recurrentDensity: 3 };
    const config = platformOf({ kind: 'csr', pes: 2, banks: 2, pattern, gateMatrix: 'separate' }).config;
    const refused = patternFigures(trialOf(weights.values, 0.25, config), [
      { role: 'recurrentGates', weights, layer: 0, place: 0 },
    ]);
    expect(named(refused, 'row-balanced')).toMatchObject({
      problem: expect.stringContaining('pattern.recurrentDensity: 3 at a sparsity of 0.25 needs'),
      sparsity: null,
      keptMagnitudeShare: null,
      storageBits: null,
    });
    expect(named(refused, 'unstructured').problem).toBeNull();
  });

  it('falls with the sparsity, keeps k weights in every bank, and overlaps with itself wholly', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, anySparsity, (dense, a, b) => {
        fc.pre(dense.values.length > 0 && !dense.raw);
        const [low, high] = [figuresOf(dense, Math.min(a, b)), figuresOf(dense, Math.max(a, b))];
        for (const kind of patternKinds.filter((kind) => patternOf({ kind }).rebuild === undefined)) {
          const [more, less] = [named(low, kind), named(high, kind)];
          // What chooses anew may keep other weights of fewer.
          if (!patternOf({ kind }).choosesAnew)
            expect(less.keptMagnitudeShare ?? 0).toBeLessThanOrEqual((more.keptMagnitudeShare ?? 0) + 1e-12);
          expect(more.overlapWithUnstructured).toBeLessThanOrEqual(1);
        }
        expect(named(low, 'unstructured').overlapWithUnstructured).toBe(1);
        expect(named(low, 'dense')).toMatchObject({ keptMagnitudeShare: 1, overlapWithUnstructured: 1 });
        const perBank = Math.max(1, Math.floor((1 - Math.min(a, b)) * Math.ceil(dense.cols / 2) + 0.5));
        const sizes = [Math.floor(dense.cols / 2), Math.ceil(dense.cols / 2)];
        const ofRow = sizes.reduce((sum, size) => sum + Math.min(perBank, size), 0);
        expect(named(low, 'bank-balanced').kept).toBe(dense.rows * ofRow);
      }),
    );
  });
});

describe('pruning by magnitudes that are known', () => {
  it('keeps what pruning keeps, and overlaps as the masks do', () => {
    fc.assert(
      fc.property(anyMatrix, anyPattern, anySparsity, (dense, pattern, sparsity) => {
        const magnitudes = magnitudesOf(dense, everything(dense));
        const { mask, kept } = prune(dense, pattern, { sparsity });
        expect(pruneByMagnitudes(dense, magnitudes, pattern, { sparsity }).mask).toEqual(mask);
        const unstructured = prune(dense, { kind: 'unstructured' }, { keep: kept }).mask;
        const shared = mask.reduce((sum, bit, i) => sum + (bit & unstructured[i]), 0);
        expect(overlapsOf(magnitudes)(mask, kept)).toBe(shared);
      }),
    );
  });

  it('stores entries where they are stored with values', () => {
    const format = { bits: 16, fractionBits: 8, accumulatorBits: 48 };
    fc.assert(
      fc.property(anyMatrix, anyPattern, anySparsity, (dense, pattern, sparsity) => {
        const { mask } = prune(dense, pattern, { sparsity });
        const { rowStart, columns } = storeEntries(dense, mask, format, noSaturations());
        const positions = storedPositions(dense, mask);
        expect([positions.rowStart, positions.columns]).toEqual([rowStart, columns]);
        expect(positions.codes).toEqual(new Int16Array(columns.length));
      }),
    );
  });
});
