import { BadInput } from '../../errors/bad-input.ts';
import type { DenseMatrix } from '../matrix.ts';
import { type Rebuilt, rebuiltMatrix } from '../rebuilt.ts';
import type { PatternConfig } from './index.ts';
import { everything, type MagnitudeMatrix, magnitudesOf } from './magnitudes.ts';
import { patternOf } from './named-pattern.ts';
import type { PruneTarget, Selection } from './pattern.ts';

/** What pruning kept. */
export interface Pruned extends Selection {
  /** Kept positions; `mask` has as many ones. */
  readonly kept: number;
  /** What the weights become; null: those that are kept stay as they are. */
  readonly rebuilt: Rebuilt | null;
  /** Achieved sparsity after each step, by the values that are stored; the last is the result's. */
  readonly history: readonly number[];
}

/**
 * As `Pruned`, with the matrix as the last retraining left it: its mask is what was kept, everything else is
 * zero.
 */
export interface Retrained extends Pruned {
  readonly weights: DenseMatrix;
}

/**
 * Changes `values` in place; `mask` is what step `step` (from 1) kept. What it writes to pruned positions is
 * discarded.
 */
export type Retrain = (values: DenseMatrix['values'], mask: Uint8Array, step: number) => void;

/**
 * Prunes a matrix to a pattern: largest magnitude first, of equal ones the lower index in row-major order,
 * docs/timing.md section 8. Where the matrix has a mask, positions outside it are zeros that come last: they
 * are kept only when the pattern must keep more than the mask has (a bank with fewer than k stored weights,
 * sparsity 0), and then are stored as explicit zeros. Throws BadInput for a count that the matrix or the
 * pattern cannot keep, RangeError for a sparsity outside [0, 1].
 */
export function prune(weights: DenseMatrix, pattern: PatternConfig, target: PruneTarget): Pruned {
  return pruneInSteps(weights, pattern, target, 1, () => {});
}

/**
 * Prunes as `prune` does, by magnitudes that were made before (`magnitudesOf`, every position standing): for
 * one matrix and several patterns. Throws as `prune` does.
 */
export function pruneByMagnitudes(
  weights: DenseMatrix,
  magnitudes: MagnitudeMatrix,
  pattern: PatternConfig,
  target: PruneTarget,
): Selection {
  return patternOf(pattern).select(magnitudes, pattern, targetSparsity(weights, pattern, target));
}

/**
 * Iterative pruning, as in the paper on Bank-Balanced Sparsity (Cao et al., FPGA 2019): the temporary
 * sparsity rises evenly over `steps`, and after each step `retrain` may change the weights that are left.
 * What is pruned stays pruned, so the masks nest: without retraining the last is that of `prune`. What a
 * pattern rebuilds it rebuilds once, at the end. The given weights are not changed. Throws as `prune` does,
 * and RangeError for several steps with a pattern that chooses anew at every sparsity.
 */
export function pruneIteratively(
  weights: DenseMatrix,
  pattern: PatternConfig,
  target: PruneTarget,
  steps: number,
  retrain?: Retrain,
): Retrained {
  const values = weights.values.slice();
  const pruned = pruneInSteps({ ...weights, values }, pattern, target, steps, (mask, step) => {
    retrain?.(values, mask, step);
    clear(values, mask);
    if (weights.mask !== null) clear(values, weights.mask);
  });
  const kept = { ...weights, values, mask: pruned.mask };
  const left = rebuiltMatrix(kept, pruned.rebuilt);
  return { ...pruned, weights: { ...left, mask: pruned.mask } };
}

function pruneInSteps(
  weights: DenseMatrix,
  pattern: PatternConfig,
  target: PruneTarget,
  steps: number,
  afterStep: (mask: Uint8Array, step: number) => void,
): Pruned {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(`pruning steps: found ${steps}, expected a positive integer`);
  }
  const sparsity = targetSparsity(weights, pattern, target);
  const rule = patternOf(pattern);
  if (steps > 1 && rule.choosesAnew) {
    throw new RangeError(`pattern ${pattern.kind} chooses anew at every sparsity: expected 1 step`);
  }
  const history: number[] = [];
  let standing: Selection = { mask: everything(weights), perBank: null };
  let kept = 0;
  for (let step = 1; step <= steps; step++) {
    standing = rule.select(magnitudesOf(weights, standing.mask), pattern, (sparsity * step) / steps);
    kept = countOnes(standing.mask);
    const { independent = kept, mask } = standing;
    history.push(independent === mask.length ? 0 : 1 - independent / mask.length);
    afterStep(standing.mask, step);
  }
  return { ...standing, kept, history, rebuilt: rule.rebuild?.(weights, pattern, standing) ?? null };
}

/**
 * The sparsity of a target. Throws BadInput for a count that the matrix or the pattern cannot keep,
 * RangeError for a sparsity outside [0, 1].
 */
export function targetSparsity(weights: DenseMatrix, pattern: PatternConfig, target: PruneTarget): number {
  if ('sparsity' in target) {
    const { sparsity } = target;
    if (sparsity >= 0 && sparsity <= 1) return sparsity;
    throw new RangeError(`sparsity: found ${sparsity}, expected 0 to 1`);
  }
  const { keep } = target;
  const { length } = weights.values;
  if (!Number.isInteger(keep) || keep < 0 || keep > length) {
    throw new BadInput(
      `tensor ${weights.tensor}: cannot keep ${keep} weights, expected an integer from 0 to ${length}`,
    );
  }
  return patternOf(pattern).sparsityFor(weights, pattern, keep);
}

/** The ones of a mask. */
export function countOnes(mask: Uint8Array): number {
  let ones = 0;
  for (let i = 0; i < mask.length; i++) ones += mask[i];
  return ones;
}

function clear(values: DenseMatrix['values'], mask: Uint8Array): void {
  for (let i = 0; i < values.length; i++) if (mask[i] === 0) values[i] = 0;
}
