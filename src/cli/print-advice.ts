import { adviceLine } from '../report/explain/advice-line.ts';
import type { TableFormat } from '../report/tables/table.ts';
import type { FinishedRun } from '../run/finished-run.ts';
import type { Platform } from '../run/platform.ts';
import type { LoadedModel } from '../run/seeded-workload.ts';
import { changedDesign, type DesignOptions } from './changed-design.ts';
import type { Io } from './io.ts';

/** A run, and what it was of. */
export interface AdvisedRun {
  readonly loaded: LoadedModel;
  readonly platform: Platform;
  readonly finished: FinishedRun;
}

/**
 * Prints what takes most of a finished run's step and the best single change, in one line behind its tables
 * for people; nothing in other formats.
 */
export async function printAdvice(
  io: Io,
  workload: string | undefined,
  options: DesignOptions & { readonly format: TableFormat },
  { loaded, platform, finished }: AdvisedRun,
): Promise<void> {
  if (options.format !== 'table' && options.format !== 'markdown') return;
  const { adviceFor } = await import('../study/explain/advice.ts');
  const design = changedDesign(workload, options, loaded, platform);
  io.print(`\n${adviceLine(adviceFor(design, finished))} bbsim explain says why.\n`);
}
