import { seeded } from '../../num/random.ts';
import { Archive, type Evaluated } from './archive.ts';
import { offspring } from './breeding.ts';
import { DiscreteSpace, type Genome } from './discrete-space.ts';
import type { Ending, SearchProblem, SearchResult } from './search-problem.ts';
import { type Ranked, survivors } from './survivors.ts';
import { UnseenGenomes } from './unseen-genomes.ts';

/** Largest default population, the smallest one, and how many generations a small budget should pay for. */
const LARGEST_POPULATION = 40;
const SMALLEST_POPULATION = 4;
const LEAST_GENERATIONS = 5;

/**
 * NSGA-II over a discrete space (Deb, Pratap, Agarwal, Meyarivan: A Fast and Elitist Multiobjective Genetic
 * Algorithm: NSGA-II, IEEE Transactions on Evolutionary Computation 6(2), 2002): parents win binary
 * tournaments by rank and crowding distance, and the best of parents and offspring survive. Other than in the
 * paper, genes are levels (see crossover and mutation), a mating has one child, and no genome is evaluated
 * twice, so that a budget buys that many different genomes. A space no larger than the budget is enumerated
 * in one batch. The same seed gives the same result, in whatever order the evaluations of a batch finish.
 * Throws a RangeError on a budget, a population or levels that are none, and on evaluations that Archive
 * refuses; what `evaluate` throws passes through.
 */
export async function nsga2(problem: SearchProblem): Promise<SearchResult> {
  const populationSize = checkedPopulationSize(problem);
  const search = new Search(problem);
  const space = new DiscreteSpace(problem.levels);
  const isAllowed = problem.isAllowed ?? (() => true);
  if (space.size <= problem.budget) {
    await search.evaluate([...space.countFrom()].filter((genome) => isAllowed(genome)));
    return search.result('enumerated');
  }
  const random = seeded(problem.seed);
  const unseen = new UnseenGenomes(space, isAllowed, random);
  const nursery = { levels: space.levels, unseen, random };
  let population: Ranked[] = [];
  for (let left = problem.budget; left > 0; left -= populationSize) {
    const wanted = Math.min(populationSize, left);
    const batch = offspring(population, wanted, nursery);
    const children = await search.evaluate(batch);
    if (batch.length < wanted) return search.result(unseen.scansAll ? 'exhausted' : 'none-found');
    population = survivors([...population, ...children], populationSize);
  }
  return search.result('budget');
}

/** Throws a RangeError unless the sizes are counts. */
function checkedPopulationSize({ budget, populationSize }: SearchProblem): number {
  if (!(Number.isInteger(budget) && budget >= 1)) throw new RangeError(`budget of ${budget} genomes`);
  const most = Math.max(SMALLEST_POPULATION, Math.floor(budget / LEAST_GENERATIONS));
  const size = populationSize ?? Math.min(LARGEST_POPULATION, most);
  if (!(Number.isInteger(size) && size >= 2)) throw new RangeError(`population of ${size} genomes`);
  return size;
}

/** What has been evaluated, batch by batch. */
class Search {
  private readonly problem: SearchProblem;
  private readonly archive = new Archive();
  private generations = 0;

  constructor(problem: SearchProblem) {
    this.problem = problem;
  }

  async evaluate(genomes: readonly Genome[]): Promise<readonly Evaluated[]> {
    if (genomes.length === 0) return [];
    const batch = this.archive.add(genomes, await this.problem.evaluate(genomes));
    this.generations++;
    const { all, front } = this.archive;
    const progress = { generation: this.generations, evaluated: all.length, frontSize: front.length };
    this.problem.onGeneration?.(progress);
    return batch;
  }

  result(ending: Ending): SearchResult {
    const { all, front } = this.archive;
    return { evaluated: all, front, generations: this.generations, ending };
  }
}
