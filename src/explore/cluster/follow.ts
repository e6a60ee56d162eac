import type { SweepProgress } from '../engine/sweep.ts';
import type { QueueState } from './slurm-answers.ts';
import { askQueue } from './slurm-commands.ts';
import type { StoreWatch } from './store-watch.ts';
import type { Submission } from './submission.ts';

/** Whoever watches a sweep on a cluster. */
export interface Watcher {
  readonly onProgress: (progress: SweepProgress, jobs: string) => void;
  readonly note: (text: string) => void;
  /** Waits until the next look at the store; less when the user wants to leave. */
  readonly pause: () => Promise<void>;
  /** True: the jobs go on without being watched. */
  readonly isStopped: () => boolean;
}

/**
 * Looks at the store for each question to Slurm, after the first minute: its controller has others to serve.
 */
const LOOKS_PER_QUESTION = 6;
const EAGER_LOOKS = 40;

/** Follows jobs until they have ended, or the watcher leaves. Returns whether somebody cancelled a part. */
export async function followJobs(
  submission: Submission,
  store: StoreWatch,
  watcher: Watcher,
): Promise<boolean> {
  let isCancelled = false;
  let remark = '';
  let quiet = 0;
  for (let look = 0; !watcher.isStopped(); look++) {
    await store.poll();
    const isComplete = store.done === store.points;
    if (look < EAGER_LOOKS || look % LOOKS_PER_QUESTION === 0 || isComplete || quiet > 0) {
      const state = await askQueue(submission.jobName, submission);
      isCancelled ||= state?.isCancelled === true;
      quiet = state?.isOver ? quiet + 1 : 0;
      // A second time: a job that Slurm is about to requeue seems to have ended for a moment.
      if (quiet >= (isComplete ? 1 : 2)) break;
      remark = remarkOf(state);
    }
    watcher.onProgress(progressOf(store), remark);
    await watcher.pause();
  }
  return isCancelled;
}

/** How far a store is. */
export function progressOf({ points, done, counts, constrained }: StoreWatch): SweepProgress {
  return { points, done, isPlanning: false, counts, constrained };
}

function remarkOf(state: QueueState | null): string {
  if (state === null) return 'squeue does not answer';
  const { running, waiting, reason, isMerging, isOver } = state;
  if (isOver) return '';
  if (isMerging) return 'merging';
  const why = reason === '' ? '' : ` (${reason})`;
  return waiting > 0 ? `${running} tasks running, ${waiting} waiting${why}` : `${running} tasks running`;
}
