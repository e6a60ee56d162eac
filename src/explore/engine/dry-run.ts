import type { LoadedSweep } from '../space/load-sweep.ts';
import { pointsOf } from '../space/points.ts';
import { indicesOf } from './chunk.ts';
import { type PlannedPoint, planPoints } from './plan.ts';
import { openWorkers } from './pool.ts';
import { runBatches, simulatePoints } from './run-batches.ts';

/** What a sweep would do. */
export interface DryRun {
  readonly points: number;
  /** Points whose values cannot be together. */
  readonly invalid: number;
  /** Distinct matrices: models, their prunings, and memory images. */
  readonly models: number;
  readonly prepared: number;
  readonly encoded: number;
  /** Points that were looked at, and how many of those fit their device; all points where there are few. */
  readonly examined: number;
  readonly fitting: number;
  /** An estimate from a sample that was simulated. */
  readonly estimatedMs: number;
  readonly jobs: number;
}

/** Up to this number of points all are looked at; of more points this many, evenly spread. */
const MOST_EXAMINED = 2000;
/** Points that are simulated to see how long they take. */
const MOST_TIMED = 48;

/**
 * Plans a sweep, fits its points (or an even sample of them) to their devices and simulates a few, and
 * estimates the time of all. Writes nothing. Throws BadInput as `runSweep` does.
 */
export async function dryRun(
  { space, sampling }: LoadedSweep,
  options: { readonly jobs: number; readonly limit: number; readonly clockMs: () => number },
): Promise<DryRun> {
  const { clockMs } = options;
  const points = pointsOf(space, sampling, options.limit);
  const workers = openWorkers(space.basis, options.jobs);
  try {
    const planned = await planPoints(points, indicesOf(points.count, null), workers, () => false);
    const valid = planned.filter(({ problem }) => problem === null);
    const common = { points, workers, isStopped: () => false };
    const examined = spread(valid, MOST_EXAMINED);
    let fitting = 0;
    const fitStart = clockMs();
    await runBatches<readonly boolean[]>({
      ...common,
      planned: examined,
      work: (batch) => workers.run<'fit'>({ kind: 'fit', ...batch }),
      onFailure: (_, batch) => batch.points.map(() => false),
      finish: async (fits) => {
        fitting += fits.filter(Boolean).length;
      },
    });
    const fitMs = clockMs() - fitStart;
    const timed = spread(examined, MOST_TIMED);
    const timeStart = clockMs();
    await simulatePoints({
      ...common,
      basis: space.basis,
      sweep: space.hash,
      planned: timed,
      onRecords: async () => {},
    });
    const timedMs = clockMs() - timeStart;
    return {
      points: points.count,
      invalid: planned.length - valid.length,
      ...sharing(valid),
      examined: examined.length,
      fitting,
      estimatedMs: estimate(valid, examined, fitMs, timed, timedMs),
      jobs: options.jobs,
    };
  } finally {
    await workers.close();
  }
}

/** At most `most` of the items, at even distances. */
function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]);
}

function sharing(planned: readonly PlannedPoint[]): Pick<DryRun, 'models' | 'prepared' | 'encoded'> {
  const distinct = (of: (point: PlannedPoint) => string) => new Set(planned.map(of)).size;
  return {
    models: distinct(({ model }) => model),
    prepared: distinct(({ prepared }) => prepared),
    encoded: distinct(({ encoded }) => encoded),
  };
}

/**
 * Making the weights ready is paid per distinct matrix, simulating per point. Two measurements,
 * of fitting many points and of simulating few, give both costs; what both runs have of
 * distinct matrices and points is known.
 */
function estimate(
  all: readonly PlannedPoint[],
  fitted: readonly PlannedPoint[],
  fitMs: number,
  timed: readonly PlannedPoint[],
  timedMs: number,
): number {
  if (timed.length === 0) return 0;
  const matrices = (points: readonly PlannedPoint[]) => sharing(points).encoded;
  const perMatrixMs = fitMs / Math.max(1, matrices(fitted));
  const perPointMs = Math.max(0, timedMs - perMatrixMs * matrices(timed)) / timed.length;
  return perMatrixMs * matrices(all) + Math.max(perPointMs, fitMs / fitted.length / 2) * all.length;
}
