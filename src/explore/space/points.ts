import { BadInput } from '../../errors/bad-input.ts';
import type { Sampling } from './axis.ts';
import type { SweepPoint } from './basis.ts';
import { latinHypercube, randomCandidates } from './sampling.ts';
import { isAllowed, type Place, placeOf, type Space, spaceSize } from './space.ts';

/** The points of a sweep, numbered from 0. */
export interface Points {
  readonly count: number;
  at(index: number): SweepPoint;
}

/** Combinations that are looked at before filters; to look at more would take minutes. */
const MOST_COMBINATIONS = 20_000_000;

/**
 * The points of a sweep: all combinations that the filters let pass, or a sample. A sample is drawn once and used with every accelerator,
 * workload and seed, so that they are compared at the same places. Throws BadInput for more than `limit` points, and for none.
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

/** Only the numbers of the combinations are kept: the points themselves are made when they are asked for. */
function gridPoints(space: Space, limit: number): Points {
  const size = spaceSize(space);
  if (space.filters.length === 0) {
    if (size > limit) throw tooMany(space, `${size} points`, limit);
    return { count: size, at: (index) => ({ index, ...placeOf(space, index) }) };
  }
  if (size > MOST_COMBINATIONS)
    throw tooMany(space, `${size} combinations before filters`, MOST_COMBINATIONS);
  const codes: number[] = [];
  for (let code = 0; code < size; code++) {
    if (!isAllowed(space, placeOf(space, code))) continue;
    codes.push(code);
  }
  return { count: codes.length, at: (index) => ({ index, ...placeOf(space, codes[index]) }) };
}

function sampledPoints(space: Space, sampling: Exclude<Sampling, { method: 'grid' }>, limit: number): Points {
  const places = basePlaces(space);
  if (places.length * sampling.points > MOST_COMBINATIONS)
    throw tooMany(space, `${places.length * sampling.points} combinations before filters`, MOST_COMBINATIONS);
  const anyAllowed = (values: Place['values']) =>
    places.some((place) => isAllowed(space, { ...place, values }));
  const drawn =
    sampling.method === 'random'
      ? randomCandidates(space.axes, sampling, (candidate) => anyAllowed(candidate.flat()))
      : latinHypercube(space.axes, sampling);
  const samples = drawn.map((candidate) => candidate.flat());
  const allowed: Place[] = [];
  for (const place of places) {
    for (const values of samples) {
      if (!isAllowed(space, { ...place, values })) continue;
      if (allowed.length === limit) throw tooMany(space, `more than ${limit} points`, limit);
      allowed.push({ ...place, values });
    }
  }
  return { count: allowed.length, at: (index) => ({ index, ...allowed[index] }) };
}

/** Every accelerator with every workload and every seed. */
function basePlaces({ basis, seeds }: Space): Omit<Place, 'values'>[] {
  return basis.accelerators.flatMap((_, accelerator) =>
    basis.workloads.flatMap((__, workload) => seeds.map((seed) => ({ accelerator, workload, seed }))),
  );
}
