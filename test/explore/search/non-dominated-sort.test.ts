import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../src/explore/search/evaluation.ts';
import { constraintDominates, nonDominatedFronts } from '../../../src/explore/search/non-dominated-sort.ts';

const feasible = (...costs: number[]): Evaluation => ({ costs, violation: 0 });
const infeasible = (violation: number): Evaluation => ({ costs: [Infinity, -1], violation });

const anyEvaluation = fc.record({
  costs: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 2 }),
  violation: fc.constantFrom(0, 0, 0, 1, 2),
});

/** Peels: the first front is what nothing dominates, the next what nothing of the rest dominates. */
function peeled(evaluations: readonly Evaluation[]): number[][] {
  const fronts: number[][] = [];
  let rest = [...evaluations.keys()];
  while (rest.length > 0) {
    const isBeaten = (i: number) => rest.some((j) => constraintDominates(evaluations[j], evaluations[i]));
    const front = rest.filter((i) => !isBeaten(i));
    fronts.push(front);
    rest = rest.filter((i) => !front.includes(i));
  }
  return fronts;
}

describe('constraint-domination', () => {
  it('prefers feasible genomes, then small violations, and only then looks at costs', () => {
    expect(constraintDominates(feasible(9, 9), infeasible(0.1))).toBe(true);
    expect(constraintDominates(infeasible(0.1), feasible(9, 9))).toBe(false);
    expect(constraintDominates(infeasible(1), infeasible(2))).toBe(true);
    expect(constraintDominates(infeasible(2), infeasible(2))).toBe(false);
    expect(constraintDominates(infeasible(2), infeasible(Infinity))).toBe(true);
    expect(constraintDominates(feasible(1, 2), feasible(1, 3))).toBe(true);
    expect(constraintDominates(feasible(1, 3), feasible(2, 2))).toBe(false);
  });
});

describe('the non-dominated sort', () => {
  it('puts genomes into fronts, the infeasible ones last', () => {
    const evaluations = [
      infeasible(3),
      feasible(2, 2),
      feasible(1, 1),
      infeasible(1),
      feasible(0, 3),
      feasible(2, 2),
      infeasible(3),
    ];
    expect(nonDominatedFronts(evaluations)).toEqual([[2, 4], [1, 5], [3], [0, 6]]);
    expect(nonDominatedFronts([])).toEqual([]);
  });

  it('finds the fronts that peeling finds', () => {
    fc.assert(
      fc.property(fc.array(anyEvaluation, { maxLength: 30 }), (evaluations) => {
        expect(nonDominatedFronts(evaluations)).toEqual(peeled(evaluations));
      }),
    );
  });
});
