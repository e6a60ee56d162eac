import { lookedAtPoints } from '../space/drawn-points.ts';
import type { LoadedSweep } from '../space/load-sweep.ts';
import type { Points } from '../space/points.ts';
import { indicesOf } from './chunk.ts';
import { distinctAmong } from './distinct.ts';
import { type FitSample, fitSample, spread } from './fit-sample.ts';
import { type PlannedPoint, planPoints } from './plan.ts';
import { openWorkers, type Workers } from './pool.ts';
import { rememberingWorkers } from './remembering-workers.ts';
import { simulatePoints } from './run-batches.ts';

/** What a sweep would do. */
export interface DryRun {
  readonly points: number;
  /** Whether `points` is counted; else it is an estimate from a sample. */
  readonly isCounted: boolean;
  /** Points that were looked at for what they share; fewer than `points`: a sample. */
  readonly planned: number;
  /** Points whose values cannot be together. */
  readonly invalid: number;
  /** Distinct matrices: models, their prunings, and memory images. */
  readonly models: number;
  readonly prepared: number;
  readonly encoded: number;
  /** Points that were fitted to their device; fewer than those planned: the figures below are estimates. */
  readonly examined: number;
  /** Points that fit their device and meet the constraints. */
  readonly feasible: number;
  /** Points that do not fit their device. */
  readonly misfits: number;
  /** Points that fit and miss a constraint. */
  readonly constrained: number;
  /** An estimate from a sample that was simulated. */
  readonly estimatedMs: number;
  readonly jobs: number;
  /** The most points that a sweep may have. */
  readonly limit: number;
}

/** A part of a dry run, and how far it is. */
export interface DryRunProgress {
  readonly phase: 'planning' | 'fitting' | 'timing';
  readonly done: number;
  readonly of: number;
}

/** How a dry run is made. */
export interface DryRunOptions {
  readonly jobs: number;
  readonly limit: number;
  readonly clockMs: () => number;
  readonly onProgress: (progress: DryRunProgress) => void;
}

/** Points that are simulated to see how long they take, and the memory images that they have. */
const MOST_TIMED = 48;
const MOST_TIMED_IMAGES = 4;

/**
 * Plans a sweep (of more than 10,000 combinations a sample), fits its points, or as many as a few seconds
 * allow, to their devices and constraints, simulates a few, and estimates the time of all. Writes nothing.
 * Throws BadInput where no point passes the filters.
 */
export async function dryRun({ space, sampling }: LoadedSweep, options: DryRunOptions): Promise<DryRun> {
  const { clockMs, onProgress, jobs, limit } = options;
  const points = lookedAtPoints(space, sampling);
  // What is made to fit points is there when some of them are timed.
  const workers = rememberingWorkers(space.basis, openWorkers(space.basis, jobs));
  try {
    const planned = await planAll(points, workers, onProgress);
    const valid = planned.filter(({ problem }) => problem === null);
    const common = { points, workers, clockMs };
    const fitted = await fitSample({
      ...common,
      planned: valid,
      seed: `fits/${space.hash}`,
      onProgress: (done, of) => onProgress({ phase: 'fitting', done, of }),
    });
    const costs = await costsOf(fitted, { ...common, space, onProgress });
    const scale = points.all / points.count;
    const most = Math.round(valid.length * scale);
    const shared = sharing(valid, points.isAll ? valid.length : most);
    const feasible = Math.round(fitted.shares.feasible * most);
    const constrained = Math.round(fitted.shares.constrained * most);
    return {
      points: points.all,
      isCounted: points.isCounted,
      planned: points.count,
      invalid: Math.round((planned.length - valid.length) * scale),
      ...shared,
      examined: fitted.examined.length,
      feasible,
      misfits: most - feasible - constrained,
      constrained,
      estimatedMs: costs.msPerImage * shared.encoded + costs.msPerPoint * feasible,
      jobs,
      limit,
    };
  } finally {
    await workers.close();
  }
}

function planAll(
  points: Points,
  workers: Workers,
  onProgress: DryRunOptions['onProgress'],
): Promise<PlannedPoint[]> {
  const report = (done: number) => onProgress({ phase: 'planning', done, of: points.count });
  report(0);
  return planPoints(points, indicesOf(points.count, null), workers, () => false, report);
}

/** What a sweep takes, with all workers at work. */
interface Costs {
  /** For the weights of a memory image. */
  readonly msPerImage: number;
  /** For a point that is simulated. */
  readonly msPerPoint: number;
}

/** What fitting a point takes of what simulating it does, roughly: the design is built for both. */
const FIT_SHARE = 0.5;

/**
 * Simulates one point and then several of the same few images, whose weights are there by then: that is the
 * time of points alone. What it leaves of the time that fitting took is that of the images.
 */
async function costsOf({ feasible, examined, images, elapsedMs }: FitSample, timing: Timing): Promise<Costs> {
  const { onProgress } = timing;
  const chosen = spread([...new Set(feasible.map(({ encoded }) => encoded))], MOST_TIMED_IMAGES);
  const several = chosen.flatMap((image) =>
    spread(
      feasible.filter(({ encoded }) => encoded === image),
      MOST_TIMED / MOST_TIMED_IMAGES,
    ),
  );
  const single = chosen.flatMap((image) => several.find(({ encoded }) => encoded === image) ?? []);
  const of = single.length + several.length;
  onProgress({ phase: 'timing', done: 0, of });
  await timeOf(single, timing);
  onProgress({ phase: 'timing', done: single.length, of });
  const msPerPoint = (await timeOf(several, timing)) / Math.max(1, several.length);
  const fitMs = FIT_SHARE * msPerPoint * examined.length;
  return { msPerPoint, msPerImage: Math.max(0, elapsedMs - fitMs) / Math.max(1, images) };
}

/** What points are simulated with to see how long they take. */
interface Timing extends Pick<DryRunOptions, 'clockMs' | 'onProgress'> {
  readonly space: LoadedSweep['space'];
  readonly points: Points;
  readonly workers: Workers;
}

async function timeOf(
  planned: readonly PlannedPoint[],
  { space: { basis, hash }, points, workers, clockMs }: Timing,
): Promise<number> {
  const startedMs = clockMs();
  const onRecords = async () => {};
  await simulatePoints({ basis, sweep: hash, points, planned, workers, onRecords, isStopped: () => false });
  return clockMs() - startedMs;
}

/** Distinct matrices of `all` points, seen in those that were planned. */
function sharing(
  planned: readonly PlannedPoint[],
  all: number,
): Pick<DryRun, 'models' | 'prepared' | 'encoded'> {
  const distinct = (of: (point: PlannedPoint) => string) =>
    distinctAmong(all, planned.length, new Set(planned.map(of)).size);
  return {
    models: distinct(({ model }) => model),
    prepared: distinct(({ prepared }) => prepared),
    encoded: distinct(({ encoded }) => encoded),
  };
}
