import { BadInput } from '../../errors/bad-input.ts';
import { type Random, seeded } from '../../num/random.ts';
import type { Sampling } from './axis.ts';
import type { SweepPoint } from './basis.ts';
import { combinationsOf, type Points, pointsOf } from './points.ts';
import { isAllowed, type Point, type Space } from './space.ts';

/** The points of a sweep, or some of them that stand for all. */
export interface LookedAtPoints extends Points {
  /** How many points the sweep has; of a sample an estimate, unless there are no filters. */
  readonly all: number;
  /** Whether these are all points. */
  readonly isAll: boolean;
  /** Whether `all` is counted and not estimated. */
  readonly isCounted: boolean;
}

/** Up to this number of combinations all are looked at; of more, so many are drawn at the most. */
const MOST_COMBINATIONS = 10_000;
/** Points that a sample has, if as many pass the filters. */
const MOST_DRAWN = 2000;

/**
 * The points of a sweep, if they are few, or else a sample of them, drawn uniformly with a generator of its
 * own: the same one whenever the same sweep is asked. Throws BadInput where no point passes the filters.
 */
export function lookedAtPoints(space: Space, sampling: Sampling): LookedAtPoints {
  const combinations = combinationsOf(space, sampling);
  if (combinations > MOST_COMBINATIONS) return drawnPoints(space, combinations);
  const points = pointsOf(space, sampling, Number.POSITIVE_INFINITY);
  return { ...points, all: points.count, isAll: true, isCounted: true };
}

function drawnPoints(space: Space, combinations: number): LookedAtPoints {
  const random = seeded(`dry run/${space.hash}`);
  const points: SweepPoint[] = [];
  let drawn = 0;
  for (; drawn < MOST_COMBINATIONS && points.length < MOST_DRAWN; drawn++) {
    const point = draw(space, random);
    if (isAllowed(space, point)) points.push({ index: points.length, ...point });
  }
  if (points.length === 0)
    throw new BadInput(
      `${space.name}: of ${combinations} combinations ${drawn} were drawn, and none of them passes the filters`,
    );
  const isCounted = space.filters.length === 0;
  return {
    count: points.length,
    at: (index) => points[index],
    all: isCounted ? combinations : Math.round((combinations * points.length) / drawn),
    isAll: false,
    isCounted,
  };
}

/** A level of every axis by itself: the number of a combination may be beyond what a number holds. */
function draw({ basis, seeds, axes }: Space, random: Random): Point {
  const one = (count: number) => Math.floor(random() * count);
  return {
    accelerator: one(basis.accelerators.length),
    workload: one(basis.workloads.length),
    seed: seeds[one(seeds.length)],
    values: axes.flatMap((axis) => axis.sample(random())),
  };
}
