import type { LoadedSweep } from '../space/load-sweep.ts';
import { type Points, pointsOf } from '../space/points.ts';
import type { Space } from '../space/space.ts';
import { acquireLock, type LockScope } from '../store/lock.ts';
import type { StoreDamage } from '../store/read-store.ts';
import type { PointStatus } from '../store/record.ts';
import { openShard } from '../store/shard.ts';
import { type Chunk, indicesOf } from './chunk.ts';
import { copyRecords } from './copy-records.ts';
import { describeStore } from './describe-store.ts';
import { type KnownPoints, knownPoints } from './known-points.ts';
import { type PlannedPoint, planPoints } from './plan.ts';
import { openWorkers, type Workers } from './pool.ts';
import { simulatePoints } from './run-batches.ts';
import type { EncodedRecord } from './tasks.ts';

/** How a sweep is run. */
export interface SweepOptions {
  /** Worker threads. */
  readonly jobs: number;
  /** The most points that a sweep may have; more are taken for a mistake. */
  readonly limit: number;
  /** Null: all points. */
  readonly chunk: Chunk | null;
  /** Whether points that ended with an error are tried again. */
  readonly retriesFailed: boolean;
  /** True: no more points are started, and those in flight have two seconds. */
  readonly isStopped: () => boolean;
  readonly onProgress: (progress: SweepProgress) => void;
}

/** Where a sweep is. */
export interface SweepProgress {
  /** Points of the sweep, or of its chunk. */
  readonly points: number;
  /** Points that the store has. */
  readonly done: number;
  /** True while it is worked out what the points have in common. */
  readonly isPlanning: boolean;
  readonly counts: Readonly<Record<PointStatus, number>>;
  /** Of the infeasible points those that miss a constraint. */
  readonly constrained: number;
}

/** What a sweep has come to. */
export interface SweepSummary {
  readonly points: number;
  /** Points by what became of them, those of earlier runs included. */
  readonly counts: Readonly<Record<PointStatus, number>>;
  /** Of the infeasible points those that fit their device and miss a constraint. */
  readonly constrained: number;
  /** Points of which numbers are known not to fit their bits: saturated, or wrapped in an accumulator. */
  readonly cut: number;
  /**
   * Points that were in the store before: of this sweep, and of another one with the
   * same design, workload and seed.
   */
  readonly before: number;
  readonly reused: number;
  /** Points worked on now. */
  readonly fresh: number;
  readonly isInterrupted: boolean;
  readonly damage: StoreDamage;
}

/** A sweep whose points may have been made already. */
export interface CountedSweep extends LoadedSweep {
  readonly points?: Points;
}

/**
 * Runs a sweep, or what is left of it, into the store at `dir`. Throws BadInput for too many points, a
 * directory that cannot be written to or that another process works on, and a store of a newer bbsim.
 */
export async function runSweep(
  sweep: CountedSweep,
  dir: string,
  options: SweepOptions,
): Promise<SweepSummary> {
  const { space, sampling } = sweep;
  const points = sweep.points ?? pointsOf(space, sampling, options.limit);
  const scope: LockScope = options.chunk ? { kind: 'chunk', ...options.chunk } : { kind: 'whole' };
  const lock = await acquireLock(dir, scope);
  try {
    await describeStore(dir, space, points.count, options.chunk !== null);
    const workers = openWorkers(space.basis, options.jobs, options.isStopped);
    try {
      return await continueSweep({ space, points, dir, workers }, options);
    } finally {
      await workers.close();
    }
  } finally {
    await lock.release();
  }
}

/** A sweep that is being run: what its parts need. */
interface RunningSweep {
  readonly space: Space;
  readonly points: Points;
  readonly dir: string;
  readonly workers: Workers;
}

async function continueSweep(sweep: RunningSweep, options: SweepOptions): Promise<SweepSummary> {
  const { space, points, dir, workers } = sweep;
  const known = await knownPoints(dir, space.hash, options.retriesFailed);
  const indices = indicesOf(points.count, options.chunk);
  const left = indices.filter((index) => !known.done.has(index));
  const before = indices.length - left.length;
  const counts = countStatus(indices, known);
  let constrained = indices.filter((index) => known.constrained.has(index)).length;
  let cut = indices.filter((index) => known.cut.has(index)).length;
  let done = before;
  const report = (isPlanning: boolean) =>
    options.onProgress({ points: indices.length, done, isPlanning, counts, constrained });
  report(left.length > 0);
  const planned = await planPoints(points, left, workers, options.isStopped);
  const reused = await work(sweep, known, planned, options.isStopped, (records) => {
    for (const { status, isConstrained, isCut } of records) {
      counts[status]++;
      if (isConstrained) constrained++;
      if (isCut) cut++;
    }
    done += records.length;
    report(false);
  });
  const fresh = done - before - reused;
  const isInterrupted = done < indices.length;
  const { damage } = known;
  return { points: indices.length, counts, constrained, cut, before, reused, fresh, isInterrupted, damage };
}

/**
 * Copies what other sweeps have of the planned points, and simulates the
 * others. Returns how many were copied.
 */
async function work(
  { space, points, dir, workers }: RunningSweep,
  { others }: KnownPoints,
  planned: readonly PlannedPoint[],
  isStopped: () => boolean,
  onWritten: (records: readonly EncodedRecord[]) => void,
): Promise<number> {
  const reusable = planned.filter(({ key }) => others.has(key));
  const fresh = planned.filter(({ key }) => !others.has(key));
  const shard = await openShard(dir);
  const onRecords = async (records: readonly EncodedRecord[]) => {
    await shard.append(records.map(({ line }) => line));
    onWritten(records);
  };
  try {
    const copied = await copyRecords({ space, points, dir, others, isStopped }, reusable, onRecords);
    const { basis, hash } = space;
    await simulatePoints({ basis, sweep: hash, points, planned: fresh, workers, onRecords, isStopped });
    return copied;
  } finally {
    await shard.close();
  }
}

function countStatus(indices: readonly number[], { done }: KnownPoints): Record<PointStatus, number> {
  const counts = { ok: 0, infeasible: 0, failed: 0 };
  for (const index of indices) {
    const status = done.get(index);
    if (status) counts[status]++;
  }
  return counts;
}
