import { spawn } from 'node:child_process';
import { BadInput } from '../../errors/bad-input.ts';
import {
  cpusOf,
  jobIdOf,
  partitionFormat,
  type QueueState,
  queueFormat,
  queueStateOf,
} from './slurm-answers.ts';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs one of Slurm's programs. It leads a process group of its own: Ctrl-C must not end an sbatch of
 * which nobody would know the number.
 */
function slurm(program: string, words: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
    const child = spawn(program, [...words], { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        new BadInput(
          error.code === 'ENOENT'
            ? `Slurm's ${program} is not on PATH: expected on a host that submits jobs`
            : `cannot run Slurm's ${program}: ${error.message}`,
        ),
      ),
    );
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** Variables by which users change what these programs print and select. */
const foreign = /^(SQUEUE|SINFO)_/;

/** Throws BadInput where Slurm is not installed or does not answer. */
export async function refuseMissingSlurm(): Promise<void> {
  await refuseFailure('sbatch', ['--version']);
  await refuseFailure('squeue', ['--version']);
}

async function refuseFailure(program: string, words: readonly string[]): Promise<string> {
  const { code, out, err } = await slurm(program, words);
  if (code === 0) return out;
  const said = (err || out).trim().replaceAll(`${program}: error: `, '');
  throw new BadInput(`${program}: ${said || `ended with exit code ${code}`}`);
}

/**
 * Submits a job with these words after `sbatch`, and returns its number. Throws BadInput with
 * Slurm's message when it refuses.
 */
export async function submitJob(words: readonly string[]): Promise<string> {
  const printed = await refuseFailure('sbatch', words);
  const id = jobIdOf(printed);
  if (id === null)
    throw new BadInput(`sbatch: expected the number of a job, found ${JSON.stringify(printed)}`);
  return id;
}

/**
 * How the jobs of that name and these numbers are, those that ended lately included;
 * null when Slurm does not answer.
 */
export async function askQueue(
  name: string,
  { array, merge }: { readonly array: string; readonly merge: string | null },
): Promise<QueueState | null> {
  const ids = merge === null ? array : `${array},${merge}`;
  const words = ['--noheader', '--array', '--states=all', `--jobs=${ids}`, `--format=${queueFormat}`];
  const { code, out, err } = await slurm('squeue', words);
  if (code === 0) return queueStateOf(out, name, merge);
  // It forgets jobs some minutes after their end.
  return /invalid job id/i.test(err) ? queueStateOf('', name, merge) : null;
}

/** The CPUs of a partition, or the default one (null); null when Slurm does not say. */
export async function askCpus(partition: string | null): Promise<number | null> {
  const { code, out } = await slurm('sinfo', ['--noheader', `--format=${partitionFormat}`]);
  return code === 0 ? cpusOf(out, partition) : null;
}
