import type { RunResult } from '../run/result.ts';
import type { Advice } from '../study/explain/advice.ts';
import type { DesignOptions } from './changed-design.ts';
import { type DrawingOptions, drawingOf } from './drawing-options.ts';
import type { Io } from './io.ts';
import { type AdvisedRun, adviceOfRun } from './print-advice.ts';
import type { OutputNumbers } from './save-outputs.ts';
import { writeResult } from './write-result.ts';

/** A run that is over, and what it was of. */
export type ShownRun = AdvisedRun & { readonly result: RunResult };

/** What a command line says of a run and its folder. */
type RunOutOptions = DesignOptions &
  DrawingOptions & { readonly out?: string; readonly numbers: OutputNumbers };

/**
 * Writes what `run --out` asks for: the result, what is recorded of its first step, and the charts of both.
 * Returns the advice that is part of it; null where there is no folder, or the numbers are not those of the
 * hardware. Throws BadInput.
 */
export async function writeRun(
  io: Io,
  workload: string | undefined,
  options: RunOutOptions,
  run: ShownRun,
): Promise<Advice | null> {
  const { finished, result } = run;
  if (options.out === undefined) return null;
  const advice = options.numbers === 'fixed' ? await adviceOfRun(workload, options, run) : null;
  const { stepRecord } = await import('../study/explain/step-record.ts');
  const { stepCharts } = await import('../report/run/step-charts.ts');
  const step = stepRecord(finished, result, advice);
  await writeResult(io, 'run', result, options.out, drawingOf(options), {
    files: [['step.json', [`${JSON.stringify(step)}\n`]]],
    charts: stepCharts(result, step),
  });
  return advice;
}
