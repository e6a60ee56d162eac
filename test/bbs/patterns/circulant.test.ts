import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { anyMatrix, anySparsity, matrix } from '../matrices.ts';

const circulant = { kind: 'circulant' } as const;

/** The wrapped diagonals of square blocks: lists of positions, from the definition. */
function diagonals(rows: number, cols: number, block: number): number[][] {
  const found = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const [R, C] = [Math.floor(row / block), Math.floor(col / block)];
      const [i, j] = [row - R * block, col - C * block];
      const name = `${R} ${C} ${(i - j + block) % block}`;
      found.set(name, [...(found.get(name) ?? []), row * cols + col]);
    }
  }
  return [...found.values()];
}

const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
const squaresOf = (values: ArrayLike<number>) => sumOf(Array.from(values, (value) => value * value));

describe('pruning to circulant blocks', () => {
  it('makes the means of wrapped diagonals of a block of 4 x 4', () => {
    const w = matrix([
      [1, 2, 3, 4],
      [5, 1, 2, 3],
      [6, 5, 1, 2],
      [7, 6, 5, 9],
    ]);
    const { mask, kept, independent, block, rebuilt, history } = prune(w, circulant, { sparsity: 0.75 });
    // Diagonals: (1 1 1 9), (5 5 5 4), (6 6 3 3), (7 2 2 2).
    const [a, b, c, d] = [3, 4.75, 4.5, 3.25];
    expect([...(rebuilt?.values ?? [])]).toEqual([a, d, c, b, b, a, d, c, c, b, a, d, d, c, b, a]);
    expect(mask.every((bit) => bit === 1)).toBe(true);
    expect({ kept, independent, block, history }).toEqual({
      kept: 16,
      independent: 4,
      block: 4,
      history: [0.75],
    });
  });

  it.each([
    [0, 1],
    [0.25, 1],
    [0.3, 2],
    [0.5, 2],
    [0.64, 2],
    [0.65, 4],
    [0.75, 4],
    [0.875, 8],
    [0.9, 8],
    [0.95, 16],
    [0.99, 32],
    [1, 32],
  ])('at a sparsity of %d has blocks with the side %d, the nearest in ratio', (sparsity, side) => {
    const w = matrix(Array.from({ length: 40 }, () => new Array(9).fill(1)));
    expect(prune(w, circulant, { sparsity }).block).toBe(side);
  });

  it('means over the positions inside the matrix alone, and counts the diagonals that have some', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, (w, sparsity) => {
        const { block = 0, independent, rebuilt } = prune(w, circulant, { sparsity });
        const all = diagonals(w.rows, w.cols, block);
        expect(independent).toBe(all.length);
        const counted = w.values.map((value, i) => (w.mask?.[i] === 0 ? 0 : value));
        for (const positions of all) {
          const mean = sumOf(positions.map((at) => counted[at])) / positions.length;
          for (const at of positions) expect(rebuilt?.values[at]).toBeCloseTo(mean, 9);
        }
      }),
    );
  });

  it('is the least-squares projection: no other circulant matrix is nearer', () => {
    const change = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(anyMatrix, anySparsity, fc.nat(), change, (w, sparsity, which, by) => {
        fc.pre(w.values.length > 0 && !w.raw && w.mask === null);
        const { block = 0, rebuilt } = prune(w, circulant, { sparsity });
        const values = rebuilt?.values ?? new Float64Array(0);
        const error = (of: Float64Array) => squaresOf(of.map((value, i) => value - w.values[i]));
        const all = diagonals(w.rows, w.cols, block);
        const moved = values.slice();
        for (const at of all[which % all.length]) moved[at] += by;
        expect(error(moved)).toBeGreaterThanOrEqual(error(values) * (1 - 1e-12));
        // What it explains and its error are all squares.
        expect(squaresOf(values) + error(values)).toBeCloseTo(squaresOf(w.values), 6);
      }),
    );
  });

  it('meets a count with the block that stores nearest to it, of two equally near the smaller', () => {
    const w = matrix(Array.from({ length: 8 }, () => new Array(8).fill(1)));
    const sideFor = (keep: number) => prune(w, circulant, { keep }).block;
    expect([64, 49, 48, 33, 25, 24, 23, 8, 0].map(sideFor)).toEqual([1, 1, 1, 2, 2, 2, 4, 8, 8]);
  });

  it('explains less of squared magnitude than as many weights that are free to lie anywhere', () => {
    const [rows, cols] = [64, 96];
    const values = new Float32Array(rows * cols);
    fillGaussian(values, 0, values.length, 1, seeded('circulant'));
    const w = { tensor: 'w', rows, cols, values, raw: false, mask: null };
    for (const sparsity of [0.5, 0.75, 0.875, 0.9375]) {
      const { independent = 0, rebuilt } = prune(w, circulant, { sparsity });
      const { mask } = prune(w, { kind: 'unstructured' }, { keep: independent });
      const largest = squaresOf(values.filter((_, i) => mask[i] === 1));
      expect(squaresOf(rebuilt?.values ?? [])).toBeLessThan(largest);
    }
  });
});
