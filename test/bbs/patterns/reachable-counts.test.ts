import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, magnitudesOf } from '../../../src/bbs/patterns/magnitudes.ts';
import { patternKinds } from '../../../src/bbs/patterns/named-pattern.ts';
import type { PruneTarget } from '../../../src/bbs/patterns/pattern.ts';
import { pruneByMagnitudes } from '../../../src/bbs/patterns/prune.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { anyPatternOf, matrix } from '../matrices.ts';
import { range } from './naive.ts';

/** Small matrices, so that every sparsity that might make a difference can be tried. */
const anySmall = fc
  .record({ rows: fc.integer({ min: 1, max: 6 }), cols: fc.integer({ min: 1, max: 9 }) })
  .chain(({ rows, cols }) => {
    const row = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: cols, maxLength: cols });
    return fc.array(row, { minLength: rows, maxLength: rows }).map((drawn) => matrix(drawn));
  });

describe.each(patternKinds)('a count for pattern %s', (kind) => {
  it('is met as nearly as any sparsity does, or refused where none meets it', () => {
    fc.assert(
      fc.property(anySmall, anyPatternOf(kind), fc.nat(), (w, pattern, seed) => {
        const { length } = w.values;
        const count = seed % (length + 1);
        const magnitudes = magnitudesOf(w, everything(w));
        const kept = (target: PruneTarget) => {
          const { mask, independent } = pruneByMagnitudes(w, magnitudes, pattern, target);
          return independent ?? mask.reduce((sum, bit) => sum + bit, 0);
        };
        const far = (target: PruneTarget) => Math.abs(kept(target) - count);
        const reached = range(0, 2 * length + 1).map((i) => far({ sparsity: i / (2 * length) }));
        const nearest = Math.min(...reached);
        // Clusters of two sizes are chosen for the survivors, and others may add up to a nearer count.
        const clusters = pattern.kind === 'regroup' ? Math.min(pattern.clusters, w.rows) : 1;
        const slack = w.rows % clusters === 0 ? 0 : Math.ceil(w.rows / clusters) / 2;
        try {
          expect(far({ keep: count })).toBeLessThanOrEqual(nearest + slack);
        } catch (error) {
          if (!(error instanceof BadInput)) throw error;
          expect(error.message).toMatch(/: cannot keep \d+ weights/);
          expect(nearest).toBeGreaterThan(0);
        }
      }),
      { numRuns: 20 },
    );
  });
});
