import { type DeclaredSignal, VcdWriter } from '../../sim/vcd.ts';
import type { PlacedLayer } from '../accounts/placed-layer.ts';
import type { BeatMatrix } from '../array/beat-matrix.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import type { SpmvJob } from '../array/spmv-unit.ts';
import { clockMhzOf } from '../config/clock.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import type { Issued, Timeline } from '../sequencer/timeline.ts';
import { ArraySignals, type PlacedSpmv } from './array-signals.ts';
import { type SpmvTrace, traceSpmv } from './spmv-trace.ts';
import { StepSignals } from './step-signals.ts';
import { placeOf, turnsOf } from './turns.ts';

/** The cycles of a waveform, both ends included. */
export interface CycleWindow {
  readonly from: number;
  readonly to: number;
}

/** A waveform that is ready to be written: its text in parts, and what it holds. */
export interface Waveform {
  readonly signals: readonly DeclaredSignal[];
  /** The last cycle that there is. */
  readonly lastCycle: number;
  text(window: CycleWindow): Iterable<string>;
}

/**
 * The waveform of one SpMV: cycle 0 is the start pulse, or with streamed weights the first cycle of the first
 * fetch; it ends a cycle after `job`.
 */
export function spmvWaveform(array: SpmvArray, matrix: BeatMatrix, job: SpmvJob): Waveform {
  const vcd = new VcdWriter();
  const clock = vcd.declare(['bbsim'], 'clk', 1);
  const signals = new ArraySignals(vcd, array, addressBits(Math.max(1, matrix.placement.depth)));
  const placed = job.computes.map(({ from, timing }) => ({
    from,
    trace: traceSpmv(matrix, timing.order, array),
    rowFrom: 0,
    wordBase: 0,
  }));
  return waveform(vcd, clock, array.config, job.cycles - 1, (cycle) =>
    signals.set(cycle, runningAt(placed, cycle)),
  );
}

/**
 * The waveform of a run: all layers of all steps, one after the other; with a reverse pass all steps
 * of all layers. A second array has signals of its own, in the scope `reverse`. `timelines`: of the layers,
 * the same in every step.
 */
export function runWaveform(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  timelines: readonly Timeline[],
  steps: number,
): Waveform {
  const vcd = new VcdWriter();
  const clock = vcd.declare(['bbsim'], 'clk', 1);
  const words = Math.max(...layers.map((layer) => wordBases(layer).total));
  const traced = timelines.map((timeline, l) => placeProducts(array, layers[l], timeline));
  const { arrays, cycles } = turnsOf(array.config, layers, timelines, steps);
  const signals = arrays.map((turns, at) => {
    const scope = at === 0 ? ['bbsim'] : ['bbsim', 'reverse'];
    return {
      turns,
      step: new StepSignals(vcd, scope),
      spmv: new ArraySignals(vcd, array, addressBits(words), scope),
    };
  });
  return waveform(vcd, clock, array.config, cycles + 1, (cycle) => {
    for (const { turns, step, spmv } of signals) {
      const place = placeOf(cycle, timelines, turns);
      step.set(place && timelines[place.layer], place?.local ?? 0);
      spmv.set(place?.local ?? 0, place && runningAt(traced[place.layer], place.local));
    }
  });
}

/** The SpMV whose start pulse was the last, while it runs. */
function runningAt(placed: readonly PlacedSpmv[], cycle: number): PlacedSpmv | null {
  return placed.find(({ from, trace }) => cycle >= from && cycle <= from + trace.cycles) ?? null;
}

/** Traces each product of a step once; two instructions of the same rows share a trace. */
function placeProducts(array: SpmvArray, layer: PlacedLayer, timeline: Timeline): PlacedSpmv[] {
  const known = new Map<SpmvJob, readonly SpmvTrace[]>();
  const { bases } = wordBases(layer);
  return timeline.issued.flatMap((issued) => {
    const { instruction, job, issuedAt } = issued;
    if (instruction.op !== 'spmv' || job === null) return [];
    const { beats } = layer.matrices[instruction.matrix];
    const traces = known.get(job) ?? job.computes.map(({ timing }) => traceSpmv(beats, timing.order, array));
    known.set(job, traces);
    return place(
      issuedAt,
      job,
      traces,
      instruction.rowFrom,
      bases[layer.program.matrices[instruction.matrix].region],
    );
  });
}

function place(
  issuedAt: Issued['issuedAt'],
  job: SpmvJob,
  traces: readonly SpmvTrace[],
  rowFrom: number,
  wordBase: number,
): PlacedSpmv[] {
  return job.computes.map(({ from }, k) => ({ from: issuedAt + from, trace: traces[k], rowFrom, wordBase }));
}

/** First word of each region in the banks, one region after the other, and the words of all. */
function wordBases({ program, matrices }: PlacedLayer): {
  readonly bases: readonly number[];
  readonly total: number;
} {
  let total = 0;
  const bases = program.regions.map((_, region) => {
    const matrix = program.matrices.findIndex((spec) => spec.region === region);
    const base = total;
    total += Math.max(1, matrices[matrix].beats.placement.depth);
    return base;
  });
  return { bases, total };
}

function addressBits(words: number): number {
  return words > 1 ? Math.ceil(Math.log2(words)) : 1;
}

/** Picoseconds of half a clock period. */
function halfPeriodPs(config: AcceleratorConfig): number {
  return Math.max(1, Math.round(5e5 / clockMhzOf(config)));
}

function waveform(
  vcd: VcdWriter,
  clock: number,
  config: AcceleratorConfig,
  lastCycle: number,
  setCycle: (cycle: number) => void,
): Waveform {
  const half = halfPeriodPs(config);
  function* text({ from, to }: CycleWindow): Iterable<string> {
    yield vcd.header();
    for (let cycle = from; cycle <= Math.min(to, lastCycle); cycle++) {
      vcd.set(clock, 1);
      setCycle(cycle);
      yield vcd.advance(2 * half * cycle);
      vcd.set(clock, 0);
      yield vcd.advance(2 * half * cycle + half);
    }
    yield `#${2 * half * (Math.min(to, lastCycle) + 1)}\n`;
  }
  return { signals: vcd.declared, lastCycle, text };
}
