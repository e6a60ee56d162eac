import { BadInput } from '../../errors/bad-input.ts';
import type { Sampling } from './axis.ts';
import type { SweepPoint } from './basis.ts';
import { gridSize, latinHypercube, randomCombinations } from './sampling.ts';
import { isAllowed, type Point, pointAt, type Space, spaceSize } from './space.ts';

/** The points of a sweep, numbered from 0. */
export interface Points {
  readonly count: number;
  at(index: number): SweepPoint;
}

/** Combinations that are looked at before filters; to look at more would take minutes. */
const MOST_COMBINATIONS = 20_000_000;

/**
 * The points of a sweep: all combinations that the filters let pass, or a sample. A sample is drawn once and
 * used with every accelerator, workload and seed, so that they are compared at the same combinations. Throws
 * BadInput for more than `limit` points, and for none.
 */
export function pointsOf(space: Space, sampling: Sampling, limit: number): Points {
  const points =
    sampling.method === 'grid' ? gridPoints(space, limit) : sampledPoints(space, sampling, limit);
  if (points.count === 0) throw new BadInput(`${space.name}: no point passes the filters`);
  if (points.count > limit) throw tooMany(space, `${points.count} points`, limit);
  return points;
}

function tooMany({ name }: Space, found: string, limit: number): BadInput {
  return new BadInput(
    `${name}: ${found}, expected at most ${limit} (--limit allows more; filters or sampling make it fewer)`,
  );
}

/**
 * How many combinations a sweep has before its filters: a random sample has none twice. Throws BadInput for a
 * grid over a continuous axis.
 */
export function combinationsOf(space: Space, sampling: Sampling): number {
  if (sampling.method === 'grid') return spaceSize(space);
  const { axes } = space;
  const isCountable = sampling.method === 'random' && axes.every(({ count }) => count !== null);
  return baseCount(space) * (isCountable ? Math.min(sampling.points, gridSize(axes)) : sampling.points);
}

const baseCount = ({ basis, seeds }: Space): number =>
  basis.accelerators.length * basis.workloads.length * seeds.length;

/** Only the numbers of the combinations are kept: the points themselves are made when they are asked for. */
function gridPoints(space: Space, limit: number): Points {
  const size = spaceSize(space);
  if (space.filters.length === 0) {
    if (size > limit) throw tooMany(space, `${size} points`, limit);
    return { count: size, at: (index) => ({ index, ...pointAt(space, index) }) };
  }
  if (size > MOST_COMBINATIONS)
    throw tooMany(space, `${size} combinations before filters`, MOST_COMBINATIONS);
  const codes: number[] = [];
  for (let code = 0; code < size; code++) {
    if (!isAllowed(space, pointAt(space, code))) continue;
    codes.push(code);
  }
  return { count: codes.length, at: (index) => ({ index, ...pointAt(space, codes[index]) }) };
}

function sampledPoints(space: Space, sampling: Exclude<Sampling, { method: 'grid' }>, limit: number): Points {
  const size = combinationsOf(space, sampling);
  if (size > MOST_COMBINATIONS)
    throw tooMany(space, `${size} combinations before filters`, MOST_COMBINATIONS);
  const bases = basesOfPoints(space);
  const anyAllowed = (values: Point['values']) => bases.some((base) => isAllowed(space, { ...base, values }));
  const drawn =
    sampling.method === 'random'
      ? randomCombinations(space.axes, sampling, (combination) => anyAllowed(combination.flat()))
      : latinHypercube(space.axes, sampling);
  const samples = drawn.map((combination) => combination.flat());
  const allowed: Point[] = [];
  for (const base of bases) {
    for (const values of samples) {
      if (!isAllowed(space, { ...base, values })) continue;
      if (allowed.length === limit) throw tooMany(space, `more than ${limit} points`, limit);
      allowed.push({ ...base, values });
    }
  }
  return { count: allowed.length, at: (index) => ({ index, ...allowed[index] }) };
}

/** Every accelerator with every workload and every seed. */
function basesOfPoints({ basis, seeds }: Space): Omit<Point, 'values'>[] {
  return basis.accelerators.flatMap((_, accelerator) =>
    basis.workloads.flatMap((__, workload) => seeds.map((seed) => ({ accelerator, workload, seed }))),
  );
}
