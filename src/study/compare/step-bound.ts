import type { PlacedLayer } from '../../hw/accounts/placed-layer.ts';
import { cyclesOfStep, hasSecondArray } from '../../hw/accounts/rounds.ts';
import { heldImage } from '../../hw/array/beat-matrix.ts';
import { fetchCycles } from '../../hw/array/dram.ts';
import { fewestCycles, fewestOfPes } from '../../hw/array/fewest-cycles.ts';
import { depthOfRows } from '../../hw/array/lane-depths.ts';
import type { RowSlice } from '../../hw/array/row-dealing.ts';
import { type RowOrder, sliceOrder } from '../../hw/array/row-order.ts';
import type { EncodedMatrix, SpmvArray } from '../../hw/array/spmv-array.ts';
import { tileBits } from '../../hw/array/spmv-unit.ts';
import { clockMhzOf } from '../../hw/config/clock.ts';
import { timeProgram } from '../../hw/sequencer/controller.ts';
import { arePassesOfTwo } from '../../lstm/passes.ts';
import { slicesOf } from '../../lstm/program/program.ts';
import type { PlacedModel } from '../../run/placed-model.ts';

/** What is the least for one SpMV, whichever PE has which row. */
export interface SpmvLoad {
  /** Cycles of S1 of one PE that had all rows, and of the longest row. */
  readonly all: number;
  readonly longest: number;
  /** Cycles of fetches; 0 where the weights are resident. */
  readonly fetch: number;
}

/** A figure of every SpMV of a step, by layer, matrix and slice. */
export type BySpmv<T> = readonly (readonly (readonly T[])[])[];

/** The loads of a model that is encoded for an array. */
export function spmvLoads(array: SpmvArray, layers: readonly PlacedLayer[]): BySpmv<SpmvLoad> {
  const isStreamed = array.config.weights === 'streamed';
  const programs = layers.map(({ program }) => program);
  const share = hasSecondArray(array.config, programs) ? 2 : 1;
  const areTwo = arePassesOfTwo(programs);
  const shareOf = new Map(layers.map((layer, pass) => [layer, areTwo[pass] ? share : 1]));
  return bySpmv(layers, (matrix, slice, _, layer) => ({
    ...fewestCycles(array, matrix.beats, slice),
    fetch: isStreamed ? fetchOf(array, matrix, slice, shareOf.get(layer) ?? 1) : 0,
  }));
}

/**
 * The least cycles of a step on `pes` PEs, from loads: never more with more PEs. With streamed weights an
 * estimate, in which no fetch is hidden behind a computation.
 */
export function fewestWithPes(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  loads: BySpmv<SpmvLoad>,
  pes: number,
): number {
  const jobs = loads.map((layer) =>
    layer.map((matrix) =>
      matrix.map(({ all, longest, fetch }) =>
        leastJob(array, Math.max(Math.ceil(all / pes), longest), fetch),
      ),
    ),
  );
  return fewestStepCycles(array, layers, jobs);
}

/**
 * The least cycles of a step on a placed model, with the PE timed that has the most beats of an SpMV: it runs
 * alone, whatever the others do.
 */
export function fewestAsDealt({ array, layers }: PlacedModel, loads: BySpmv<SpmvLoad>): number {
  return fewestStepCycles(
    array,
    layers,
    bySpmv(layers, ({ beats }, slice, at) => {
      const { order, pe } = fullestPe(array, beats, slice);
      const rows = rowsOf(order, pe);
      const alone = { pes: 1, start: Uint32Array.of(0, rows.length), rows };
      return leastJob(array, array.time(beats, alone).issueCycles[0], at(loads).fetch);
    }),
  );
}

/**
 * The fewest cycles of a step whose SpMVs take at least so long: what is left of the program is timed as it
 * is, and nothing in it ends earlier because an SpMV takes longer.
 */
function fewestStepCycles(array: SpmvArray, layers: readonly PlacedLayer[], jobs: BySpmv<number>): number {
  const timelines = layers.map(({ program, matrices }, layer) => {
    const job = (matrix: EncodedMatrix, rowFrom: number) => {
      const m = matrices.indexOf(matrix);
      const slice = slicesOf(program, m).findIndex((one) => one.rowFrom === rowFrom);
      const cycles = jobs[layer][m][slice];
      const isStreamed = array.config.weights === 'streamed';
      return { cycles, computes: [], fetches: [], dramBits: 0, isStreamed };
    };
    return timeProgram(array.config, { array, job }, matrices, program);
  });
  const programs = layers.map(({ program }) => program);
  return cyclesOfStep(array.config, programs, timelines);
}

/** The start pulse and done of an SpMV. docs/timing.md section 3. */
const CONTROL_CYCLES = 2;

/** With fetches nothing of which is hidden: how much is depends on the tiles, which nobody has cut yet. */
function leastJob({ fillCycles }: SpmvArray, issue: number, fetch: number): number {
  return fetch + issue + fillCycles + CONTROL_CYCLES;
}

/**
 * Cycles of one fetch of the rows, of an array that shares the bandwidth with so many: tiles of them take no
 * less together.
 */
function fetchOf(
  { config, stream }: SpmvArray,
  matrix: EncodedMatrix,
  { rowFrom, rows }: RowSlice,
  sharers: number,
): number {
  const { beats } = matrix;
  const order = sliceOrder(beats.order, rowFrom, rows);
  const depth = depthOfRows(heldImage(beats), order, 0, rows);
  const bits = tileBits(matrix, { order, beats: depth }, stream);
  const dram = { ...config.dram, gbPerS: config.dram.gbPerS / sharers };
  return fetchCycles({ clockMhz: clockMhzOf(config), config: dram }, Math.ceil(bits / 8));
}

function bySpmv<T>(
  layers: readonly PlacedLayer[],
  of: (matrix: EncodedMatrix, slice: RowSlice, at: <U>(figures: BySpmv<U>) => U, layer: PlacedLayer) => T,
): BySpmv<T> {
  return layers.map((layer, l) =>
    layer.matrices.map((matrix, m) =>
      slicesOf(layer.program, m).map((slice, s) => of(matrix, slice, (figures) => figures[l][m][s], layer)),
    ),
  );
}

/** The rows of an SpMV on their PEs, and the PE that takes most by `fewestOfPes`; the lowest on a tie. */
function fullestPe(
  array: SpmvArray,
  beats: EncodedMatrix['beats'],
  { rowFrom, rows }: RowSlice,
): { readonly order: RowOrder; readonly pe: number } {
  const isWhole = rowFrom === 0 && rows === beats.rows;
  const order = isWhole ? beats.order : sliceOrder(beats.order, rowFrom, rows);
  const fewest = fewestOfPes(array, beats, order);
  let pe = 0;
  for (let one = 1; one < order.pes; one++) if (fewest[one] > fewest[pe]) pe = one;
  return { order, pe };
}

function rowsOf({ start, rows }: RowOrder, pe: number): Uint32Array {
  return rows.subarray(start[pe], start[pe + 1]);
}
