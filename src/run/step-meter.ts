import { storedPositions } from '../bbs/store.ts';
import { describeOverflow } from '../energy/resource-report.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { EncodedMatrix } from '../hw/array/spmv-array.ts';
import type { LstmModel } from '../lstm/model.ts';
import { slicesOf } from '../lstm/program/program.ts';
import { fitToDevice } from './device-fit.ts';
import { lowerLayers, placedModelOf, stepCycles } from './placed-model.ts';
import type { Platform } from './platform.ts';
import { layerMatrices } from './prepared-model.ts';

/** A step of a model, with some of its weights stored. */
export interface MeteredStep {
  readonly cycles: number;
  /** Why the design does not fit its device; null: it does. */
  readonly overflow: string | null;
}

/** Measures a step with a mask for each matrix of each layer, in the order of `layerMatrices`. */
export type StepMeter = (masks: readonly (readonly Uint8Array[])[]) => MeteredStep;

/**
 * What runs one step of a model on an array again and again, with other masks each time: the time depends on
 * where weights are stored, not on what they are. A mask is encoded once, by the array that holds it: it must
 * not change. The meter throws BadInput for masks that the array does not hold.
 */
export function openStepMeter(
  platform: Pick<Platform, 'config' | 'device' | 'costs'>,
  model: LstmModel,
): StepMeter {
  const array = buildArray(platform.config);
  const programs = lowerLayers(platform.config, model.shape.layers);
  const matrices = model.layers.map((layer) =>
    layerMatrices(layer, platform.config.gateMatrix).map(({ weights: { tensor, rows, cols } }) => ({
      ...{ tensor, rows, cols },
      known: new WeakMap<Uint8Array, EncodedMatrix>(),
    })),
  );
  const encoded = (layer: number, at: number, mask: Uint8Array): EncodedMatrix => {
    const { known, ...matrix } = matrices[layer][at];
    const image =
      known.get(mask) ?? array.encode(storedPositions(matrix, mask), slicesOf(programs[layer], at));
    known.set(mask, image);
    return image;
  };
  return (masks) => {
    const layers = programs.map((program, layer) => ({
      program,
      matrices: masks[layer].map((mask, at) => encoded(layer, at, mask)),
    }));
    const fit = fitToDevice(array, layers, platform);
    const { resources } = fit;
    return {
      cycles: stepCycles(placedModelOf(array, layers, fit)),
      overflow: resources.fits ? null : describeOverflow(resources),
    };
  };
}
