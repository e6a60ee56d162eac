import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import { patternKinds, patternOf } from '../../../src/bbs/patterns/named-pattern.ts';
import { type Pruned, prune } from '../../../src/bbs/patterns/prune.ts';
import { anyMatrix, anyPatternOf, anySparsity, matrix } from '../matrices.ts';

/** The weights, zero outside the matrix's own mask. */
function weightsOf({ values, mask }: DenseMatrix): number[] {
  return Array.from(values, (value, i) => (mask === null || mask[i] === 1 ? value : 0));
}

/** The squared distance of what is left from the weights. */
function squaredError(w: DenseMatrix, { mask, rebuilt }: Pick<Pruned, 'mask' | 'rebuilt'>): number {
  const left = (value: number, i: number) => rebuilt?.values[i] ?? mask[i] * value;
  return weightsOf(w).reduce((sum, value, i) => sum + (value - left(value, i)) ** 2, 0);
}

const sumOfSquares = (w: DenseMatrix) => weightsOf(w).reduce((sum, value) => sum + value * value, 0);

describe.each(patternKinds)('pattern %s', (kind) => {
  it('is no nearer to the weights than the largest of them, as many as it keeps', () => {
    fc.assert(
      fc.property(anyMatrix, anyPatternOf(kind), anySparsity, (w, pattern, sparsity) => {
        const pruned = prune(w, pattern, { sparsity });
        const largest = prune(w, { kind: 'unstructured' }, { keep: pruned.kept });
        const rounding = 1e-12 * sumOfSquares(w);
        // Of weights at so many positions, none are nearer to the matrix than its largest as they are.
        expect(squaredError(w, pruned)).toBeGreaterThanOrEqual(squaredError(w, largest) - rounding);
        if (patternOf(pattern).rebuild !== undefined) return;
        // Where weights stay as they are, what is lost is what is not kept.
        expect(pruned.rebuilt).toBeNull();
        const kept = (mask: Uint8Array) => sumOfSquares(w) - squaredError(w, { mask, rebuilt: null });
        expect(kept(pruned.mask)).toBeLessThanOrEqual(kept(largest.mask) + rounding);
        expect(pruned.independent ?? pruned.kept).toBe(pruned.kept);
      }),
      { numRuns: 25 },
    );
  });
});

it('weights that share values can be nearer than as many of the largest: a circulant matrix is met exactly', () => {
  const w = matrix([
    [1, 4, 3, 2],
    [2, 1, 4, 3],
    [3, 2, 1, 4],
    [4, 3, 2, 1],
  ]);
  const shared = prune(w, { kind: 'circulant' }, { sparsity: 0.75 });
  const largest = prune(w, { kind: 'unstructured' }, { keep: 4 });
  expect([shared.independent, largest.kept]).toEqual([4, 4]);
  expect(squaredError(w, shared)).toBe(0);
  expect(squaredError(w, largest)).toBe(4 * (1 + 4 + 9));
});
