import type { Row } from '../../../src/explore/query/results.ts';
import { paretoFront } from '../../../src/explore/search/pareto.ts';
import { seeded } from '../../../src/num/random.ts';
import { shareOf } from '../search/spaces.ts';

/**
 * What was found of a true front: the share of its points (equal ones count as one), and of its hypervolume.
 */
export interface Quality {
  readonly points: number;
  readonly volume: number;
}

/**
 * How much of the front of `rows` (everything that there is) a part of them holds. Objectives are minimised;
 * their logarithms are measured, since they range over orders of magnitude.
 */
export function qualityOf(rows: readonly Row[], objectives: readonly string[]) {
  const costsOf = (of: readonly Row[]) =>
    of
      .filter(({ status }) => status === 'ok')
      .map((row) => objectives.map((name) => Math.log2(row[name] as number)));
  const distinct = (costs: readonly (readonly number[])[]) => new Set(costs.map((point) => point.join()));
  const all = costsOf(rows);
  const front = paretoFront(all).map((i) => all[i]);
  const wanted = distinct(front);
  const share = shareOf(front);
  return {
    size: wanted.size,
    of(found: readonly Row[]): Quality {
      const costs = costsOf(found);
      const hits = [...distinct(costs)].filter((point) => wanted.has(point)).length;
      return { points: hits / wanted.size, volume: share(costs) };
    },
  };
}

/** As many different rows at random. */
export function sampled(rows: readonly Row[], count: number, seed: string): Row[] {
  const random = seeded(seed);
  const rest = [...rows];
  return Array.from({ length: count }, () => rest.splice(Math.floor(random() * rest.length), 1)[0]);
}

/** The worst and the mean of several qualities. */
export function worstAndMean(found: readonly Quality[]): { readonly worst: Quality; readonly mean: Quality } {
  const least = (key: keyof Quality) => Math.min(...found.map((quality) => quality[key]));
  const mean = (key: keyof Quality) => found.reduce((sum, quality) => sum + quality[key], 0) / found.length;
  return {
    worst: { points: least('points'), volume: least('volume') },
    mean: { points: mean('points'), volume: mean('volume') },
  };
}
