import { type RunTrace, traceRun } from '../../../src/hw/trace/run-trace.ts';
import type { SliceEvent, TraceEvent } from '../../../src/hw/trace/trace-event.ts';
import type { CycleWindow } from '../../../src/hw/trace/waveform.ts';
import type { FinishedRun } from '../../../src/run/finished-run.ts';
import { runStep, type StepCase } from '../sequencer/steps.ts';

/** The trace of a run that has ended. */
export const traceOf = ({ design, timelines, steps }: FinishedRun): RunTrace =>
  traceRun(design.array, design.layers, timelines, steps);

/** The trace of so many steps of a layer. */
export function traceOfStep(step: StepCase, steps: number): RunTrace {
  return traceRun(step.unit.array, [step], [runStep(step)], steps);
}

/** All events of a trace, or those of a window. */
export const all = (
  trace: RunTrace,
  window: CycleWindow = { from: 0, to: trace.lastCycle },
): TraceEvent[] => [...[...trace.events(window)].flat()];

/** Whether an event is a slice. */
export const isSlice = (event: TraceEvent): event is SliceEvent => event.ph === 'X';

/** The slices of a track, of all processes. */
export const slicesOn = (events: readonly TraceEvent[], tid: number): SliceEvent[] =>
  events.filter(isSlice).filter((slice) => slice.tid === tid);

/** Cycles of slices together. */
export const cyclesOf = (slices: readonly SliceEvent[]): number =>
  slices.reduce((sum, { dur }) => sum + dur, 0);

/** The sum over all cycles of what a counter has. */
export function areaOf(events: readonly TraceEvent[], name: string): number {
  const points = events.flatMap((event) =>
    event.ph === 'C' && event.name === name ? [{ ts: event.ts, value: Number(event.args.value) }] : [],
  );
  return points.slice(1).reduce((sum, { ts }, i) => sum + points[i].value * (ts - points[i].ts), 0);
}
