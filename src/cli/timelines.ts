import { join, resolve } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import { traceRun } from '../hw/trace/run-trace.ts';
import { runWaveform } from '../hw/trace/waveform.ts';
import type { FinishedRun } from '../run/finished-run.ts';
import type { RunResult } from '../run/result.ts';
import type { Io } from './io.ts';
import { preparedTrace, type TraceOptions } from './trace.ts';
import { viewerFilesOf, type WaveformOptions, writeWaveform } from './waveform.ts';

/** What else a run writes. */
interface OtherFiles {
  readonly saveOutputs?: string;
  readonly out?: string;
}

/** Throws BadInput where the trace would take the place of another file of the same run. */
function refuseSharedFile({
  trace,
  vcd,
  saveOutputs,
  out,
}: WaveformOptions & TraceOptions & OtherFiles): void {
  if (trace === undefined) return;
  const others: readonly (readonly [string, string])[] = [
    ...(vcd === undefined ? [] : [vcd, ...viewerFilesOf(vcd)].map((path) => ['--vcd', path] as const)),
    ...(saveOutputs === undefined ? [] : [['--save-outputs', saveOutputs] as const]),
    ...(out === undefined ? [] : [['--out', join(out, 'result.json')] as const]),
  ];
  const shared = others.find(([, path]) => resolve(path) === resolve(trace));
  if (shared) throw new BadInput(`--trace and ${shared[0]} both write ${trace}: expected two files`);
}

/**
 * Writes the waveform and the trace of a run, if they are asked for; neither where the trace cannot be: what
 * is wrong with its window is said before. Throws BadInput.
 */
export async function writeTimelines(
  io: Io,
  options: WaveformOptions & TraceOptions & OtherFiles,
  { design, timelines, steps }: FinishedRun,
  { accelerator, workload, clockMhz }: RunResult,
): Promise<void> {
  refuseSharedFile(options);
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
