import { BadInput } from '../../errors/bad-input.ts';
import { indexRanges } from './index-ranges.ts';
import { arrayWords, mergeWords } from './sbatch-words.ts';
import { askQueue, submitJob } from './slurm-commands.ts';
import { arrayScript, type ClusterSweep, jobName, mergeScript } from './slurm-scripts.ts';
import { readSubmission, type Submission, writeScripts, writeSubmission } from './submission.ts';

/** How the jobs of a sweep are submitted. */
export interface JobOptions {
  /** The most tasks at once; null: as many as Slurm starts. */
  readonly maxRunning: number | null;
  /** For sbatch: partition, account, time. */
  readonly slurmOptions: readonly string[];
}

/**
 * Submits parts of a sweep, and a merge behind them. Throws BadInput with Slurm's
 * message when it refuses the parts.
 */
export async function submitParts(
  sweep: ClusterSweep,
  of: number,
  parts: readonly number[],
  { maxRunning, slurmOptions }: JobOptions,
  note: (text: string) => void,
): Promise<Submission> {
  const scripts = await writeScripts(sweep.dir, { array: arrayScript(sweep, of), merge: mergeScript(sweep) });
  const array = await submitJob(
    arrayWords(scripts.array, { ranges: indexRanges(parts), maxRunning }, slurmOptions),
  );
  const submission = { sweep: sweep.hash, jobName: jobName(sweep), array, merge: null, of };
  // At once: whatever happens now, the next call must not submit these again.
  await writeSubmission(sweep.dir, submission);
  const merge = await submitJob(mergeWords(scripts.merge, array, slurmOptions)).catch((error: Error) => {
    note(`${error.message}: no merge job; who follows the sweep merges it`);
    return null;
  });
  await writeSubmission(sweep.dir, { ...submission, merge });
  return { ...submission, merge };
}

/**
 * The jobs of a store that have not ended, of whatever sweep; null when there are none. Throws BadInput when
 * Slurm does not say: the same points would be submitted twice.
 */
export async function livingJobs(dir: string): Promise<Submission | null> {
  const found = await readSubmission(dir);
  if (found === null) return null;
  const state = await askQueue(found.jobName, found);
  if (state === null)
    throw new BadInput(
      `squeue does not say whether the jobs ${jobNumbers(found)} of ${dir} have ended: try again later`,
    );
  return state.isOver ? null : found;
}

/** The numbers of jobs, as scancel takes them. */
export function jobNumbers({ array, merge }: Submission): string {
  return merge === null ? array : `${array} ${merge}`;
}
