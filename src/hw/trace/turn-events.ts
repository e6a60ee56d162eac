import type { Program } from '../../lstm/program/program.ts';
import type { LayerEvents } from './layer-events.ts';
import { cutTo, stepEvents } from './step-events.ts';
import { type TraceEvent, unitTracks } from './trace-event.ts';
import type { Turn } from './turns.ts';
import type { CycleWindow } from './waveform.ts';

/** A layer of a run: its events, and what it is called. */
export interface TracedLayer {
  readonly events: LayerEvents;
  readonly name: string;
  readonly direction: Program['direction'];
}

/** The turn of an array, in a run whose arrows before it are counted. */
export interface TracedTurn {
  readonly pid: number;
  readonly turn: Turn;
  readonly layers: readonly TracedLayer[];
  readonly firstFlow: number;
  /** What the counters of the array that never fall have when it begins. */
  readonly totals: ReadonlyMap<string, number>;
  /** Whether the array has another turn in the next cycle, which begins with its own counts. */
  readonly isFollowed: boolean;
}

/** Cycles of the layers of a turn, once. */
export function cyclesOnce({ layers }: Pick<TracedTurn, 'layers'>): number {
  return layers.reduce((sum, { events }) => sum + events.cycles, 0);
}

/** Arrows of the layers of a turn, once. */
export function flowsOnce({ layers }: Pick<TracedTurn, 'layers'>): number {
  return layers.reduce((sum, { events }) => sum + events.flows.length, 0);
}

/** What the counters have after the layers of a turn ran `times` times, or after some of them once. */
export function totalsAfter(
  before: ReadonlyMap<string, number>,
  layers: readonly TracedLayer[],
  times: number,
): ReadonlyMap<string, number> {
  const totals = new Map(before);
  for (const { name, perStep } of layers.flatMap(({ events }) => events.counters))
    if (perStep !== null) totals.set(name, (totals.get(name) ?? 0) + times * perStep);
  return totals;
}

/** The first and the last time of a turn that lie in a window; the last before the first: none. */
export function timesWithin(turn: TracedTurn, { from, to }: CycleWindow): readonly [number, number] {
  const { before, times } = turn.turn;
  const once = cyclesOnce(turn);
  const timeOf = (cycle: number) => Math.floor((cycle - before - 1) / once);
  return [Math.max(0, timeOf(from)), Math.min(times - 1, timeOf(to))];
}

/** The events of the layers of a turn in one of its times that lie in a window. */
export function* eventsOfTime(turn: TracedTurn, time: number, window: CycleWindow): Iterable<TraceEvent> {
  const { pid, layers } = turn;
  const { times } = turn.turn;
  const once = cyclesOnce(turn);
  // A reverse pass begins with the last step.
  const step = layers.some(({ direction }) => direction === 'reverse') ? times - 1 - time : time;
  let before = turn.turn.before + time * once;
  let firstFlow = turn.firstFlow + time * flowsOnce(turn);
  let totals = totalsAfter(turn.totals, layers, time);
  yield* controllerSlice(`step ${step}`, pid, { step }, before + 1, once, window);
  for (const layer of layers) {
    const { events, name } = layer;
    const args = { step, layer: name };
    yield* controllerSlice(`layer ${name}`, pid, args, before + 1, events.cycles, window);
    yield* stepEvents(events, { pid, before, args, firstFlow, totals }, window);
    before += events.cycles;
    firstFlow += events.flows.length;
    totals = totalsAfter(totals, [layer], 1);
  }
}

function* controllerSlice(
  name: string,
  pid: number,
  args: { readonly step: number; readonly layer?: string },
  ts: number,
  dur: number,
  window: CycleWindow,
): Iterable<TraceEvent> {
  const cut = cutTo(window, ts, dur);
  if (cut !== null)
    yield {
      ph: 'X',
      name,
      cat: 'layer' in args ? 'layer' : 'step',
      pid,
      tid: unitTracks.controller.tid,
      ...cut,
      args,
    };
}

/** What the counters of a turn have when it is over, or where the window ends. */
export function* closingEvents(turn: TracedTurn, { to }: CycleWindow): Iterable<TraceEvent> {
  const { pid, layers } = turn;
  const { before, times } = turn.turn;
  const end = before + times * cyclesOnce(turn);
  if (to < end || turn.isFollowed) return;
  const totals = totalsAfter(turn.totals, layers, times);
  const names = new Set(layers.flatMap(({ events }) => events.counters.map(({ name }) => name)));
  for (const name of names)
    yield { ph: 'C', name, pid, tid: 0, ts: end + 1, args: { value: totals.get(name) ?? 0 } };
}
