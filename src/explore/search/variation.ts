import type { Random } from '../../num/random.ts';
import { type Genome, randomBelow } from './discrete-space.ts';

/** Of the mutations, how many go to a neighbouring level; the others go to any other level. */
const STEPS = 0.6;

/**
 * Uniform crossover (Syswerda: Uniform Crossover in Genetic Algorithms, ICGA 1989): each gene is that of
 * either parent, each as likely. Levels between those of the parents are left to mutation: blending them
 * found no more of the fronts that the tests measure.
 */
export function crossover(a: Genome, b: Genome, random: Random): Genome {
  return a.map((level, g) => (random() < 0.5 ? level : b[g]));
}

/**
 * Changes each gene with a probability of 1 over the genes that have a choice, mostly to a neighbouring
 * level, sometimes to any other one. It may change nothing.
 */
export function mutation(genome: Genome, levels: readonly number[], random: Random): Genome {
  const rate = 1 / levels.filter((count) => count > 1).length;
  return genome.map((level, g) => {
    if (levels[g] === 1 || random() >= rate) return level;
    return random() < STEPS ? neighbour(level, levels[g], random) : otherLevel(level, levels[g], random);
  });
}

/** One level up or down; at either end the only one there is. */
function neighbour(level: number, count: number, random: Random): number {
  const step = random() < 0.5 ? -1 : 1;
  return level + step < 0 || level + step >= count ? level - step : level + step;
}

/** Any level but this one, each as likely. */
function otherLevel(level: number, count: number, random: Random): number {
  const other = randomBelow(count - 1, random);
  return other < level ? other : other + 1;
}
