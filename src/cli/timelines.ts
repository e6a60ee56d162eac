import { resolve } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import { traceRun } from '../hw/trace/run-trace.ts';
import { runWaveform } from '../hw/trace/waveform.ts';
import type { FinishedRun } from '../run/finished-run.ts';
import type { RunResult } from '../run/result.ts';
import type { Io } from './io.ts';
import { preparedTrace, type TraceOptions } from './trace.ts';
import { type WaveformOptions, writeWaveform } from './waveform.ts';

/**
 * Writes the waveform and the trace of a run, if they are asked for; neither where the trace cannot be: what
 * is wrong with its window is said before. Throws BadInput.
 */
export async function writeTimelines(
  io: Io,
  options: WaveformOptions & TraceOptions,
  { design, timelines, steps }: FinishedRun,
  { accelerator, workload, clockMhz }: RunResult,
): Promise<void> {
  const { vcd, trace } = options;
  if (vcd !== undefined && trace !== undefined && resolve(vcd) === resolve(trace))
    throw new BadInput(`--trace and --vcd are both ${trace}: expected two files`);
  const { array, layers } = design;
  const writeTrace = preparedTrace(io, options, () => traceRun(array, layers, timelines, steps), {
    accelerator,
    workload,
    steps,
    clockMhz,
  });
  await writeWaveform(io, options, () => runWaveform(array, layers, timelines, steps));
  await writeTrace();
}
