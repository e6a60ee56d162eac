import { join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import { shellLine } from './shell-words.ts';

/** What the jobs of a sweep run. Paths are absolute: a job may begin in another folder. */
export interface ClusterSweep {
  /** Node and the program. */
  readonly program: readonly string[];
  /** Name of a preset, or path. */
  readonly spec: string;
  /** Options that say what the sweep's file does not: weights of its workload, and a budget. */
  readonly given: readonly string[];
  /** The store. */
  readonly dir: string;
  /** Of the sweep: names its jobs. */
  readonly name: string;
  readonly hash: string;
  /** Worker threads of a task that Slurm gives no other number of CPUs. */
  readonly jobs: number;
  readonly limit: number;
  readonly retriesFailed: boolean;
}

/** Where the scripts and logs of a sweep are. */
export function slurmFolder(dir: string): string {
  return join(dir, 'slurm');
}

/** The script of the array: task i does part i of `of`. */
export function arrayScript(sweep: ClusterSweep, of: number): string {
  const { program, spec, given, dir, jobs, limit, retriesFailed } = sweep;
  const command = [
    shellLine([...program, 'sweep', spec, ...given, '--out', dir, '--limit', String(limit)]),
    retriesFailed ? '--retry-failed' : '',
    `--chunk "\${SLURM_ARRAY_TASK_ID:?this script is for sbatch --array}/${of}"`,
    `--jobs "\${SLURM_CPUS_PER_TASK:-${jobs}}"`,
  ];
  return script(
    sweep,
    `The ${of} parts of a sweep, one for each task of the array`,
    ['--requeue', '--open-mode=append', `--cpus-per-task=${jobs}`, output(sweep, '%A_%a.log')],
    command.filter((part) => part !== '').join(' '),
  );
}

/** The script of the job that makes one shard of those of the tasks. */
export function mergeScript(sweep: ClusterSweep): string {
  return script(
    sweep,
    'Makes one sorted shard of those of the parts',
    ['--requeue', '--open-mode=append', '--ntasks=1', output(sweep, 'merge_%j.log')],
    shellLine([...sweep.program, 'sweep', '--merge', '--out', sweep.dir]),
  );
}

/** The name of a sweep's jobs, by which they are known again: numbers of jobs are used twice. */
export function jobName({ name, hash }: Pick<ClusterSweep, 'name' | 'hash'>): string {
  return `bbsim-${name.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 60)}-${hash}`;
}

/** `exec`: what Slurm sends when time is up goes to the program, which then finishes the points in flight. */
function script(sweep: ClusterSweep, title: string, directives: readonly string[], command: string): string {
  const lines = [`--job-name=${jobName(sweep)}`, ...directives].map((directive) => `#SBATCH ${directive}`);
  return `${['#!/bin/bash', ...lines, `# ${title}. Written by bbsim sweep --engine slurm.`, `exec ${command}`].join('\n')}\n`;
}

function output({ dir }: ClusterSweep, pattern: string): string {
  return `--output=${directiveWord(join(slurmFolder(dir).replaceAll('%', '%%'), pattern))}`;
}

/** Slurm reads its lines with rules of its own: spaces only in quotes, and quotes only behind a backslash. */
function directiveWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["']/g, '\\$&')}"`;
}

/** Throws BadInput for a store whose path cannot be part of the name of a log. */
export function refuseUnnameable(dir: string): void {
  if (/[\\\p{Cc}]/u.test(dir))
    throw new BadInput(
      `${JSON.stringify(dir)}: expected a path without backslashes and control characters: Slurm has no way to write one into the name of a log`,
    );
}
