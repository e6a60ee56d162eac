import type { Random } from '../../num/random.ts';
import { type Genome, randomBelow } from './discrete-space.ts';
import { compareRanked, type Ranked } from './survivors.ts';
import type { UnseenGenomes } from './unseen-genomes.ts';
import { crossover, mutation } from './variation.ts';

/** Mutations of a child that is known or not allowed, before a random genome takes its place. */
const MUTATION_TRIES = 10;

/** Where children come from. */
export interface Nursery {
  readonly levels: readonly number[];
  readonly unseen: UnseenGenomes;
  readonly random: Random;
}

/**
 * Genomes to evaluate next, none known, all allowed: children of binary tournaments, crossed over and
 * mutated; random ones without a population. Fewer than `count` when no more were found.
 */
export function offspring(population: readonly Ranked[], count: number, nursery: Nursery): Genome[] {
  const children: Genome[] = [];
  while (children.length < count) {
    const child = (population.length > 0 ? bred(population, nursery) : null) ?? nursery.unseen.draw();
    if (child === null) break;
    children.push(child);
  }
  return children;
}

/**
 * A child that can be taken, taken; null when the mutations lead to none. A mutation to a known genome is
 * mutated on, so that the search leaves places that are all known; one that is not allowed is taken back.
 */
function bred(population: readonly Ranked[], { levels, unseen, random }: Nursery): Genome | null {
  const parent = () => tournament(population, random).genome;
  let start = crossover(parent(), parent(), random);
  for (let tries = 0; tries < MUTATION_TRIES; tries++) {
    const child = mutation(start, levels, random);
    const state = unseen.stateOf(child);
    if (state === 'free') return unseen.take(child);
    if (state === 'seen') start = child;
  }
  return null;
}

/**
 * The better of two members at random by rank, then by crowding distance; the first of two that are equal.
 */
function tournament(population: readonly Ranked[], random: Random): Ranked {
  const a = population[randomBelow(population.length, random)];
  const b = population[randomBelow(population.length, random)];
  return compareRanked(b, a) < 0 ? b : a;
}
