import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import { patternKinds } from '../../../src/bbs/patterns/named-pattern.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { anyMatrix, anyNestingPattern, anyPattern, anySparsity, matrix } from '../matrices.ts';
import { keptSquares } from './cycles.ts';
import { rowsOf } from './naive.ts';

const ones = (mask: Uint8Array) => mask.reduce((sum, bit) => sum + bit, 0);

describe('every pattern', () => {
  it('has a name', () => {
    expect(patternKinds).toEqual([
      'bank-balanced',
      'unstructured',
      'block',
      'vector',
      'row-balanced',
      'column-balanced',
      'load-balanced',
      'n-m',
      'one-by-n',
      'block-columns',
      'circulant',
      'periodic',
      'complementary',
      'power-of-two',
      'refill',
      'regroup',
      'dense',
    ]);
  });

  it('keeps every weight at sparsity 0: the dense matrix', () => {
    fc.assert(
      fc.property(anyMatrix, anyPattern, (w, pattern) => {
        const { mask, kept, history } = prune(w, pattern, { sparsity: 0 });
        expect(mask.every((bit) => bit === 1)).toBe(true);
        expect(kept).toBe(w.values.length);
        expect(history).toEqual([0]);
      }),
    );
  });

  it('reports the weights it kept and the sparsity it achieved', () => {
    fc.assert(
      fc.property(anyMatrix, anyPattern, anySparsity, (w, pattern, sparsity) => {
        const { mask, kept, independent = kept, history } = prune(w, pattern, { sparsity });
        expect(kept).toBe(ones(mask));
        expect(independent).toBeLessThanOrEqual(kept);
        expect(history[0]).toBeCloseTo(w.values.length === 0 ? 0 : 1 - independent / w.values.length, 12);
      }),
    );
  });

  it('keeps at a higher sparsity only what it keeps at a lower one, unless it chooses anew', () => {
    fc.assert(
      fc.property(anyMatrix, anyNestingPattern, anySparsity, anySparsity, (w, pattern, a, b) => {
        const more = prune(w, pattern, { sparsity: Math.min(a, b) }).mask;
        const fewer = prune(w, pattern, { sparsity: Math.max(a, b) }).mask;
        expect(fewer.every((bit, i) => bit <= more[i])).toBe(true);
      }),
    );
  });

  it('gives the same mask for the count that it kept, unless it chooses anew', () => {
    fc.assert(
      fc.property(anyMatrix, anyNestingPattern, anySparsity, (w, pattern, sparsity) => {
        const { mask, kept } = prune(w, pattern, { sparsity });
        expect(prune(w, pattern, { keep: kept }).mask).toEqual(mask);
      }),
    );
  });

  it('keeps at most what unstructured pruning to as many weights keeps of the squares', () => {
    fc.assert(
      fc.property(anyMatrix, anyPattern, anySparsity, (w, pattern, sparsity) => {
        fc.pre(w.mask === null);
        const { mask, kept } = prune(w, pattern, { sparsity });
        const largest = keptSquares(w, prune(w, { kind: 'unstructured' }, { keep: kept }).mask);
        // The squares are summed in another order.
        expect(keptSquares(w, mask)).toBeLessThanOrEqual(largest * (1 + 1e-12));
      }),
    );
  });

  it('leaves the weights as they are', () => {
    fc.assert(
      fc.property(anyMatrix, anyPattern, anySparsity, (w, pattern, sparsity) => {
        const before = w.values.slice();
        prune(w, pattern, { sparsity });
        expect(w.values).toEqual(before);
      }),
    );
  });
});

describe('a matrix with a mask', () => {
  const w = matrix(
    [
      [0, 9, 1, 9],
      [9, 9, 0, 9],
    ],
    [
      [1, 0, 1, 0],
      [0, 0, 1, 0],
    ],
  );

  it('keeps stored zeros before anything outside the mask, whatever the values there say', () => {
    expect(rowsOf(prune(w, { kind: 'unstructured' }, { keep: 3 }).mask, 4)).toEqual(['1010', '0010']);
  });

  it('fills up from outside the mask, lower index first, where the pattern must keep more', () => {
    expect(rowsOf(prune(w, { kind: 'unstructured' }, { keep: 5 }).mask, 4)).toEqual(['1111', '0010']);
    const banked: PatternConfig = { kind: 'bank-balanced', banks: 2, placement: 'even' };
    expect(rowsOf(prune(w, banked, { sparsity: 0.5 }).mask, 4)).toEqual(['1010', '1010']);
  });

  it('ranks a block wholly outside the mask behind a block of stored zeros', () => {
    const block: PatternConfig = { kind: 'block', blockRows: 1, blockCols: 2 };
    expect(rowsOf(prune(w, block, { keep: 6 }).mask, 4)).toEqual(['1111', '0011']);
  });
});

describe('equal numbers of kept weights', () => {
  it('are kept by every sparse pattern as the bank-balanced one decides', () => {
    const [rows, cols] = [64, 153];
    const values = new Float32Array(rows * cols);
    fillGaussian(values, 0, values.length, 1, seeded('equal'));
    const w = { tensor: 'w', rows, cols, values, raw: false, mask: null };
    const banked: PatternConfig = { kind: 'bank-balanced', banks: 64, placement: 'even' };
    const { kept: keep } = prune(w, banked, { sparsity: 0.875 });
    expect(keep).toBe(64 * 64);
    expect(prune(w, { kind: 'unstructured' }, { keep }).kept).toBe(keep);
    expect(prune(w, { kind: 'row-balanced', recurrentDensity: 1 }, { keep }).kept).toBe(keep);
    const block = prune(w, { kind: 'block', blockRows: 4, blockCols: 4 }, { keep });
    expect(Math.abs(block.kept - keep)).toBeLessThanOrEqual(8);
  });
});

describe('what cannot be pruned', () => {
  const w = matrix([[1, 2, 3]]);
  const unstructured: PatternConfig = { kind: 'unstructured' };

  it.each([4, -1, 1.5, Number.NaN])('a count of %d in a matrix of 3 is bad input', (keep) => {
    expect(() => prune(w, unstructured, { keep })).toThrow(
      new BadInput(`tensor w: cannot keep ${keep} weights, expected an integer from 0 to 3`),
    );
  });

  it.each([-0.1, 1.1, Number.NaN])('a sparsity of %d is refused', (sparsity) => {
    expect(() => prune(w, unstructured, { sparsity })).toThrow(
      new RangeError(`sparsity: found ${sparsity}, expected 0 to 1`),
    );
  });

  it('NaN is refused, naming the place', () => {
    const broken = matrix([
      [1, 2],
      [3, Number.NaN],
    ]);
    expect(() => prune(broken, unstructured, { sparsity: 0.5 })).toThrow('tensor w: row 1, column 1 is NaN');
  });
});
