import { describe, expect, it } from 'vitest';
import { nsga2 } from '../../../src/explore/search/nsga2.ts';
import { type Random, seeded } from '../../../src/num/random.ts';
import {
  allCosts,
  bruteFront,
  convex,
  disconnected,
  hardware,
  jumpingConvex,
  type Problem,
  shareOf,
} from './spaces.ts';

const seeds = Array.from({ length: 10 }, (_, seed) => seed);

/** The costs of the front that a search finds. */
async function searched({ levels, costs }: Problem, budget: number, seed: number) {
  const result = await nsga2({
    levels,
    budget,
    seed,
    evaluate: async (genomes) => genomes.map((genome) => ({ costs: costs(genome), violation: 0 })),
  });
  return result.front.map((i) => result.evaluated[i].evaluation.costs);
}

/** As many different points at random. */
function sampled(costs: readonly number[][], count: number, random: Random): number[][] {
  const rest = [...costs];
  return Array.from({ length: count }, () => rest.splice(Math.floor(random() * rest.length), 1)[0]);
}

/**
 * Shares of the true front's hypervolume with a tenth of the space evaluated: the
 * worst and the mean of the seeds.
 */
async function measured(problem: Problem) {
  const costs = allCosts(problem);
  const budget = Math.floor(costs.length / 10);
  const share = shareOf(bruteFront(costs).map((i) => costs[i]));
  const found = await Promise.all(seeds.map(async (seed) => share(await searched(problem, budget, seed))));
  const random = seeds.map((seed) => share(sampled(costs, budget, seeded(`sample ${seed}`))));
  return { search: summary(found), sample: summary(random) };
}

function summary(shares: readonly number[]) {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return { worst: Math.min(...shares), mean, best: Math.max(...shares) };
}

describe('the problems', () => {
  it('have about 6,000 genomes', () => {
    for (const problem of [convex, disconnected, jumpingConvex]) expect(allCosts(problem).length).toBe(6400);
    expect(allCosts(hardware).length).toBe(6912);
  });

  it('have a front without gaps, and one in pieces', () => {
    const firstLevels = (problem: Problem) => {
      const costs = allCosts(problem);
      return bruteFront(costs).map((i) => Math.round(15 * costs[i][0]));
    };
    expect(firstLevels(convex)).toEqual([...Array(16).keys()]);
    const pieces = firstLevels(disconnected).filter((level, i, all) => i === 0 || level > all[i - 1] + 1);
    expect(pieces.length).toBeGreaterThan(2);
  });
});

describe('a search of a tenth of the space', () => {
  // What these ten seeds measured. Of 150 seeds the worst are 0.990, 0.935, 0.726 and 0.956.
  it.each([
    { name: 'a convex front', problem: convex, worst: 0.995, mean: 0.999, sampled: 0.679 },
    { name: 'a disconnected front', problem: disconnected, worst: 1, mean: 1, sampled: 0.612 },
    { name: 'a front that jumps', problem: jumpingConvex, worst: 0.776, mean: 0.893, sampled: 0.664 },
    { name: 'three costs of hardware', problem: hardware, worst: 0.961, mean: 0.971, sampled: 0.923 },
  ])('finds $worst of $name, $mean on average; sampling finds $sampled', async (known) => {
    const { search, sample } = await measured(known.problem);
    expect(search.worst).toBeGreaterThan(known.worst - 0.05);
    expect(search.mean).toBeGreaterThan(known.mean - 0.02);
    expect(sample.mean).toBeCloseTo(known.sampled, 3);
    // Of what sampling misses, the search misses less than half.
    expect(1 - search.mean).toBeLessThan((1 - sample.mean) / 2);
  });

  it('beats the best of ten samples with the worst of ten seeds, but for the front that jumps', async () => {
    for (const problem of [convex, disconnected, hardware]) {
      const { search, sample } = await measured(problem);
      expect(search.worst).toBeGreaterThan(sample.best);
    }
  });
});
