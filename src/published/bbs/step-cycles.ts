import { buildArray } from '../../hw/array/kinds/index.ts';
import type { EncodedImage, SpmvArray } from '../../hw/array/spmv-array.ts';
import { fitToDevice } from '../../run/device-fit.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import {
  dealLayers,
  encodeMatrices,
  lowerLayers,
  placedModelOf,
  stepCycles,
} from '../../run/placed-model.ts';
import { loadPlatform, type Platform } from '../../run/platform.ts';
import { preparationFor, prepareModel } from '../../run/prepared-model.ts';
import { bbsModel, bbsSets, type ModelCache } from './bbs-runs.ts';
import type { BbsConfig } from './parameters.ts';

/** What of a configuration decides the encoded weights. */
function weightsKey({ preset, workload, sparsity, pes, banks, gateMatrix }: BbsConfig): string {
  return [preset, workload, sparsity, pes, banks, gateMatrix].join(' ');
}

/**
 * Times steps of many configurations, without values: the cycles of `runBbs` with the same seed. Weights are
 * pruned and encoded once for all configurations that have them in common; programs are lowered and timed for
 * each.
 */
export function stepTimer(seed: string, models: ModelCache): (config: BbsConfig) => number {
  const encoded = new Map<string, EncodedImage[][]>();
  return (config) => {
    const sets = bbsSets(config);
    const platform = loadPlatform(config.preset, sets);
    const array = buildArray(platform.config);
    const { model } = bbsModel(config, seed, models, sets);
    const key = weightsKey(config);
    const target = requestedTargets(platform.config.pattern, model.shape, config.sparsity);
    const images =
      encoded.get(key) ??
      encodeMatrices(array, prepareModel(model, preparationFor(platform.config, true, target)).layers);
    encoded.set(key, images);
    return cyclesOf(array, platform, model.shape.layers, images);
  };
}

function cyclesOf(
  array: SpmvArray,
  platform: Platform,
  shapes: Parameters<typeof lowerLayers>[1],
  images: readonly (readonly EncodedImage[])[],
): number {
  const layers = dealLayers(array, lowerLayers(platform.config, shapes), images);
  const placed = placedModelOf(array, layers, fitToDevice(array, layers, platform));
  return stepCycles(placed);
}
