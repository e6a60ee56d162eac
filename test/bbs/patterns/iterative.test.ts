import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import { patternOf } from '../../../src/bbs/patterns/named-pattern.ts';
import { prune, pruneIteratively } from '../../../src/bbs/patterns/prune.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { anyMatrix, anyNestingPattern, anySparsity, matrix } from '../matrices.ts';
import { rowsOf } from './naive.ts';

const banked: PatternConfig = { kind: 'bank-balanced', banks: 2, placement: 'even' };
const anySteps = fc.integer({ min: 1, max: 6 });

describe('iterative pruning without retraining', () => {
  // Segments of blocks rank by what is left of them, which depends on the way.
  const oneWay = anyNestingPattern.filter(({ kind }) => kind !== 'block-columns');

  it('ends at the mask of one-shot pruning, for every pattern whose masks nest', () => {
    fc.assert(
      fc.property(anyMatrix, oneWay, anySparsity, anySteps, (w, pattern, sparsity, steps) => {
        const oneShot = prune(w, pattern, { sparsity });
        const iterative = pruneIteratively(w, pattern, { sparsity }, steps);
        expect(iterative.mask).toEqual(oneShot.mask);
        expect([iterative.kept, iterative.perBank]).toEqual([oneShot.kept, oneShot.perBank]);
      }),
    );
  });

  it('raises the sparsity evenly', () => {
    const w = matrix([Array.from({ length: 16 }, (_, i) => i + 1)]);
    expect(pruneIteratively(w, banked, { sparsity: 0.75 }, 3).history).toEqual([0.25, 0.5, 0.75]);
    expect(pruneIteratively(w, banked, { keep: 4 }, 3).history).toEqual([0.25, 0.5, 0.75]);
  });
});

describe('iterative pruning with retraining', () => {
  it('sees the masks nest, step by step, and zeros where weights are pruned', () => {
    fc.assert(
      fc.property(
        anyMatrix,
        anyNestingPattern,
        anySparsity,
        anySteps,
        fc.nat(),
        (w, pattern, sparsity, steps, seed) => {
          const seen: Uint8Array[] = [];
          const random = seeded(seed);
          const { mask, weights } = pruneIteratively(
            w,
            pattern,
            { sparsity },
            steps,
            (values, mask, step) => {
              expect(step).toBe(seen.length + 1);
              const before = seen.at(-1) ?? mask;
              expect(mask.every((bit, i) => bit <= before[i])).toBe(true);
              if (step > 1) expect(values.every((value, i) => value === 0 || before[i] === 1)).toBe(true);
              seen.push(mask.slice());
              values.forEach((_, i) => {
                values[i] = Math.floor(random() * 4);
              });
            },
          );
          expect(seen.length).toBe(steps);
          expect(mask).toEqual(seen.at(-1));
          const isRebuilt = patternOf(pattern).rebuild !== undefined;
          const stands = (i: number) => mask[i] === 1 && (isRebuilt || w.mask === null || w.mask[i] === 1);
          expect(weights.values.every((value, i) => value === 0 || stands(i))).toBe(true);
        },
      ),
    );
  });

  it('prunes what retraining made small, and leaves the given weights alone', () => {
    const w = matrix([[1, 2, 3, 4]]);
    const { mask, weights } = pruneIteratively(
      w,
      { kind: 'unstructured' },
      { keep: 1 },
      3,
      (values, _, step) => {
        if (step === 1) values[3] = 0.5;
      },
    );
    expect(rowsOf(mask, 4)).toEqual(['0010']);
    expect([...weights.values]).toEqual([0, 0, 3, 0]);
    expect([...w.values]).toEqual([1, 2, 3, 4]);
  });

  it('never takes back what is pruned, not even when everything left is zero', () => {
    const w = matrix([[1, 2, 3, 4]]);
    const masks: string[] = [];
    pruneIteratively(w, { kind: 'unstructured' }, { keep: 1 }, 3, (values, mask) => {
      masks.push(mask.join(''));
      values.fill(0);
    });
    expect(masks).toEqual(['0111', '0110', '0100']);
  });

  it('keeps the counts of a bank-balanced matrix on the way', () => {
    const values = new Float32Array(8 * 64);
    fillGaussian(values, 0, values.length, 1, seeded('iterative'));
    const w = { tensor: 'w', rows: 8, cols: 64, values, raw: false, mask: null };
    const perRow: number[][] = [];
    pruneIteratively(w, { ...banked, banks: 8 }, { sparsity: 0.75 }, 3, (_, mask) => {
      perRow.push(rowsOf(mask, 8).map((bank) => [...bank].filter((bit) => bit === '1').length));
    });
    expect(perRow).toEqual([6, 4, 2].map((k) => new Array(64).fill(k)));
  });
});

it.each([0, -1, 1.5])('%d steps are refused', (steps) => {
  expect(() => pruneIteratively(matrix([[1]]), banked, { sparsity: 0.5 }, steps)).toThrow(
    `pruning steps: found ${steps}, expected a positive integer`,
  );
});

it('several steps are refused where what is kept at one sparsity says nothing of the next', () => {
  const refill: PatternConfig = { kind: 'refill' };
  expect(() => pruneIteratively(matrix([[1]]), refill, { sparsity: 0.5 }, 2)).toThrow(
    'pattern refill chooses anew at every sparsity: expected 1 step',
  );
  expect(pruneIteratively(matrix([[1]]), refill, { sparsity: 0.5 }, 1).kept).toBe(1);
});
