import { join } from 'node:path';
import { FailedPoints } from '../../errors/failed-points.ts';
import { Interrupted } from '../../errors/interrupted.ts';
import { indexRanges } from './index-ranges.ts';
import { jobNumbers } from './slurm-jobs.ts';
import { slurmFolder } from './slurm-scripts.ts';
import type { StoreWatch } from './store-watch.ts';
import { lastLine, type Submission } from './submission.ts';

type Count = Pick<StoreWatch, 'done' | 'points'>;

/** The watcher left. */
export function watcherLeft(submission: Submission | null, again: string): Interrupted {
  if (submission === null) return new Interrupted(`nothing is submitted; continue with: ${again}`);
  const numbers = jobNumbers(submission);
  return new Interrupted(`the jobs go on; follow them with: ${again}; end them with: scancel ${numbers}`);
}

/** Somebody ended the jobs, and does not want to have them submitted again. */
export function jobsCancelled({ done, points }: Count, again: string): Interrupted {
  return new Interrupted(
    `the jobs were cancelled; ${done} of ${points} points are in the store; continue with: ${again}`,
  );
}

/** Points are missing, however often their parts were submitted. */
export async function pointsMissing(
  { done, points }: Count,
  at: {
    readonly dir: string;
    readonly array: string;
    readonly parts: readonly number[];
    readonly rounds: number;
  },
  again: string,
): Promise<FailedPoints> {
  const log = join(slurmFolder(at.dir), `${at.array}_${at.parts[0]}.log`);
  const said = await lastLine(log);
  const found = said === '' ? 'which is empty or missing' : `whose last line is: ${said}`;
  return new FailedPoints(
    `${points - done} of ${points} points are missing after their parts were submitted ${at.rounds} times; parts ${indexRanges(at.parts)} are ` +
      `incomplete: see ${log}, ${found}\ncontinue with: ${again}`,
  );
}
