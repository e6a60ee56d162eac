import { parseOverride } from '../config/overrides.ts';
import { adviceLine } from '../report/explain/advice-line.ts';
import { wrapWords } from '../report/tables/plain-text.ts';
import type { TableFormat } from '../report/tables/table.ts';
import type { FinishedRun } from '../run/finished-run.ts';
import { lacksField } from '../run/load-config.ts';
import type { Platform } from '../run/platform.ts';
import type { CompareResult } from '../run/result.ts';
import type { LoadedModel } from '../run/seeded-workload.ts';
import type { Advice } from '../study/explain/advice.ts';
import { changedDesign, type DesignOptions } from './changed-design.ts';
import type { Io } from './io.ts';

/** A run, and what it was of. */
export interface AdvisedRun {
  readonly loaded: LoadedModel;
  readonly platform: Platform;
  readonly finished: FinishedRun;
}

/** What takes most of a finished run's step, and the best single change. */
export async function adviceOfRun(
  workload: string | undefined,
  options: DesignOptions,
  { loaded, platform, finished }: AdvisedRun,
): Promise<Advice> {
  const { adviceFor } = await import('../study/explain/advice.ts');
  return adviceFor(changedDesign(workload, options, loaded, platform), finished);
}

/**
 * Prints what takes most of a finished run's step and the best single change, in one line behind its tables
 * for people; nothing in other formats. `known`: the advice, if it is known already.
 */
export async function printAdvice(
  io: Io,
  workload: string | undefined,
  options: DesignOptions & { readonly format: TableFormat },
  run: AdvisedRun,
  known: Advice | null,
): Promise<void> {
  if (options.format !== 'table' && options.format !== 'markdown') return;
  printLine(io, adviceLine(known ?? (await adviceOfRun(workload, options, run)), false));
}

/**
 * The same for the first row of a comparison, whose weights are where they are in all rows. Where `bbsim run`
 * would give it other cycles, since what is compared keeps as many weights, the line says that it is of that.
 */
export async function printRowAdvice(
  io: Io,
  workload: string | undefined,
  options: DesignOptions & { readonly format: TableFormat },
  loaded: LoadedModel,
  { label, run }: CompareResult['rows'][number],
): Promise<void> {
  if (options.format !== 'table' && options.format !== 'markdown') return;
  const { adviceOn } = await import('../study/explain/advice.ts');
  // What only other rows have, those take.
  const own = options.set.filter((set) => !lacksField(options.accelerator, set, options.set));
  const isGiven = own.some((set) => parseOverride(set).path[0] === 'weights');
  const set = isGiven ? own : [...own, `weights=${run.weights.residency}`];
  const advice = adviceOn(changedDesign(workload, { ...options, set }, loaded));
  const name = advice.base.cycles === run.cycles.total ? label : `${label} in bbsim run`;
  printLine(io, `${name}: ${adviceLine(advice, false)}`);
}

/** As notes below a table are printed. */
function printLine(io: Io, text: string): void {
  io.print(`\n${wrapWords(text, io.widthColumns ?? USUAL_COLUMNS).join('\n')}\n`);
}

/** Columns of a terminal that says nothing of itself. */
const USUAL_COLUMNS = 120;
