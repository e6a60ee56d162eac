import type { Command } from 'commander';
import { writeFileAtomic } from '../disk/atomic-file.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { RunTrace } from '../hw/trace/run-trace.ts';
import type { TraceArguments } from '../hw/trace/trace-event.ts';
import { bytesOfEvents, traceText } from '../hw/trace/trace-text.ts';
import type { Io } from './io.ts';
import { positive } from './options.ts';
import { type WaveformOptions, windowWithin } from './waveform.ts';

/** What the options of a trace say. */
export interface TraceOptions extends Pick<WaveformOptions, 'from' | 'to'> {
  readonly trace?: string;
  readonly traceLimit: number;
}

/** Megabytes of a trace that viewers in a browser still open. */
const DEFAULT_LIMIT_MB = 500;

/** `--trace` and `--trace-limit`; `--from` and `--to` are those of the waveform. */
export function addTraceOptions(command: Command): Command {
  return command
    .option(
      '--trace <file.json>',
      'write a timeline for Perfetto or chrome://tracing: units, instructions, what each waited for, counters',
    )
    .option(
      '--trace-limit <MB>',
      'the largest trace that is written, in megabytes',
      positive,
      DEFAULT_LIMIT_MB,
    );
}

/**
 * The window of a trace. Throws BadInput for one that begins after the run, and for a trace that would be
 * larger than its limit; to be called before anything is written.
 */
function checkedWindow(
  trace: RunTrace,
  { from, to, traceLimit }: TraceOptions,
): { from: number; to: number } {
  const window = windowWithin({ from, to }, trace.lastCycle);
  const bytes = trace.sizeOf(window, bytesOfEvents);
  if (bytes <= traceLimit * 1e6) return window;
  const cycles = window.to - window.from + 1;
  const fitting = Math.max(1, Math.floor((cycles * traceLimit * 1e6) / bytes));
  throw new BadInput(
    `--trace: cycles ${window.from} to ${window.to} take about ${Math.ceil(bytes / 1e6)} MB, expected at most ${traceLimit} MB: ` +
      `name fewer cycles with --from and --to (about ${fitting} fit), or a larger --trace-limit`,
  );
}

/**
 * Prepares the trace that the options ask for: what it returns writes it. `facts`: what the file says of the
 * run. Throws BadInput as said by `checkedWindow`, and when the file cannot be written.
 */
export function preparedTrace(
  io: Io,
  options: TraceOptions,
  make: () => RunTrace,
  facts: TraceArguments,
): () => Promise<void> {
  const { trace: path } = options;
  if (path === undefined) return async () => {};
  const trace = make();
  const window = checkedWindow(trace, options);
  return async () => {
    const count = { events: 0 };
    const said = { ...facts, fromCycle: window.from, toCycle: window.to };
    await writeFileAtomic(path, traceText(trace.events(window), said, count));
    io.note(
      `${path}: ${count.events} events on ${trace.tracks} tracks, cycles ${window.from} to ${window.to}`,
    );
  };
}
