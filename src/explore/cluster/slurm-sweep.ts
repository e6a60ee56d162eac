import { BadInput } from '../../errors/bad-input.ts';
import { describeStore } from '../engine/describe-store.ts';
import type { CountedSweep, SweepSummary } from '../engine/sweep.ts';
import { pointsOf } from '../space/points.ts';
import { acquireLock, type Lock } from '../store/lock.ts';
import { mergeShards } from '../store/merge.ts';
import { shardNames } from '../store/read-store.ts';
import { jobsCancelled, pointsMissing, watcherLeft } from './endings.ts';
import { followJobs, progressOf, type Watcher } from './follow.ts';
import { defaultParts, incompleteParts, refuseEmptyParts } from './parts.ts';
import { partitionOf, refuseOwnOptions } from './sbatch-words.ts';
import { askCpus, refuseMissingSlurm } from './slurm-commands.ts';
import { type JobOptions, jobNumbers, livingJobs, submitParts } from './slurm-jobs.ts';
import { type ClusterSweep, refuseUnnameable, slurmFolder } from './slurm-scripts.ts';
import { refreshFolder, StoreWatch } from './store-watch.ts';
import type { Submission } from './submission.ts';

/** How a sweep is given to Slurm. */
export interface SlurmOptions extends JobOptions {
  /** Parts that the points are divided in; null: `defaultParts`. */
  readonly parts: number | null;
  /** The command that follows the sweep again, or continues it. */
  readonly again: string;
}

/** Times that parts with missing points are submitted. */
const ROUNDS = 3;
/**
 * Times that a lock is asked for, a pause between: that of a process which was killed on
 * another host holds for a minute.
 */
const LOCK_TRIES = 60;

/**
 * Runs a sweep as a job array, or follows the one that runs already, until every point is in the store at
 * `sweep.dir`, in one shard. Parts with missing points (of a node that was lost, a time limit) are
 * submitted again. Throws BadInput before anything is submitted when that cannot go well, and with Slurm's
 * message when it refuses; Interrupted when the watcher leaves or the jobs were cancelled; FailedPoints
 * when points are missing in the end.
 */
export async function runOnSlurm(
  { space, sampling, points }: CountedSweep,
  sweep: ClusterSweep,
  options: SlurmOptions,
  watcher: Watcher,
): Promise<SweepSummary> {
  const { count } = points ?? pointsOf(space, sampling, sweep.limit);
  if (options.parts !== null) refuseEmptyParts(options.parts, count);
  refuseOwnOptions(options.slurmOptions);
  refuseUnnameable(sweep.dir);
  await refuseMissingSlurm();
  const store = new StoreWatch(sweep.dir, space.hash, count);
  const run = { sweep, options, watcher, store };
  const living = await livingJobs(sweep.dir);
  if (living !== null) await rejoin(run, living);
  else await begin(run, () => describeStore(sweep.dir, space, count, false));
  const before = store.done;
  await runRounds(run, living);
  watcher.onProgress(progressOf(store), '');
  const { counts, constrained, cut, reused } = store;
  // What was damaged is gone with the shards that were merged.
  const damage = { torn: 0, damaged: [], damagedLines: 0 };
  const fresh = count - before - reused;
  return { points: count, counts, constrained, cut, before, reused, fresh, isInterrupted: false, damage };
}

interface Run {
  readonly sweep: ClusterSweep;
  readonly options: SlurmOptions;
  readonly watcher: Watcher;
  readonly store: StoreWatch;
}

async function rejoin({ sweep, store, watcher }: Run, living: Submission): Promise<void> {
  const numbers = jobNumbers(living);
  if (living.sweep !== sweep.hash)
    throw new BadInput(
      `${sweep.dir}: the jobs of another sweep (${living.jobName}) have not ended: wait for them, or end them with: scancel ${numbers}`,
    );
  watcher.note(`following the jobs that were submitted before (${numbers}, ${living.of} parts)`);
  await store.poll();
  store.begin(false);
}

/** Nobody else may work on the store while it becomes that of this sweep. */
async function begin({ sweep, store }: Run, describeStore: () => Promise<void>): Promise<void> {
  const lock = await acquireLock(sweep.dir, { kind: 'whole' });
  try {
    await describeStore();
    await store.poll();
    store.begin(sweep.retriesFailed);
  } finally {
    await lock.release();
  }
}

async function runRounds(run: Run, living: Submission | null): Promise<void> {
  const { sweep, options, watcher, store } = run;
  const of = living?.of ?? options.parts ?? (await partsFor(run));
  let submission = living;
  for (let round = 0; ; round++) {
    const isCancelled = submission !== null && (await followJobs(submission, store, watcher));
    if (watcher.isStopped()) throw watcherLeft(submission, options.again);
    const parts = await settle(run, submission, of);
    if (parts.length === 0) return;
    if (isCancelled) throw jobsCancelled(store, options.again);
    if (submission !== null && round >= ROUNDS)
      throw await pointsMissing(
        store,
        { dir: sweep.dir, array: submission.array, parts, rounds: ROUNDS },
        options.again,
      );
    if (submission !== null)
      watcher.note(`${store.points - store.done} points are missing: their parts are submitted again`);
    submission = await submitParts(sweep, of, parts, options, watcher.note);
    watcher.note(
      `job ${submission.array}: ${parts.length} of ${of} parts of about ${Math.ceil(store.points / of)} points; logs in ${slurmFolder(sweep.dir)}`,
    );
  }
}

async function partsFor({ sweep, options, store }: Run): Promise<number> {
  return defaultParts(store.points, await askCpus(partitionOf(options.slurmOptions)), sweep.jobs);
}

/**
 * The parts that lack points, when nobody works on the store any more; when none does, its shards become one.
 */
async function settle(run: Run, submission: Submission | null, of: number): Promise<number[]> {
  const { sweep, store } = run;
  const lock = await lockWhenFree(run, submission);
  try {
    await refreshFolder(sweep.dir);
    await store.poll();
    const parts = incompleteParts(store.points, of, store.isDone);
    if (parts.length === 0 && (await shardNames(sweep.dir)).length > 1) await mergeShards(sweep.dir);
    return parts;
  } finally {
    await lock.release();
  }
}

async function lockWhenFree({ sweep, options, watcher }: Run, submission: Submission | null): Promise<Lock> {
  for (let tries = 1; ; tries++) {
    try {
      return await acquireLock(sweep.dir, { kind: 'whole' });
    } catch (error) {
      if (!(error instanceof BadInput) || tries === LOCK_TRIES) throw error;
    }
    if (watcher.isStopped()) throw watcherLeft(submission, options.again);
    await watcher.pause();
  }
}
