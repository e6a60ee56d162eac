import type { StoredMatrix } from '../bbs/matrix.ts';
import type { PlacedLayer } from '../hw/accounts/placed-layer.ts';
import { cyclesOfStep, hasSecondArray } from '../hw/accounts/rounds.ts';
import { heldImage } from '../hw/array/beat-matrix.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { RowSlice } from '../hw/array/row-dealing.ts';
import type { EncodedImage, SpmvArray } from '../hw/array/spmv-array.ts';
import { refuseEndless, SpmvUnit } from '../hw/array/spmv-unit.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { timeProgram } from '../hw/sequencer/controller.ts';
import type { Timeline } from '../hw/sequencer/timeline.ts';
import { lowerLayer } from '../lstm/lower-layer.ts';
import { arePassesOfTwo, passesOf } from '../lstm/passes.ts';
import { type Program, slicesOf } from '../lstm/program/program.ts';
import type { LayerShape } from '../lstm/shape.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { atItsClock, type DeviceFit, fitToDevice, type TargetDevice } from './device-fit.ts';

/** An accelerator with a pruned model in its memories, fitted to a device. */
export interface PlacedModel {
  readonly array: SpmvArray;
  readonly layers: readonly PlacedLayer[];
  readonly fit: DeviceFit;
  readonly spmvUnit: SpmvUnit;
  /** The same unit while two arrays run, which share what is off chip; null: there is one. */
  readonly sharingUnit: SpmvUnit | null;
}

/** Encodes a stored model for an accelerator, lowers its layers and fits the result to a device. */
export function placeModel(
  config: AcceleratorConfig,
  stored: readonly StoredLayer[],
  target: TargetDevice,
): PlacedModel {
  const array = buildArray(config);
  const layers = encodeLayers(array, stored);
  return placedModelOf(array, layers, fitToDevice(array, layers, target));
}

/** Encodes a stored model in the format of an array and lowers its layers. */
export function encodeLayers(array: SpmvArray, stored: readonly StoredLayer[]): PlacedLayer[] {
  const shapes = stored.map(({ shape }) => shape);
  return lowerLayers(array.config, shapes).map((program, layer) => ({
    program,
    matrices: matricesOf(stored[layer]).map((matrix, m) => array.encode(matrix, slicesOf(program, m))),
  }));
}

/** The matrices of every layer in the format of an array, whichever PE has which row. */
export function encodeMatrices(array: SpmvArray, stored: readonly StoredLayer[]): EncodedImage[][] {
  return stored.map((layer) => matricesOf(layer).map((matrix) => array.encode(matrix)));
}

/** Gates first, then the projection. */
function matricesOf({ gates, projection }: StoredLayer): readonly StoredMatrix[] {
  return [...gates, ...(projection ? [projection] : [])];
}

/** The programs of a model's layers. */
export function lowerLayers(
  { ewop, gateMatrix, program }: AcceleratorConfig,
  shapes: readonly LayerShape[],
): Program[] {
  const options = { style: ewop.style, gateMatrix, spmvSlices: program.spmvSlices };
  const passes = passesOf(shapes);
  return shapes.map((shape, at) => lowerLayer(shape, options, passes[at].layer));
}

/** The slices in which the programs of some layers take the rows of each of their matrices. */
export function slicesOfLayers(programs: readonly Program[]): readonly (readonly RowSlice[])[][] {
  return programs.map((program) => program.matrices.map((_, matrix) => slicesOf(program, matrix)));
}

/** Encoded layers with every row on its PE, dealt in the slices in which the programs take them. */
export function dealLayers(
  array: SpmvArray,
  programs: readonly Program[],
  encoded: readonly (readonly EncodedImage[])[],
): PlacedLayer[] {
  return programs.map((program, layer) => ({
    program,
    matrices: encoded[layer].map((matrix, m) => array.deal(matrix, slicesOf(program, m))),
  }));
}

/** The placed model of encoded layers that were fitted to a device already. */
export function placedModelOf(asked: SpmvArray, layers: readonly PlacedLayer[], fit: DeviceFit): PlacedModel {
  const array = atItsClock(asked, fit);
  return {
    array,
    layers,
    fit,
    ...spmvUnitsOf(array, layers, (sharers) => new SpmvUnit(array, fit.residency, sharers)),
  };
}

/** The units of a design, from what makes one for so many arrays that run at the same time. */
export function spmvUnitsOf(
  { config }: SpmvArray,
  layers: readonly PlacedLayer[],
  make: (sharers: 1 | 2) => SpmvUnit,
): Pick<PlacedModel, 'spmvUnit' | 'sharingUnit'> {
  const isShared = hasSecondArray(
    config,
    layers.map(({ program }) => program),
  );
  return { spmvUnit: make(1), sharingUnit: isShared ? make(2) : null };
}

/**
 * The time of one step of every layer, or of every pass of one. It depends on the weights alone, so every
 * step takes the same. Throws ImpossibleDesign for fetches that take more cycles than can be simulated.
 */
export function timeLayers({ array, layers, spmvUnit, sharingUnit }: PlacedModel): Timeline[] {
  const areTwo = arePassesOfTwo(layers.map(({ program }) => program));
  return layers.map(({ program, matrices }, pass) => {
    const unit = areTwo[pass] ? (sharingUnit ?? spmvUnit) : spmvUnit;
    refuseEndlessFetches(unit, matrices, program);
    return timeProgram(array.config, unit, matrices, program);
  });
}

/** All fetches of a step must be short enough together, too. */
function refuseEndlessFetches(unit: SpmvUnit, matrices: PlacedLayer['matrices'], program: Program): void {
  if (unit.residency.kind === 'resident') return;
  let cycles = 0;
  for (const instruction of program.instructions) {
    if (instruction.op !== 'spmv') continue;
    cycles += unit.job(matrices[instruction.matrix], instruction.rowFrom, instruction.rows).cycles;
  }
  refuseEndless(unit.array.config, cycles);
}

/** Cycles of a step of all layers. */
export function stepCycles(placed: PlacedModel): number {
  const programs = placed.layers.map(({ program }) => program);
  return cyclesOfStep(placed.array.config, programs, timeLayers(placed));
}

/** Padding over all entries that the weight memories store. */
export function paddingShare(layers: readonly PlacedLayer[]): number {
  const matrices = layers.flatMap((layer) => layer.matrices);
  const padding = matrices.reduce((sum, { beats }) => sum + heldImage(beats).padding, 0);
  const entries = matrices.reduce((sum, { beats }) => sum + heldImage(beats).values.length, 0);
  return entries === 0 ? 0 : padding / entries;
}
