import { passesOf, passName } from '../../lstm/passes.ts';
import type { PlacedLayer } from '../accounts/placed-layer.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import type { Timeline } from '../sequencer/timeline.ts';
import { layerEvents } from './layer-events.ts';
import { fetchTracks, peTracks, type TraceEvent, unitTracks } from './trace-event.ts';
import {
  closingEvents,
  cyclesOnce,
  eventsOfTime,
  flowsOnce,
  type TracedLayer,
  type TracedTurn,
  timesWithin,
  totalsAfter,
} from './turn-events.ts';
import { type Turn, turnsOf } from './turns.ts';
import type { CycleWindow } from './waveform.ts';

/** A trace of a run that is ready to be written. */
export interface RunTrace {
  readonly tracks: number;
  /** The last cycle that there is, as of the waveform: the one after the last step. */
  readonly lastCycle: number;
  /** The events of a window, those of a step at a time: no more are held, however long the run is. */
  events(window: CycleWindow): Iterable<readonly TraceEvent[]>;
  /**
   * About how much the events of a window are, none of them left out, by a measure of some of them: a step in
   * the middle is like its neighbours, and its numbers have no more digits than those of the last.
   */
  sizeOf(window: CycleWindow, measure: (events: readonly TraceEvent[]) => number): number;
}

/**
 * The trace of a run: a process for each array, and in it a track for each unit. `timelines`: of the layers,
 * the same in every step.
 */
export function traceRun(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  timelines: readonly Timeline[],
  steps: number,
): RunTrace {
  const { arrays, cycles } = turnsOf(array.config, layers, timelines, steps);
  const passes = passesOf(layers.map(({ program }) => program));
  const traced = layers.map((layer, l) => ({
    events: layerEvents(array, layer, timelines[l]),
    name: passName(passes[l]),
    direction: layer.program.direction,
  }));
  const turns = placedTurns(arrays, traced);
  const isStreamed = timelines.some(({ issued }) => issued.some(({ job }) => job?.isStreamed));
  const processes = arrays.flatMap((_, at) => processEvents(at, array.config.pes, isStreamed));
  return {
    tracks: processes.filter(({ name }) => name === 'thread_name').length,
    lastCycle: cycles + 1,
    *events(window) {
      yield processes;
      for (const turn of turns) yield* turnEvents(turn, window);
    },
    sizeOf: (window, measure) =>
      turns.reduce((sum, turn) => sum + turnSize(turn, window, measure), measure(processes)),
  };
}

/** Turns with the arrows and counts of those before them. */
function placedTurns(arrays: readonly (readonly Turn[])[], layers: readonly TracedLayer[]): TracedTurn[] {
  let firstFlow = 1;
  return arrays.flatMap((turns, at) => {
    let totals: ReadonlyMap<string, number> = new Map();
    return turns.map((turn, i) => {
      const own = turn.layers.map((l) => layers[l]);
      const end = turn.before + turn.times * cyclesOnce({ layers: own });
      const isFollowed = turns[i + 1]?.before === end;
      const placed = { pid: at + 1, turn, layers: own, firstFlow, totals, isFollowed };
      firstFlow += turn.times * flowsOnce(placed);
      totals = totalsAfter(totals, own, turn.times);
      return placed;
    });
  });
}

function* turnEvents(turn: TracedTurn, window: CycleWindow): Iterable<readonly TraceEvent[]> {
  const [first, last] = timesWithin(turn, window);
  for (let time = first; time <= last; time++) yield [...eventsOfTime(turn, time, window)];
  if (first <= last) yield [...closingEvents(turn, window)];
}

/** The first and the last time may be cut; of those between, the second and the last but one are measured. */
function turnSize(
  turn: TracedTurn,
  window: CycleWindow,
  measure: (events: readonly TraceEvent[]) => number,
): number {
  const [first, last] = timesWithin(turn, window);
  if (last < first) return 0;
  const sizeOf = (time: number) => measure([...eventsOfTime(turn, time, window)]);
  const ends = sizeOf(first) + (last > first ? sizeOf(last) : 0) + measure([...closingEvents(turn, window)]);
  const between = last - first - 1;
  return between < 1 ? ends : ends + between * Math.max(sizeOf(first + 1), sizeOf(last - 1));
}

/** The names of an array and of its tracks, in their order. */
function processEvents(at: number, pes: number, isStreamed: boolean): TraceEvent[] {
  const pid = at + 1;
  const tracks = [
    ...Object.values(unitTracks),
    ...(isStreamed ? Object.values(fetchTracks) : []),
    ...peTracks(pes),
  ];
  const name = at === 0 ? 'array' : 'array of reverse passes';
  return [
    { ph: 'M', name: 'process_name', pid, tid: 0, args: { name } },
    { ph: 'M', name: 'process_sort_index', pid, tid: 0, args: { sort_index: pid } },
    ...tracks.flatMap(({ tid, name: of }): TraceEvent[] => [
      { ph: 'M', name: 'thread_name', pid, tid, args: { name: of } },
      { ph: 'M', name: 'thread_sort_index', pid, tid, args: { sort_index: tid } },
    ]),
  ];
}
