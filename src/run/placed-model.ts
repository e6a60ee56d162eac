import type { LayerDesign } from '../hw/accounts/layer-design.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { EncodedMatrix, SpmvArray } from '../hw/array/spmv-array.ts';
import { SpmvUnit } from '../hw/array/spmv-unit.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { runProgram } from '../hw/sequencer/controller.ts';
import type { Timeline } from '../hw/sequencer/timeline.ts';
import { lowerLayer } from '../lstm/program/lower.ts';
import type { LayerShape } from '../lstm/shape.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { type DeviceFit, fitToDevice, type Target } from './device-fit.ts';

/** An accelerator with a pruned model in its memories, fitted to a device. */
export interface Design {
  readonly array: SpmvArray;
  readonly layers: readonly LayerDesign[];
  readonly fit: DeviceFit;
  readonly spmvUnit: SpmvUnit;
}

/** Encodes a stored model for an accelerator, lowers its layers and fits the result to a device. */
export function buildDesign(
  config: AcceleratorConfig,
  stored: readonly StoredLayer[],
  target: Target,
): Design {
  const array = buildArray(config);
  const layers = encodeLayers(array, stored);
  return designOf(array, layers, fitToDevice(array, layers, target));
}

/** Encodes a stored model in the format of an array and lowers its layers. */
export function encodeLayers(array: SpmvArray, stored: readonly StoredLayer[]): LayerDesign[] {
  const shapes = stored.map(({ shape }) => shape);
  return lowerLayers(array.config, shapes, encodeMatrices(array, stored));
}

/** The matrices of every layer in the format of an array: gates first, then the projection. */
export function encodeMatrices(array: SpmvArray, stored: readonly StoredLayer[]): EncodedMatrix[][] {
  return stored.map(({ gates, projection }) =>
    [...gates, ...(projection ? [projection] : [])].map((matrix) => array.encode(matrix)),
  );
}

/** Lowers the layers of a model whose matrices are encoded. */
export function lowerLayers(
  { ewop, gateMatrix, program }: AcceleratorConfig,
  shapes: readonly LayerShape[],
  matrices: readonly (readonly EncodedMatrix[])[],
): LayerDesign[] {
  const options = { style: ewop.style, gateMatrix, spmvSlices: program.spmvSlices };
  return shapes.map((shape, index) => ({
    program: lowerLayer(shape, options, index),
    matrices: matrices[index],
  }));
}

/** Encoded layers on an array that they were fitted with. */
export function designOf(array: SpmvArray, layers: readonly LayerDesign[], fit: DeviceFit): Design {
  return { array, layers, fit, spmvUnit: new SpmvUnit(array, fit.residency) };
}

/** The time of one step of every layer. It depends on the weights alone, so every step takes the same. */
export function timeLayers({ array, layers, spmvUnit }: Design): Timeline[] {
  return layers.map(({ program, matrices }) => runProgram(array.config, spmvUnit, matrices, program));
}

/** Padding over all entries that the weight memories store. */
export function paddingShare(layers: readonly LayerDesign[]): number {
  const matrices = layers.flatMap((layer) => layer.matrices);
  const padding = matrices.reduce((sum, { beats }) => sum + beats.padding, 0);
  const entries = matrices.reduce((sum, { beats }) => sum + beats.values.length, 0);
  return entries === 0 ? 0 : padding / entries;
}
