import type { Evaluated } from './archive.ts';
import { crowdingDistances } from './crowding-distance.ts';
import { type Evaluation, isFeasible } from './evaluation.ts';
import { nonDominatedFronts } from './non-dominated-sort.ts';

/** A member of a population, and how it stands there. */
export interface Ranked extends Evaluated {
  /** Number of its front, 0 for the best. */
  readonly rank: number;
  /** Crowding distance in its front; 0 for infeasible genomes, whose costs mean nothing. */
  readonly crowding: number;
}

/**
 * The crowded comparison (Deb et al., 2002, section III-B; see nsga2), negative when `a` is the
 * better: by rank, then by room.
 */
export function compareRanked(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  return a.crowding === b.crowding ? 0 : b.crowding - a.crowding;
}

/** The best `count` by the crowded comparison, the best first; of equal ones, those that come first. */
export function survivors(population: readonly Evaluated[], count: number): Ranked[] {
  const chosen: Ranked[] = [];
  for (const [rank, front] of nonDominatedFronts(population.map(({ evaluation }) => evaluation)).entries()) {
    if (chosen.length >= count) break;
    const crowding = roomIn(front.map((i) => population[i].evaluation));
    const ranked = front.map((i, k) => ({ ...population[i], rank, crowding: crowding[k] }));
    chosen.push(...ranked.sort(compareRanked));
  }
  return chosen.slice(0, count);
}

/** A front is feasible as a whole or not at all. */
function roomIn(front: readonly Evaluation[]): number[] {
  return isFeasible(front[0]) ? crowdingDistances(front.map(({ costs }) => costs)) : front.map(() => 0);
}
