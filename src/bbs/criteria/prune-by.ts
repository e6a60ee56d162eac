import { BadInput } from '../../errors/bad-input.ts';
import type { DenseMatrix } from '../matrix.ts';
import type { PatternConfig } from '../patterns/index.ts';
import { patternKinds, patternOf } from '../patterns/named-pattern.ts';
import type { PruneTarget } from '../patterns/pattern.ts';
import { countOnes, type Pruned, targetSparsity } from '../patterns/prune.ts';
import type { Calibration, OnRow } from './criterion.ts';
import type { CriterionKind } from './index.ts';
import { criterionOf } from './named-criterion.ts';

/**
 * Throws BadInput for a criterion that does not choose for a pattern: one that changes weights as others go
 * needs groups of columns that all keep as many.
 */
export function refuseUnbalanced(criterion: CriterionKind, { kind }: Pick<PatternConfig, 'kind'>): void {
  if (!criterionOf(criterion).update || patternOf({ kind }).groups) return;
  const balanced = patternKinds.filter((each) => patternOf({ kind: each }).groups);
  throw new BadInput(
    `criterion ${criterion}: pattern ${kind} has no banks in which every row keeps as many weights, expected ${balanced.join(' or ')}`,
  );
}

/**
 * Prunes a matrix to a pattern by a criterion: by `magnitude` as `prune` does, by one that updates weights
 * with what they become as `rebuilt`. Throws as `prune` and the criterion do, and BadInput for a pattern
 * without the groups that the criterion needs.
 */
export function pruneBy(
  kind: CriterionKind,
  weights: DenseMatrix,
  pattern: PatternConfig,
  target: PruneTarget,
  calibration: Calibration | null,
  onRow: OnRow = () => {},
): Pruned {
  const criterion = criterionOf(kind);
  const rule = patternOf(pattern);
  const sparsity = targetSparsity(weights, pattern, target);
  refuseUnbalanced(kind, pattern);
  const groups = criterion.update && rule.groups?.(weights.cols, pattern, sparsity);
  if (!criterion.update || !groups) {
    const scores = criterion.score?.(weights, calibration);
    if (!scores) throw new RangeError(`criterion ${kind}: neither scores nor updates`);
    const selection = rule.select(scores, pattern, sparsity);
    const rebuilt = rule.rebuild?.(weights, pattern, selection) ?? null;
    return withCounts({ ...selection, rebuilt });
  }
  const { mask, values } = criterion.update(weights, calibration, groups, onRow);
  return withCounts({ mask, perBank: groups.perGroup, rebuilt: { values } });
}

function withCounts(pruned: Omit<Pruned, 'kept' | 'history'>): Pruned {
  const kept = countOnes(pruned.mask);
  return { ...pruned, kept, history: [1 - kept / pruned.mask.length] };
}
