import { instructionWords } from '../../lstm/program/print-program.ts';
import type { PlacedLayer } from '../accounts/placed-layer.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import type { SpmvJob } from '../array/spmv-unit.ts';
import type { Issued, Timeline } from '../sequencer/timeline.ts';
import { type Wait, waitsOf } from '../sequencer/waits.ts';
import { type CounterSeries, countersOf } from './counter-series.ts';
import { fetchTracks, peTracks, type TraceArguments, unitTracks } from './trace-event.ts';

/** A slice of a track in a step of a layer: cycles ts .. ts + dur - 1 of it, 1 its first. */
export interface StepSlice {
  readonly tid: number;
  readonly name: string;
  readonly cat: string;
  readonly ts: number;
  readonly dur: number;
  readonly args: TraceArguments;
}

/** An arrow from what an instruction waited for to the instruction: a cycle of a track, and another. */
export interface StepFlow {
  readonly name: string;
  readonly from: { readonly tid: number; readonly ts: number };
  readonly to: { readonly tid: number; readonly ts: number };
}

/** What a trace shows of any step of a layer: every step is like the first. */
export interface LayerEvents {
  readonly cycles: number;
  /** By their begin; of two that begin together the longer one first. */
  readonly slices: readonly StepSlice[];
  readonly flows: readonly StepFlow[];
  readonly counters: readonly CounterSeries[];
}

/** What a trace shows of a step of a layer. */
export function layerEvents(array: SpmvArray, layer: PlacedLayer, timeline: Timeline): LayerEvents {
  const waits = waitsIn(array, layer, timeline);
  return {
    cycles: timeline.cycles,
    slices: layerSlices(array, layer, timeline),
    flows: flowsOf(timeline, waits),
    counters: countersOf(array, layer, timeline),
  };
}

/** What each instruction of a step waited for. */
function waitsIn({ config }: SpmvArray, { program }: PlacedLayer, { issued }: Timeline) {
  return waitsOf(program, issued, config.ewop.style === 'instruction' && config.ewop.chaining);
}

/** The slices of a step of a layer by their begin; of two that begin together the longer one first. */
export function layerSlices(array: SpmvArray, layer: PlacedLayer, timeline: Timeline): StepSlice[] {
  const { pes } = array.config;
  const waits = waitsIn(array, layer, timeline);
  const slices = [
    ...controllerSlices(layer, timeline, waits),
    ...timeline.issued.flatMap((issued, i) => [
      unitSlice(layer, issued, i, waits[i]),
      ...(issued.job ? jobSlices(issued, issued.job, pes) : []),
    ]),
  ].filter(({ dur }) => dur > 0);
  return slices.sort((a, b) => a.ts - b.ts || b.dur - a.dur);
}

/**
 * Every cycle of the step is one of the controller's: an instruction issues, the next one waits, or all are
 * issued and the last results are not written.
 */
function controllerSlices(
  { program }: PlacedLayer,
  { cycles, issued }: Timeline,
  waits: readonly (Wait | null)[],
): StepSlice[] {
  const { tid } = unitTracks.controller;
  let from = 1;
  const slices = issued.flatMap(({ instruction, issuedAt }, i): StepSlice[] => {
    const name = titleOf(instructionWords(program, instruction));
    const args = { instruction: i, ...waitArguments(waits[i]) };
    const wait = { tid, name: `wait: ${name}`, cat: 'wait', ts: from, dur: issuedAt - from, args };
    from = issuedAt + 1;
    return [wait, { tid, name: `issue: ${name}`, cat: 'issue', ts: issuedAt, dur: 1, args }];
  });
  slices.push({ tid, name: 'drain', cat: 'drain', ts: from, dur: cycles + 1 - from, args: {} });
  return slices;
}

/** `spmv gates_x[32..63]`. */
function titleOf([opcode, destination]: readonly string[]): string {
  return `${opcode} ${destination}`;
}

function waitArguments(wait: Wait | null): TraceArguments {
  return wait === null || wait.reason === 'order' ? {} : { waitedFor: wait.for, because: wait.reason };
}

/** An instruction in its unit. */
function unitSlice(
  { program, matrices }: PlacedLayer,
  { instruction, unit, issuedAt, occupancy, writtenAt, job }: Issued,
  index: number,
  wait: Wait | null,
): StepSlice {
  const words = instructionWords(program, instruction);
  const product: TraceArguments =
    instruction.op === 'spmv' && job
      ? {
          matrix: program.matrices[instruction.matrix].tensor,
          rowFrom: instruction.rowFrom,
          rows: instruction.rows,
          columns: matrices[instruction.matrix].beats.cols,
          ...(job.isStreamed && { dramBytes: job.dramBits / 8 }),
        }
      : {};
  const args = {
    instruction: index,
    phase: instruction.phase,
    destination: words[1],
    operands: words[2],
    elements: Number(words[3]),
    ...product,
    occupancy,
    writtenAt,
    ...waitArguments(wait),
  };
  return {
    tid: unitTracks[unit].tid,
    name: titleOf(words),
    cat: instruction.phase,
    ts: issuedAt,
    dur: occupancy,
    args,
  };
}

/** The fetches, computes and busy PEs of a product. */
function jobSlices({ issuedAt }: Issued, job: SpmvJob, pes: number): StepSlice[] {
  const { fetch, dram } = fetchTracks;
  const fetches = job.fetches.flatMap(({ from, to, latencyCycles, bytes }, tile): StepSlice[] => {
    const ts = issuedAt + from;
    const transfer = to - from - latencyCycles;
    const args = { tile, bytes };
    return [
      { tid: fetch.tid, name: `tile ${tile}`, cat: 'fetch', ts, dur: to - from, args },
      { tid: dram.tid, name: 'latency', cat: 'fetch', ts, dur: latencyCycles, args },
      { tid: dram.tid, name: 'transfer', cat: 'fetch', ts: ts + latencyCycles, dur: transfer, args },
    ];
  });
  const computes = job.computes.flatMap(({ from, timing }, tile): StepSlice[] => {
    const ts = issuedAt + from;
    const whole = {
      tid: unitTracks.spmv.tid,
      name: `compute tile ${tile}`,
      cat: 'compute',
      ts,
      // With its start pulse and done.
      dur: timing.cycles + 2,
      args: { tile, rows: timing.order.rows.length },
    };
    return [...(job.isStreamed ? [whole] : []), ...peSlices(ts + 1, timing, pes)];
  });
  return [...fetches, ...computes];
}

/** Busy PEs from a cycle on, each on its track, or all on one. */
function peSlices(ts: number, timing: SpmvJob['computes'][number]['timing'], pes: number): StepSlice[] {
  const { beats, issueCycles, conflictCycles, busyCycles, criticalPe, cycles } = timing;
  const tracks = peTracks(pes);
  if (tracks.length < pes) {
    const args = {
      beats: sum(beats),
      issueCycles: sum(issueCycles),
      conflictCycles: sum(conflictCycles),
      busyCycles: sum(busyCycles),
      lastPe: criticalPe,
    };
    return [{ tid: tracks[0].tid, name: 'busy', cat: 'pe', ts, dur: cycles, args }];
  }
  return tracks.map(({ tid }, pe) => ({
    tid,
    name: 'busy',
    cat: 'pe',
    ts,
    dur: busyCycles[pe],
    args: { beats: beats[pe], issueCycles: issueCycles[pe], conflictCycles: conflictCycles[pe] },
  }));
}

const sum = (counts: Uint32Array): number => counts.reduce((total, n) => total + n, 0);

/**
 * Arrows end where an instruction issues and begin in the last cycle before in which what it waited for was
 * in its unit.
 */
function flowsOf({ issued }: Timeline, waits: readonly (Wait | null)[]): StepFlow[] {
  return issued.flatMap(({ unit, issuedAt }, i): StepFlow[] => {
    const wait = waits[i];
    if (wait === null || wait.reason === 'order') return [];
    const cause = issued[wait.for];
    const last = Math.min(cause.issuedAt + cause.occupancy, issuedAt) - 1;
    return [
      {
        name: wait.reason,
        from: { tid: unitTracks[cause.unit].tid, ts: last },
        to: { tid: unitTracks[unit].tid, ts: issuedAt },
      },
    ];
  });
}
