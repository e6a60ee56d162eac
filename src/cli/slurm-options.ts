import { type Command, Option } from 'commander';
import { BadInput } from '../errors/bad-input.ts';
import { positive } from './options.ts';

/** Options of a sweep that runs on a cluster. */
export interface EngineOptions {
  readonly engine: 'local' | 'slurm';
  readonly chunks?: number;
  readonly maxRunning?: number;
  readonly slurmOptions?: string;
}

/** `--engine` and what goes with `slurm`. */
export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--engine <engine>',
        'where the points are simulated: on this machine, or as a Slurm job array that is submitted and followed; then --out must be a folder that all ' +
          'nodes share, and --jobs are the threads and CPUs of one task (default: 1)',
      )
        .choices(['local', 'slurm'])
        .default('local'),
    )
    .option(
      '--chunks <n>',
      'slurm: tasks of the array (default: one for every 50 points, at most four for each that the CPUs of the partition run at once, at most 1000: ' +
        'Slurm is slow to start a task)',
      positive,
    )
    .option('--max-running <m>', 'slurm: most tasks at once', positive)
    .option('--slurm-options <options>', 'slurm: for sbatch, as in "--partition=long --time=2:00:00"');
}

/** Throws BadInput for options that ask for something else than a job array. */
export function refuseEngineContradictions(
  options: EngineOptions & Readonly<Partial<Record<'dryRun' | 'status' | 'merge' | 'chunk', unknown>>>,
): void {
  if (options.engine === 'local') return;
  const names = { dryRun: '--dry-run', status: '--status', merge: '--merge', chunk: '--chunk' } as const;
  const found = (Object.keys(names) as (keyof typeof names)[]).find((name) => options[name] !== undefined);
  if (found !== undefined) throw new BadInput(`${names[found]} does not go with --engine slurm`);
}
