import { type Evaluation, isFeasible } from './evaluation.ts';
import { dominates } from './pareto.ts';

/**
 * Constraint-domination (Deb, Pratap, Agarwal, Meyarivan, 2002, section VI; see nsga2): a feasible
 * genome beats an infeasible one, of two infeasible ones the smaller violation wins, and two feasible
 * ones are compared by their costs.
 */
export function constraintDominates(a: Evaluation, b: Evaluation): boolean {
  return isFeasible(a) && isFeasible(b) ? dominates(a.costs, b.costs) : a.violation < b.violation;
}

/**
 * The fast non-dominated sort of the same paper (section III-A): fronts of indices, each in ascending
 * order; the rank of a genome is the number of its front. The first front is what nothing dominates, the
 * next what only the first one dominates, and so on; every index is in one front. A front is all
 * feasible or all infeasible. Takes time and memory of the square of the number of genomes: for
 * populations, not for archives.
 */
export function nonDominatedFronts(evaluations: readonly Evaluation[]): number[][] {
  const { dominated, dominators } = domination(evaluations);
  const fronts: number[][] = [];
  let front = dominators.flatMap((count, i) => (count === 0 ? [i] : []));
  while (front.length > 0) {
    fronts.push(front);
    front = front.flatMap((i) => dominated[i].filter((j) => --dominators[j] === 0)).sort((i, j) => i - j);
  }
  return fronts;
}

/** For each genome, what it dominates and how many dominate it. */
function domination(evaluations: readonly Evaluation[]) {
  const dominated: number[][] = evaluations.map(() => []);
  const dominators = evaluations.map(() => 0);
  for (const [i, a] of evaluations.entries()) {
    for (const [j, b] of evaluations.entries()) {
      if (!constraintDominates(a, b)) continue;
      dominated[i].push(j);
      dominators[j]++;
    }
  }
  return { dominated, dominators };
}
