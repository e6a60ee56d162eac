import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basis, basisWeights, encodeBasis } from '../../../src/bbs/formats/basis.ts';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { rebuiltMatrix } from '../../../src/bbs/rebuilt.ts';
import { storedPositions, storeEntries } from '../../../src/bbs/store.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { type NumberFormat, noSaturations } from '../../../src/num/fixed.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { anyMatrix, anySparsity } from '../matrices.ts';
import { entriesOf, format, stored } from '../stored.ts';

const sizes = { pes: 2, banks: 4, placement: 'even' } as const;

function gaussian(rows: number, cols: number): DenseMatrix {
  const values = new Float32Array(rows * cols);
  fillGaussian(values, 0, values.length, 1, seeded(`${rows} x ${cols}`));
  return { tensor: 'w', rows, cols, values, raw: false, mask: null };
}

function pruned(w: DenseMatrix, sparsity: number, columns: number, number: NumberFormat = format) {
  const { mask, rebuilt } = prune(w, { kind: 'power-of-two', basis: columns }, { sparsity });
  const matrix = rebuiltMatrix(w, rebuilt, number.bits);
  return { mask, rebuilt, matrix: storeEntries(matrix, mask, number, noSaturations()) };
}

const anyNumber = fc.constantFrom<NumberFormat>(
  format,
  { ...format, bits: 12, fractionBits: 6 },
  { ...format, weightBits: 8 },
  { ...format, weightBits: 8, weightScale: 'tensor' },
);

describe('weights of powers of two and bases', () => {
  it('come back as they were rebuilt, exactly, and so do the codes of the array', () => {
    fc.assert(
      fc.property(
        anyMatrix,
        anySparsity,
        fc.integer({ min: 1, max: 4 }),
        anyNumber,
        (w, sparsity, n, number) => {
          const { matrix, rebuilt } = pruned(w, sparsity, n, { ...number, fractionBits: 2 });
          const encoded = encodeBasis(matrix, n);
          expect(basisWeights(encoded)).toEqual(rebuilt?.values);
          expect(basis.of({ columns: n }).decode(encoded)).toEqual(entriesOf(matrix));
        },
      ),
    );
  });

  it('come back where the file has int8 codes, as codes of its scales', () => {
    const scales = Float64Array.of(0.01, 0.02);
    const codes = [1, 64, -127, 3, 0, 9, 5, -5, 17, 80, 2, 4];
    const w: DenseMatrix = {
      tensor: 'w',
      rows: 2,
      cols: 6,
      values: Float64Array.from(codes, (code, i) => code * scales[Math.floor(i / 6)]),
      raw: false,
      mask: null,
      scaled: [{ fromColumn: 0, scales }],
    };
    for (const number of [format, { ...format, weightBits: 8 as const }]) {
      const { matrix } = pruned(w, 0, 3, number);
      expect(basis.of({ columns: 3 }).decode(encodeBasis(matrix, 3))).toEqual(entriesOf(matrix));
      for (let e = 0; e < matrix.weights.length; e++) {
        const code = matrix.weights[e] / scales[Math.floor(e / 6)];
        expect(Math.abs(code - Math.round(code))).toBeLessThan(1e-9);
      }
    }
  });

  it('take 1/3 + 4 r + 72 / (3 m) bits each where everything divides, and an exponent for the matrix', () => {
    // 1,026 columns are 342 runs, in 2 parts of 171.
    const [rows, cols] = [4, 1026];
    const { matrix, mask } = pruned(gaussian(rows, cols), 0.875, 3);
    const share = mask.reduce((sum, bit) => sum + bit, 0) / (rows * cols);
    const encoded = encodeBasis(matrix, 3);
    const storage = basis.of({ columns: 3 }).storage(encoded, 16);
    const perWeight = 1 / 3 + 4 * share + 72 / (3 * 171);
    expect(storage.totalBits).toBeCloseTo(rows * cols * perWeight + 12, 6);
    expect(storage).toEqual({
      indexBits: rows * 342,
      valueBits: 4 * encoded.coefficients.length + 72 * rows * 2,
      pointerBits: 0,
      scaleBits: 12,
      totalBits: storage.indexBits + storage.valueBits + 12,
    });
    // The bits of the array are those of no basis.
    expect(basis.of({ columns: 3 }).storage(encoded, 8)).toEqual(storage);
  });

  it('take as many bits where only the places are known', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, fc.integer({ min: 1, max: 4 }), (w, sparsity, n) => {
        const { matrix, mask } = pruned(w, sparsity, n);
        const { encode, storage, decode } = basis.of({ columns: n });
        const places = encode(storedPositions(w, mask), sizes);
        expect(storage(places, 16)).toEqual(storage(encode(matrix, sizes), 16));
        expect(decode(places)).toEqual(entriesOf(storedPositions(w, mask)));
      }),
    );
  });

  it.each([
    ['were not rebuilt', [[1, 2, 3]], 'were not rebuilt from bases of 3 x 3, expected pattern power-of-two'],
    [
      'are stored in part of a run',
      [[0, 0, 0, 0, null]],
      'row 0 stores a part of columns 3 to 4, expected all of them or none',
    ],
    ['miss the middle of a run', [[0, null, 0]], 'row 0 stores a part of columns 0 to 2'],
  ] as [string, (number | null)[][], string][])('are refused where they %s', (_, rows, says) => {
    expect(() => encodeBasis(stored(rows), 3)).toThrow(BadInput);
    expect(() => encodeBasis(stored(rows), 3)).toThrow(says);
  });
});
