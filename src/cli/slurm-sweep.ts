import { join, resolve } from 'node:path';
import { isPath } from '../config/presets.ts';
import type { Watcher } from '../explore/cluster/follow.ts';
import { shellWord, splitWords } from '../explore/cluster/shell-words.ts';
import { runOnSlurm } from '../explore/cluster/slurm-sweep.ts';
import type { SweepProgress, SweepSummary } from '../explore/engine/sweep.ts';
import type { LoadedSweep } from '../explore/space/load-sweep.ts';
import { pointsOf } from '../explore/space/points.ts';
import type { BudgetOptions } from './budget-option.ts';
import type { Io } from './io.ts';
import { openProgress, type Progress } from './progress.ts';
import type { EngineOptions } from './slurm-options.ts';
import { optionWords, type WeightOptions } from './weight-options.ts';

/** A sweep of the command line. */
export interface SlurmSweep extends EngineOptions, WeightOptions, BudgetOptions {
  readonly spec: string;
  readonly folder: string;
  readonly loaded: LoadedSweep;
  readonly jobs?: number;
  readonly limit: number;
  /** The limit when nobody gives one. */
  readonly defaultLimit: number;
  readonly retryFailed?: true;
}

/** Time between two looks at the store. */
const LOOK_MS = 1500;

/** This package's program: two levels up from here, in the sources and in dist/. */
const program = join(import.meta.dirname, '../../bin/bbsim.js');

/**
 * Runs a sweep on Slurm, or follows it, with its progress. Throws as `runOnSlurm`, and BadInput for
 * --slurm-options with a quote that does not end.
 */
export async function sweepOnSlurm(io: Io, sweep: SlurmSweep): Promise<SweepSummary> {
  const { spec, weights, folder, loaded, jobs = 1, limit, chunks, maxRunning } = sweep;
  const { name, hash } = loaded.space;
  const words = splitWords(sweep.slurmOptions ?? '', '--slurm-options');
  // Before anybody listens for Ctrl-C: counting points may take a while.
  const points = pointsOf(loaded.space, loaded.sampling, limit);
  const watcher = watch(io, name);
  try {
    return await runOnSlurm(
      { ...loaded, points },
      {
        program: [process.execPath, program],
        spec: isPath(spec) ? resolve(spec) : spec,
        given: optionWords(weights === undefined ? sweep : { ...sweep, weights: resolve(weights) }),
        dir: resolve(folder),
        name,
        hash,
        jobs,
        limit,
        retriesFailed: sweep.retryFailed === true,
      },
      {
        parts: chunks ?? null,
        maxRunning: maxRunning ?? null,
        slurmOptions: words,
        again: againText(sweep),
      },
      watcher,
    );
  } finally {
    watcher.end();
  }
}

/** The same command, as it can be typed. */
function againText({ spec, folder, limit: asked, defaultLimit, ...options }: SlurmSweep): string {
  const limit = asked === defaultLimit ? undefined : asked;
  const { jobs, chunks, maxRunning, slurmOptions, retryFailed } = options;
  const values = { jobs, limit, chunks, 'max-running': maxRunning, 'slurm-options': slurmOptions };
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const words = ['sweep', spec, ...optionWords(options), '--out', folder, '--engine', 'slurm', ...given];
  return ['bbsim', ...words, ...(retryFailed ? ['--retry-failed'] : [])].map(shellWord).join(' ');
}

/** A watcher who shows progress, until `end`. */
function watch(io: Io, name: string): Watcher & { end(): void } {
  let progress: Progress | null = null;
  let before = 0;
  let isStopped = false;
  let wake = () => {};
  const closeProgress = () => {
    progress?.stop();
    progress = null;
  };
  const end = io.onInterrupt(() => {
    if (isStopped) process.exit(130);
    isStopped = true;
    wake();
  });
  return {
    isStopped: () => isStopped,
    note(text: string) {
      // A bar and a line would share a row of the terminal.
      closeProgress();
      io.note(text);
    },
    onProgress({ done, points, counts: { failed } }: SweepProgress, jobs: string) {
      if (progress === null) before = done;
      progress ??= openProgress(io, name);
      const parts = [jobs, failed > 0 ? `${failed} failed` : ''].filter((part) => part !== '');
      progress.update(done, points, before, parts.join(', '));
    },
    pause: () =>
      new Promise<void>((resume) => {
        const timer = setTimeout(resume, LOOK_MS);
        wake = () => {
          clearTimeout(timer);
          resume();
        };
      }),
    end() {
      end();
      closeProgress();
    },
  };
}
