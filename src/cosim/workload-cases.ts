import type { StoredMatrix } from '../bbs/matrix.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import { passesOf, passName } from '../lstm/passes.ts';
import { atClockOf } from '../run/device-fit.ts';
import { ownSequence } from '../run/initial-state.ts';
import type { LoadedModel } from '../run/load-model.ts';
import { requestedTargets } from '../run/matrix-targets.ts';
import { encodeLayers } from '../run/placed-model.ts';
import type { Platform } from '../run/platform.ts';
import { preparationFor, prepareModel } from '../run/prepared-model.ts';
import { spmvProgram } from '../run/spmv.ts';
import { type CosimCase, layerCase, spmvCase } from './cosim-case.ts';
import { simulateLayers } from './simulate-layers.ts';
import { simulateSpmv } from './simulate-spmv.ts';

/**
 * A workload to be run on both sides: seeded inputs and state, weights pruned as the
 * accelerator prunes, or taken as they are.
 */
export interface WorkloadRequest {
  readonly platform: Platform;
  readonly loaded: LoadedModel;
  readonly sparsity: number | null;
  readonly prunes: boolean;
  readonly steps: number;
  readonly seed: string;
}

/**
 * A case for each layer of a workload, of a bidirectional layer for each pass, all weights resident. Throws
 * BadInput for weights that are to be streamed: the RTL has no off-chip memory.
 */
export function workloadCases({
  platform,
  loaded,
  sparsity,
  prunes,
  steps,
  seed,
}: WorkloadRequest): CosimCase[] {
  const { config } = platform;
  const target = requestedTargets(config.pattern, loaded.model.shape, sparsity ?? loaded.sparsity);
  const { layers } = prepareModel(loaded.model, preparationFor(config, prunes, target));
  const asked = buildArray(config);
  const encoded = encodeLayers(asked, layers);
  const array = atClockOf(asked, encoded, platform);
  const sequence = ownSequence(loaded, steps, seed, config.number);
  const simulated = simulateLayers(
    array,
    encoded,
    layers,
    sequence.inputs.map(({ codes }) => codes),
    sequence.state.map(({ h, c }) => ({ h: h.codes, c: c.codes })),
  );
  const passes = passesOf(loaded.model.shape.layers);
  return simulated.map((layer, l) =>
    layerCase(`${loaded.name} on ${platform.name}, layer ${passName(passes[l])}`, layer),
  );
}

/** The case of one SpMV, its weights resident. */
export function matrixCase(platform: Platform, matrix: StoredMatrix, x: Int16Array): CosimCase {
  const { rows, cols, tensor } = matrix;
  return spmvCase(
    `${tensor} (${rows} x ${cols}) on ${platform.name}`,
    simulateSpmv(atClockOfProduct(platform, matrix), matrix, x),
  );
}

/** The configuration at its clock, which the product has a part in when it is `auto`. */
function atClockOfProduct(platform: Platform, matrix: StoredMatrix): Platform['config'] {
  if (platform.config.clockMhz !== 'auto') return platform.config;
  const array = buildArray(platform.config);
  const layer = { program: spmvProgram(matrix), matrices: [array.encode(matrix)] };
  return atClockOf(array, [layer], platform).config;
}
