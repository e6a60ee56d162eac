import type { CounterSeries } from './counter-series.ts';
import type { LayerEvents, StepFlow, StepSlice } from './layer-events.ts';
import type { TraceEvent } from './trace-event.ts';
import type { CycleWindow } from './waveform.ts';

/** Where a step of a layer lies in a run. */
export interface StepPlace {
  readonly pid: number;
  /** Cycles of the run before it: its cycle 1 is the next. */
  readonly before: number;
  /** What its slices say of it. */
  readonly args: { readonly step: number; readonly layer: string };
  /** The number of its first arrow; of a run every arrow has its own. */
  readonly firstFlow: number;
  /** By the name of a counter that never falls: what it has when the step begins. */
  readonly totals: ReadonlyMap<string, number>;
}

/** The events of a step of a layer in a window, which cuts slices: what it leaves of them sums to it. */
export function* stepEvents(
  events: LayerEvents,
  place: StepPlace,
  window: CycleWindow,
): Iterable<TraceEvent> {
  for (const slice of events.slices) yield* sliceEvent(slice, place, window);
  for (const [i, flow] of events.flows.entries()) yield* flowEvents(flow, place.firstFlow + i, place, window);
  for (const series of events.counters) yield* counterEvents(series, events.cycles, place, window);
}

function* sliceEvent(slice: StepSlice, place: StepPlace, window: CycleWindow): Iterable<TraceEvent> {
  const { name, cat, tid, args } = slice;
  const cut = cutTo(window, place.before + slice.ts, slice.dur);
  if (cut === null) return;
  yield { ph: 'X', name, cat, pid: place.pid, tid, ...cut, args: { ...place.args, ...args } };
}

/** What a window leaves of a slice of a run; null: nothing. */
export function cutTo(
  { from, to }: CycleWindow,
  ts: number,
  dur: number,
): { ts: number; dur: number } | null {
  const begin = Math.max(ts, from);
  const end = Math.min(ts + dur, to + 1);
  return end > begin ? { ts: begin, dur: end - begin } : null;
}

/** Both ends, if both lie in the window. */
function* flowEvents(
  { name, from, to }: StepFlow,
  id: number,
  { pid, before }: StepPlace,
  window: CycleWindow,
): Iterable<TraceEvent> {
  if (before + from.ts < window.from || before + to.ts > window.to) return;
  const both = { name, cat: 'dependence', id, pid };
  yield { ph: 's', ...both, tid: from.tid, ts: before + from.ts };
  yield { ph: 'f', bp: 'e', ...both, tid: to.tid, ts: before + to.ts };
}

/** The value that a counter has when the window begins, and its changes in it. */
function* counterEvents(
  { name, points, perStep }: CounterSeries,
  cycles: number,
  { pid, before, totals }: StepPlace,
  { from, to }: CycleWindow,
): Iterable<TraceEvent> {
  const base = perStep === null ? 0 : (totals.get(name) ?? 0);
  for (const [i, [cycle, value]] of points.entries()) {
    const end = i + 1 < points.length ? points[i + 1][0] : cycles + 1;
    const ts = Math.max(before + cycle, from);
    // What changes after the last cycle of the step is the next step's.
    if (cycle > cycles || ts > to || before + end <= from) continue;
    yield { ph: 'C', name, pid, tid: 0, ts, args: { value: base + value } };
  }
}
