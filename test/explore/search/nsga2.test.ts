import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiscreteSpace, type Genome } from '../../../src/explore/search/discrete-space.ts';
import type { Evaluation } from '../../../src/explore/search/evaluation.ts';
import { nsga2 } from '../../../src/explore/search/nsga2.ts';
import type { Generation, SearchProblem, SearchResult } from '../../../src/explore/search/search-problem.ts';
import { survivors } from '../../../src/explore/search/survivors.ts';
import { UnseenGenomes } from '../../../src/explore/search/unseen-genomes.ts';
import { crossover, mutation } from '../../../src/explore/search/variation.ts';
import { seeded } from '../../../src/num/random.ts';
import { bruteFront } from './spaces.ts';

/** Two costs in conflict, and a constraint that the genes add up to at most `most`. */
function evaluated(genome: Genome, most: number): Evaluation {
  const sum = genome.reduce((total, level) => total + level, 0);
  if (sum > most) return { costs: [Infinity, Number.NaN], violation: sum - most };
  return { costs: [sum, genome.reduce((total, level, g) => total - (g + 1) * level, 0)], violation: 0 };
}

function search(options: Partial<SearchProblem>, most = Infinity): Promise<SearchResult> {
  const evaluate = async (genomes: readonly Genome[]) => genomes.map((genome) => evaluated(genome, most));
  return nsga2({ levels: [7, 5, 6, 4], budget: 100, seed: 1, evaluate, ...options });
}

const genomesOf = (result: SearchResult) => result.evaluated.map(({ genome }) => genome.join());

describe('the search', () => {
  it('uses up the budget, never evaluates a genome twice and stays in the space', async () => {
    const anySpace = fc.record({
      levels: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
      budget: fc.integer({ min: 1, max: 150 }),
      populationSize: fc.integer({ min: 2, max: 30 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(anySpace, async (options) => {
        const result = await search(options, 8);
        const size = options.levels.reduce((product, count) => product * count, 1);
        expect(new Set(genomesOf(result)).size).toBe(Math.min(size, options.budget));
        expect(result.evaluated.length).toBe(Math.min(size, options.budget));
        expect(result.ending).toBe(size <= options.budget ? 'enumerated' : 'budget');
        for (const { genome } of result.evaluated) {
          expect(genome.length).toBe(options.levels.length);
          expect(genome.every((level, g) => level < options.levels[g])).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('hands back the feasible front of everything that it evaluated', async () => {
    const { evaluated: all, front } = await search({ budget: 300 }, 9);
    const feasible = [...all.keys()].filter((i) => all[i].evaluation.violation === 0);
    expect(feasible.length).toBeLessThan(300);
    const costs = feasible.map((i) => all[i].evaluation.costs);
    expect(front).toEqual(bruteFront(costs).map((k) => feasible[k]));
    expect(front.length).toBeGreaterThan(1);
  });

  it('evaluates every genome once, in the order of counting, when the budget is enough', async () => {
    const batches: number[] = [];
    const evaluate = async (genomes: readonly Genome[]) => {
      batches.push(genomes.length);
      return genomes.map((genome) => evaluated(genome, Infinity));
    };
    const result = await search({ levels: [2, 3], budget: 6, evaluate });
    expect(genomesOf(result)).toEqual(['0,0', '0,1', '0,2', '1,0', '1,1', '1,2']);
    expect(result).toMatchObject({ ending: 'enumerated', generations: 1 });
    expect(batches).toEqual([6]);
  });

  it('reports each generation', async () => {
    const seen: Generation[] = [];
    const result = await search({ onGeneration: (generation) => seen.push(generation) });
    // A fifth of the budget is the population.
    expect(seen.map(({ evaluated: count }) => count)).toEqual([20, 40, 60, 80, 100]);
    expect(seen.map(({ generation }) => generation)).toEqual([1, 2, 3, 4, 5]);
    expect(result.generations).toBe(5);
    expect(seen.at(-1)?.frontSize).toBe(result.front.length);
  });

  it('is the same for a seed, however the evaluations finish, and another for another seed', async () => {
    const random = seeded('delays');
    const slowly = (genomes: readonly Genome[]) =>
      Promise.all(
        genomes.map(async (genome) => {
          for (let turns = 5 * random(); turns > 0; turns--) await null;
          return evaluated(genome, 9);
        }),
      );
    const result = await search({ seed: 'a' }, 9);
    expect(await search({ seed: 'a', evaluate: slowly }, 9)).toEqual(result);
    expect(genomesOf(await search({ seed: 'b' }, 9))).not.toEqual(genomesOf(result));
  });

  it('finds its way out of an infeasible population', async () => {
    // Five of 10,000 genomes are feasible: those that add up to at most 1.
    const result = await search({ levels: [10, 10, 10, 10], budget: 400, seed: 3 }, 1);
    expect(result.evaluated[0].evaluation.violation).toBeGreaterThan(0);
    // Of the five, the sums 0 and 1 with the most weight on the second cost.
    expect(genomesOf(result)).toEqual(expect.arrayContaining(['0,0,0,0', '0,0,0,1']));
    expect(result.front.map((i) => result.evaluated[i].genome.join()).sort()).toEqual(['0,0,0,0', '0,0,0,1']);
  });

  it('ends without a front when nothing is feasible', async () => {
    const result = await search({}, -1);
    expect(result.front).toEqual([]);
    expect(result.evaluated.length).toBe(100);
  });

  it('neither evaluates nor counts what is not allowed', async () => {
    const isAllowed = (genome: Genome) => (genome[0] + genome[1]) % 2 === 0;
    const result = await search({ isAllowed, budget: 200 });
    expect(result.evaluated.length).toBe(200);
    expect(result.evaluated.every(({ genome }) => isAllowed(genome))).toBe(true);
    const all = await search({ isAllowed, budget: 840 });
    expect(all.evaluated.length).toBe(18 * 24);
    expect(all.ending).toBe('enumerated');
  });

  it('evaluates all that is allowed and says so when the budget is more than that', async () => {
    const isAllowed = (genome: Genome) => genome[0] === genome[1] && genome[2] === genome[3];
    const result = await search({ isAllowed });
    expect(result.evaluated.length).toBe(5 * 4);
    expect(result.ending).toBe('exhausted');
    expect(await search({ isAllowed: () => false })).toEqual({
      evaluated: [],
      front: [],
      generations: 0,
      ending: 'exhausted',
    });
  });

  it('gives up on a large space where it finds nothing allowed', async () => {
    const levels = Array.from({ length: 400 }, () => 16);
    const result = await search({ levels, isAllowed: (genome) => genome.every((level) => level === 7) });
    expect(result.ending).toBe('none-found');
    expect((await search({ levels })).evaluated.length).toBe(100);
  });

  it('refuses sizes and evaluations that are none', async () => {
    await expect(search({ budget: 0 })).rejects.toThrow('budget of 0 genomes');
    await expect(search({ populationSize: 1 })).rejects.toThrow('population of 1 genomes');
    await expect(search({ levels: [3, 0] })).rejects.toThrow('gene 1 has 0 levels');
    await expect(search({ levels: [] })).rejects.toThrow('a space without genes');
    const answers = (evaluations: Evaluation[]) => search({ levels: [2], evaluate: async () => evaluations });
    const good = { costs: [1, 2], violation: 0 };
    await expect(answers([good])).rejects.toThrow('1 evaluations of 2 genomes');
    await expect(answers([good, { costs: [1], violation: 0 }])).rejects.toThrow(
      'genome 1: costs of 1, expected 2',
    );
    await expect(answers([good, { costs: [1, Infinity], violation: 0 }])).rejects.toThrow(RangeError);
    await expect(answers([good, { costs: [], violation: Number.NaN }])).rejects.toThrow('violation of NaN');
    await expect(answers([good, { costs: [], violation: -1 }])).rejects.toThrow('violation of -1');
    await expect(answers([{ costs: [], violation: 1 }, good])).resolves.toMatchObject({ front: [1] });
  });
});

describe('survival', () => {
  it('takes whole fronts, then the members with the most room, and infeasible ones last', () => {
    const points = [
      { costs: [9, 9], violation: 0 },
      { costs: [], violation: 2 },
      { costs: [0, 10], violation: 0 },
      { costs: [1, 9], violation: 0 },
      { costs: [5, 4], violation: 0 },
      { costs: [10, 0], violation: 0 },
      { costs: [], violation: 1 },
    ];
    const population = points.map((evaluation, i) => ({ genome: Uint32Array.of(i), evaluation }));
    const order = (count: number) => survivors(population, count).map(({ genome }) => genome[0]);
    expect(order(3)).toEqual([2, 5, 4]);
    expect(order(9)).toEqual([2, 5, 4, 3, 0, 6, 1]);
    expect(survivors(population, 9).map(({ rank }) => rank)).toEqual([0, 0, 0, 0, 1, 2, 3]);
  });
});

describe('variation', () => {
  it('inherits every gene from one of the parents, from either as often', () => {
    const random = seeded(5);
    const child = crossover(new Uint32Array(10_000).fill(3), new Uint32Array(10_000).fill(8), random);
    const fromFirst = child.filter((level) => level === 3).length;
    expect(child.every((level) => level === 3 || level === 8)).toBe(true);
    expect(Math.abs(fromFirst - 5000)).toBeLessThan(200);
  });

  it('mutates one gene on average, mostly by one level, never one without a choice', () => {
    const random = seeded(6);
    const levels = [1, 2, 9, 9, 9];
    const start = Uint32Array.of(0, 1, 0, 4, 8);
    let [changes, steps] = [0, 0];
    for (let i = 0; i < 10_000; i++) {
      const mutant = mutation(start, levels, random);
      expect(mutant.every((level, g) => level < levels[g])).toBe(true);
      for (const [g, level] of mutant.entries()) {
        if (level !== start[g]) changes++;
        if (Math.abs(level - start[g]) === 1) steps++;
      }
      expect(mutant[0]).toBe(0);
    }
    expect(changes / 10_000).toBeCloseTo(1, 1);
    expect(steps / changes).toBeGreaterThan(0.6);
    expect(steps / changes).toBeLessThan(0.9);
  });
});

describe('unseen genomes', () => {
  it('are handed out until there are none', () => {
    const space = new DiscreteSpace([4, 3, 2]);
    const unseen = new UnseenGenomes(space, () => true, seeded(7));
    const drawn = Array.from({ length: 24 }, () => unseen.draw()?.join());
    expect(new Set(drawn).size).toBe(24);
    expect(unseen.draw()).toBeNull();
  });
});
