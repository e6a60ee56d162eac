import type { Criterion } from './criterion.ts';
import { type CriterionKind, criteria } from './index.ts';

/** Every criterion's name, the default first. */
export const criterionKinds: readonly CriterionKind[] = criteria.map(({ kind }) => kind);

/** The record of a criterion. */
export function criterionOf(kind: CriterionKind): Criterion<CriterionKind> {
  const criterion = criteria.find((each) => each.kind === kind);
  if (!criterion) throw new RangeError(`criterion ${kind} is not registered`);
  return criterion;
}
