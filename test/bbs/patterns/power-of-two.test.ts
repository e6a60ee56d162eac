import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BasisFactors, basisParts, coefficientOf } from '../../../src/bbs/factors.ts';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { anyMatrix, anySparsity, matrix } from '../matrices.ts';
import { rowsOf } from './naive.ts';

const powersOfTwo = { kind: 'power-of-two', basis: 3 } as const;

function factorsOf(w: DenseMatrix, sparsity: number) {
  const pruned = prune(w, powersOfTwo, { sparsity });
  return { ...pruned, factors: pruned.rebuilt?.factors as BasisFactors };
}

/** Every weight from the factors, by the definition: the sum of shifted basis rows of its run. */
function rebuiltFrom(
  { columns, exponent, bases, coefficients }: BasisFactors,
  w: DenseMatrix,
  mask: Uint8Array,
) {
  const { runs, parts, runsOfPart } = basisParts(w.cols, columns);
  const values: number[] = [];
  let kept = -1;
  for (let row = 0; row < w.rows; row++) {
    for (let col = 0; col < w.cols; col++) {
      const [run, j] = [Math.floor(col / columns), col % columns];
      expect(run).toBeLessThan(runs);
      if (mask[row * w.cols + run * columns] === 0) {
        values.push(0);
        continue;
      }
      if (j === 0) kept++;
      const from = (row * parts + Math.floor(run / runsOfPart)) * columns * columns;
      let sum = 0;
      for (let i = 0; i < columns; i++)
        sum += coefficientOf[coefficients[kept * columns + i]] * bases[from + i * columns + j];
      values.push(sum * 2 ** exponent);
    }
  }
  return Float64Array.from(values);
}

function gaussian(rows: number, cols: number): DenseMatrix {
  const values = new Float32Array(rows * cols);
  fillGaussian(values, 0, values.length, 0.1, seeded(`${rows} by ${cols}`));
  return { tensor: 'w', rows, cols, values, raw: false, mask: null };
}

describe('pruning to powers of two times small bases', () => {
  it('keeps whole runs of three columns with the largest sums, the last of a row cut', () => {
    const w = matrix([
      [1, 1, 1, 0, 0, 4, 2, 1],
      [0, 2, 0, 1, 1, 1, 3, 0],
    ]);
    expect(rowsOf(prune(w, powersOfTwo, { sparsity: 0.5 }).mask, 8)).toEqual(['11111111', '00000000']);
    expect(rowsOf(prune(w, powersOfTwo, { sparsity: 0.85 }).mask, 8)).toEqual(['00011100', '00000000']);
    expect(rowsOf(prune(w, powersOfTwo, { keep: 5 }).mask, 8)).toEqual(['11111100', '00000000']);
  });

  it('gives back what is powers of two times one basis, to the last bit', () => {
    // Rows are parts: 1.25, 1 and 1.375 times powers of two in the three columns of a run.
    const scales = [1.25, 1, 1.375];
    const powers = [8, -2, 1, -1, 8, 0.25, 2, 0, -8, 4, 4, 4];
    const w = matrix([powers.map((power, i) => power * scales[i % 3])]);
    const { rebuilt } = prune(w, powersOfTwo, { sparsity: 0 });
    expect([...(rebuilt?.values ?? [])]).toEqual([...w.values]);
  });

  it('rebuilds every weight from 4-bit coefficients and 8-bit bases with one exponent', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, (w, sparsity) => {
        const { factors, mask, rebuilt } = factorsOf(w, sparsity);
        expect(rebuilt?.values).toEqual(rebuiltFrom(factors, w, mask).map((value) => value + 0));
        expect(factors.coefficients.every((code) => code <= 15)).toBe(true);
        expect(factors.bases.every((code) => code >= -127)).toBe(true);
        const { parts } = basisParts(w.cols, 3);
        expect(factors.bases.length).toBe(9 * parts * w.rows);
      }),
    );
  });

  it('explains nearly all of what it keeps, with codes that fill their bits', () => {
    const w = gaussian(48, 300);
    const { mask, rebuilt, factors } = factorsOf(w, 0.75);
    let [kept, error] = [0, 0];
    w.values.forEach((value, i) => {
      if (mask[i] === 0) return;
      kept += value ** 2;
      error += (value - (rebuilt?.values[i] ?? 0)) ** 2;
    });
    expect(1 - error / kept).toBeGreaterThan(0.96);
    expect(factors.bases.reduce((most, code) => Math.max(most, Math.abs(code)), 0)).toBeGreaterThan(63);
  });

  it('takes what the mask of a file leaves out for zero', () => {
    const values = [
      [9, 2, 4],
      [1, 8, 9],
    ];
    const masked = matrix(values, [
      [0, 1, 1],
      [1, 1, 0],
    ]);
    const zeros = matrix([
      [0, 2, 4],
      [1, 8, 0],
    ]);
    expect(prune(masked, powersOfTwo, { sparsity: 0 }).rebuilt).toEqual(
      prune(zeros, powersOfTwo, { sparsity: 0 }).rebuilt,
    );
  });
});

describe('the parts of a row', () => {
  it.each([
    [9, 3, { runs: 3, parts: 1, runsOfPart: 3 }],
    [576, 3, { runs: 192, parts: 1, runsOfPart: 192 }],
    [1024, 3, { runs: 342, parts: 2, runsOfPart: 171 }],
    [2048, 3, { runs: 683, parts: 4, runsOfPart: 171 }],
    [4096, 3, { runs: 1366, parts: 8, runsOfPart: 171 }],
    [129, 1, { runs: 129, parts: 3, runsOfPart: 43 }],
    [0, 3, { runs: 0, parts: 0, runsOfPart: 0 }],
  ])('%d columns in runs of %d', (cols, columns, parts) => {
    expect(basisParts(cols, columns)).toEqual(parts);
  });
});
