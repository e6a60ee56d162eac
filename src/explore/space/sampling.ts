import { BadInput } from '../../errors/bad-input.ts';
import { type Random, seeded } from '../../num/random.ts';
import type { Value } from '../store/record.ts';
import type { AxisLevels } from './axis.ts';

type Axes = readonly AxisLevels[];

/** One level of every axis: the values of its fields, in the order of the axes. */
export type Combination = readonly (readonly Value[])[];

/** How many combinations are wanted, and the seed of their choice. */
export interface Wanted {
  readonly points: number;
  readonly seed: number | string;
}

function levelCount({ count, fields }: AxisLevels): number {
  if (count !== null) return count;
  throw new BadInput(
    `axis ${fields.join(', ')}: a grid needs values, found a range without step or count; give it one, or sample with method random or latin-hypercube`,
  );
}

/**
 * How many combinations of levels the axes have; 1 without axes. Above 2^53 it is not exact, and the grid
 * cannot be indexed. Throws BadInput for a continuous axis.
 */
export function gridSize(axes: Axes): number {
  return axes.reduce((size, axis) => size * levelCount(axis), 1);
}

/**
 * The level of every axis at combination `index` of the grid, as the digits of a number of mixed radix: the
 * first axis changes slowest. Throws BadInput for a continuous axis.
 */
export function gridLevels(axes: Axes, index: number): number[] {
  const levels = axes.map(() => 0);
  let rest = index;
  for (let a = axes.length - 1; a >= 0; a--) {
    const count = levelCount(axes[a]);
    levels[a] = rest % count;
    rest = Math.floor(rest / count);
  }
  return levels;
}

/** The generator of an axis, by its fields: another axis more or less leaves its draws as they are. */
const generatorOf = (seed: Wanted['seed'], { fields }: AxisLevels): Random =>
  seeded(`${seed}/${fields.join('/')}`);

/** 0 to `length` - 1 in random order (Fisher and Yates; Durstenfeld, Algorithm 235, CACM 7(7), 1964). */
function permutation(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

const triesPerPoint = 200;

/** Whether the axes have at most `points` combinations. */
const isSmall = (axes: Axes, points: number): boolean =>
  axes.every(({ count }) => count !== null) && gridSize(axes) <= points;

/** Every combination that is allowed, in random order. */
function allShuffled(
  axes: Axes,
  seed: Wanted['seed'],
  isAllowed: (combination: Combination) => boolean,
): Combination[] {
  return permutation(gridSize(axes), seeded(`${seed}/order`))
    .map((index) => gridLevels(axes, index).map((level, a) => axes[a].at(level)))
    .filter(isAllowed);
}

/**
 * Combinations drawn uniformly among those that are allowed, none twice, in the order of their drawing.
 * Fewer than wanted when the space has no more (then all of them, in random order), or when 200 draws per
 * wanted point have not found more.
 */
export function randomCombinations(
  axes: Axes,
  { points, seed }: Wanted,
  isAllowed: (combination: Combination) => boolean,
): Combination[] {
  if (isSmall(axes, points)) return allShuffled(axes, seed, isAllowed);
  const generators = axes.map((axis) => generatorOf(seed, axis));
  const seen = new Set<string>();
  const found: Combination[] = [];
  for (let tries = 0; tries < triesPerPoint * points && found.length < points; tries++) {
    const combination = axes.map((axis, a) => axis.sample(generators[a]()));
    const key = JSON.stringify(combination);
    if (seen.has(key) || !isAllowed(combination)) continue;
    seen.add(key);
    found.push(combination);
  }
  return found;
}

/** A share of [0, 1) in each of `points` equal strata, in random order. */
function stratified(points: number, random: Random): number[] {
  return permutation(points, random).map((stratum) => (stratum + random()) / points);
}

/**
 * A Latin hypercube: every axis is cut into as many strata of equal share as there are points, each of them
 * has one point, and chance decides which strata meet. On an axis of `count` levels a stratum's share u
 * stands for level floor(u * count), so with fewer levels than points a combination may come twice. M. D.
 * McKay, R. J. Beckman and W. J. Conover, "A Comparison of Three Methods for Selecting Values of Input
 * Variables in the Analysis of Output from a Computer Code", Technometrics 21(2), 1979.
 */
export function latinHypercube(axes: Axes, { points, seed }: Wanted): Combination[] {
  const shares = axes.map((axis) => stratified(points, generatorOf(seed, axis)));
  return Array.from({ length: points }, (_, i) => axes.map((axis, a) => axis.sample(shares[a][i])));
}
