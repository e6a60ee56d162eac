import { passesOf, passName } from '../../lstm/passes.ts';
import { instructionWords } from '../../lstm/program/print-program.ts';
import type { PlacedLayer } from '../accounts/placed-layer.ts';
import { stallCategories, stallCauses } from '../accounts/stalls.ts';
import { phaseWords } from '../accounts/step-report.ts';
import type { PeState } from '../array/clocked/pe-account.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import type { Timeline } from '../sequencer/timeline.ts';
import { layerSlices, type StepSlice } from './layer-events.ts';
import { passesOfStep, type StepPass, type StepSpmv } from './step-activity.ts';
import { fetchTracks, unitTracks } from './trace-event.ts';

/** A slice of a track: cycles from .. from + cycles - 1 of the step, 1 its first. */
interface TrackSlice {
  readonly track: number;
  readonly from: number;
  readonly cycles: number;
  readonly category: string;
  readonly name: string;
}

/** The slices of a step by columns, a value of each slice in each, in the order of the tracks. */
export interface StepTimeline {
  readonly cycles: number;
  readonly tracks: { readonly name: string; readonly group: string }[];
  /** First the causes of stalls in their order, so that they have the colours of other pictures. */
  readonly categories: string[];
  readonly names: string[];
  readonly slices: {
    readonly track: number[];
    readonly from: number[];
    readonly cycles: number[];
    /** Places in `categories` and in `names`. */
    readonly category: number[];
    readonly name: number[];
  };
}

/** A PE of which it is not told what it does in its cycles. */
const BUSY = 'busy';

const causeWords = (name: (typeof stallCategories)[number]): string =>
  stallCauses[stallCategories.indexOf(name)].words;

/** What a PE does in the words of stalls: idle beside PEs that still work is load imbalance. */
const stateWords: Readonly<Record<PeState, string>> = {
  idle: causeWords('imbalance'),
  issue: causeWords('issue'),
  conflict: causeWords('conflict'),
  fill: causeWords('fill'),
};

/** What the controller and the fetches do in the words of stalls. */
const unitCauses: Readonly<Record<string, string>> = {
  issue: causeWords('control'),
  wait: causeWords('dependency'),
  drain: causeWords('dependency'),
  fetch: causeWords('weightFetch'),
};

/**
 * The first step of a run on its tracks: of each array the controller, the units, off-chip memory where
 * weights are streamed, and every PE. `spmvs`: with what their PEs do, or without, and a PE has one slice for
 * each.
 */
export function timelineOf(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  timelines: readonly Timeline[],
  spmvs: readonly StepSpmv[],
): StepTimeline {
  const { arrays, cycles, passes } = passesOfStep(array, layers, timelines);
  const isStreamed = timelines.some(({ issued }) => issued.some(({ job }) => job?.isStreamed));
  const units = [...Object.values(unitTracks), ...(isStreamed ? Object.values(fetchTracks) : [])];
  const { pes } = array.config;
  const perArray = units.length + pes;
  const names = passesOf(layers.map(({ program }) => program)).map(passName);
  const prefixOf = (layer: number) => (layers.length === 1 ? '' : `layer ${names[layer]}: `);
  const ofUnits = passes.flatMap((pass) =>
    unitSlices(layerSlices(array, layers[pass.layer], timelines[pass.layer]), pass, (tid) => {
      const place = units.findIndex((unit) => unit.tid === tid);
      return place < 0 ? null : pass.at * perArray + place;
    }).map((slice) => ({ ...slice, name: `${prefixOf(pass.layer)}${slice.name}` })),
  );
  const ofPes = spmvs.flatMap((spmv) =>
    peSlices(spmv, spmv.at * perArray + units.length, `${prefixOf(spmv.layer)}${titleOf(spmv, layers)}`),
  );
  const slices = [...ofUnits, ...ofPes].sort(
    (a, b) => a.track - b.track || a.from - b.from || b.cycles - a.cycles,
  );
  const tracks = Array.from({ length: arrays }, (_, at) => tracksOf(at, units, pes)).flat();
  return { cycles, tracks, ...columnsOf(slices) };
}

/** The tracks of an array; PEs of a second one are numbered behind those of the first, as in results. */
function tracksOf(at: number, units: readonly { readonly name: string }[], pes: number) {
  const of = at === 0 ? '' : ' of the second array';
  return [
    ...units.map(({ name }) => ({ name, group: `units${of}` })),
    ...Array.from({ length: pes }, (_, pe) => ({ name: `PE ${at * pes + pe}`, group: `PEs${of}` })),
  ];
}

/** Of a step of a layer the slices that have a track; what lies within an instruction is of its phase. */
function unitSlices(
  slices: readonly StepSlice[],
  { before }: StepPass,
  trackOf: (tid: number) => number | null,
): TrackSlice[] {
  let phase = '';
  return slices.flatMap(({ tid, name, cat, ts, dur }) => {
    const track = trackOf(tid);
    if (track === null) return [];
    const ofPhase = phaseWords.find((one) => one.name === cat)?.words;
    // Of what begins together an instruction comes before the tiles in it.
    if (ofPhase !== undefined && tid === unitTracks.spmv.tid) phase = ofPhase;
    const category = ofPhase ?? unitCauses[cat] ?? phase;
    return [{ track, from: before + ts, cycles: dur, category, name }];
  });
}

function titleOf({ layer, instruction }: StepSpmv, layers: readonly PlacedLayer[]): string {
  const { program } = layers[layer];
  const [opcode, destination] = instructionWords(program, program.instructions[instruction]);
  return `${opcode} ${destination}`;
}

/** The PEs of an SpMV: what they do, or that they are busy. */
function peSlices({ start, timing, activity }: StepSpmv, firstTrack: number, name: string): TrackSlice[] {
  if (activity === null) {
    return Array.from(timing.busyCycles, (cycles, pe) => ({
      ...{ track: firstTrack + pe, from: start + 1, cycles, category: BUSY, name },
    })).filter(({ cycles }) => cycles > 0);
  }
  return activity.runs.flatMap((runs, pe) =>
    runs.map(({ state, from, cycles }) => ({
      ...{ track: firstTrack + pe, from: start + from, cycles, category: stateWords[state], name },
    })),
  );
}

function columnsOf(slices: readonly TrackSlice[]): Pick<StepTimeline, 'categories' | 'names' | 'slices'> {
  const used = new Set(slices.map(({ category }) => category));
  const causes = stallCauses.map(({ words }) => words);
  const categories = [...causes, ...[...used].filter((words) => !causes.includes(words))];
  const names = [...new Set(slices.map(({ name }) => name))];
  const placesOf = (words: readonly string[]) => new Map(words.map((word, place) => [word, place]));
  const [ofCategory, ofName] = [placesOf(categories), placesOf(names)];
  const column = (of: (slice: TrackSlice) => number | undefined) => slices.map((slice) => of(slice) ?? 0);
  return {
    categories,
    names,
    slices: {
      track: column(({ track }) => track),
      from: column(({ from }) => from),
      cycles: column(({ cycles }) => cycles),
      category: column(({ category }) => ofCategory.get(category)),
      name: column(({ name }) => ofName.get(name)),
    },
  };
}
