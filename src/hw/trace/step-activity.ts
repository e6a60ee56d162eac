import type { PlacedLayer } from '../accounts/placed-layer.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import type { SpmvTiming } from '../array/spmv-timing.ts';
import type { SpmvJob } from '../array/spmv-unit.ts';
import { banksPerPe } from '../array/vector-banks.ts';
import type { Timeline } from '../sequencer/timeline.ts';
import { activityOf, isUnheld, type PeActivity } from './pe-activity.ts';
import { turnsOf } from './turns.ts';

/** An SpMV in the first step of a run. */
export interface StepSpmv {
  /** The array that runs it, 0 or 1, and the layer. */
  readonly at: number;
  readonly layer: number;
  /** Place of its instruction in the layer's timeline. */
  readonly instruction: number;
  /** Cycle of the step in which its start pulse is: its cycle k is cycle `start` + k. */
  readonly start: number;
  readonly timing: SpmvTiming;
  /** Null: it was not walked. */
  readonly activity: PeActivity | null;
}

/** A pass of a layer in the first step of a run: it takes the cycles behind `before`. */
export interface StepPass {
  readonly at: number;
  readonly layer: number;
  readonly before: number;
}

/** The passes of a step with the cycles before each, on as many arrays as there are, and its cycles. */
export function passesOfStep(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  timelines: readonly Timeline[],
): { readonly arrays: number; readonly cycles: number; readonly passes: readonly StepPass[] } {
  const { arrays, cycles } = turnsOf(array.config, layers, timelines, 1);
  const passes = arrays.flatMap((turns, at) =>
    turns.flatMap((turn) => {
      let { before } = turn;
      return turn.layers.map((layer) => {
        const pass = { at, layer, before };
        before += timelines[layer].cycles;
        return pass;
      });
    }),
  );
  return { arrays: arrays.length, cycles, passes };
}

/** Lanes of all PEs times the cycles in which they have to be clocked to see what PEs do in a step. */
export function laneCyclesOf(array: SpmvArray, timelines: readonly Timeline[]): number {
  const { pes, banks } = array.config;
  const jobs = new Set(timelines.flatMap(({ issued }) => issued.flatMap(({ job }) => job ?? [])));
  return [...jobs]
    .flatMap(({ computes }) => computes)
    .filter(({ timing }) => !isUnheld(array, timing))
    .reduce((sum, { timing }) => sum + pes * banks * timing.cycles, 0);
}

/**
 * The SpMVs of the first step, array by array, in the order in which they run; two instructions of the same
 * rows are walked once. `isWalked`: whether they are at all.
 */
export function spmvsOfStep(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  timelines: readonly Timeline[],
  isWalked: boolean,
): readonly StepSpmv[] {
  const known = new Map<SpmvJob, readonly PeActivity[]>();
  const { passes } = passesOfStep(array, layers, timelines);
  return passes.flatMap(({ at, layer, before }) =>
    timelines[layer].issued.flatMap(({ instruction: done, job, issuedAt }, instruction) => {
      if (done.op !== 'spmv' || job === null) return [];
      const { beats } = layers[layer].matrices[done.matrix];
      const walk = () => job.computes.map(({ timing }) => activityOf(beats, timing, array));
      const activities = isWalked ? (known.get(job) ?? walk()) : null;
      if (activities !== null) known.set(job, activities);
      return job.computes.map(({ from, timing }, k) => ({
        ...{ at, layer, instruction, timing },
        start: before + issuedAt + from,
        activity: activities?.[k] ?? null,
      }));
    }),
  );
}

/** Bins of time of a conflict map at the most. */
const MOST_BINS = 256;

/** Waits for banks over the cycles of a step, of all PEs together. */
export interface TimedWaits {
  /** Bin b is cycles b * binCycles + 1 .. (b + 1) * binCycles of the step. */
  readonly binCycles: number;
  /** By bank, then by bin. */
  readonly waits: number[][];
}

/** When banks kept requests waiting in a step of `cycles` cycles. */
export function timedWaits(array: SpmvArray, spmvs: readonly StepSpmv[], cycles: number): TimedWaits {
  const binCycles = Math.max(1, Math.ceil(cycles / MOST_BINS));
  const bins = Math.max(1, Math.ceil(cycles / binCycles));
  const waits = Array.from({ length: banksPerPe(array) }, () => new Array<number>(bins).fill(0));
  for (const { start, activity } of spmvs) {
    for (const { bank, cycle } of activity?.waits ?? [])
      waits[bank][Math.floor((start + cycle - 1) / binCycles)]++;
  }
  return { binCycles, waits };
}
