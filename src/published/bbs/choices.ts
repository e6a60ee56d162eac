import { buildArray } from '../../hw/array/kinds/index.ts';
import type { EncodedImage, SpmvArray } from '../../hw/array/spmv-array.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import { fitToDevice } from '../../run/device-fit.ts';
import type { LoadedModel } from '../../run/load-model.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import {
  dealLayers,
  encodeMatrices,
  lowerLayers,
  placedModelOf,
  timeLayers,
} from '../../run/placed-model.ts';
import { loadPlatform, type Platform } from '../../run/platform.ts';
import { preparationFor, prepareModel } from '../../run/prepared-model.ts';
import type { Figure } from '../design.ts';
import type { Detail } from '../simulation.ts';
import { bbsModel, bbsSets, type ModelCache } from './bbs-runs.ts';
import type { BbsConfig, BbsDesign } from './parameters.ts';

type Choices = BbsDesign['choices'];

/** A value of every choice, and the latency of a step with it. */
export interface TimedChoice {
  readonly of: { readonly [K in keyof Choices]: Choices[K][number] };
  readonly latencyUs: number;
}

/**
 * Every combination of the choices. A chained element-wise unit takes sums as they leave the array: it has no
 * results to chain, and all slices of a matrix take the same time, so that one of them is taken.
 */
function combinationsOf(choices: Choices): TimedChoice['of'][] {
  return choices.gateMatrix.flatMap((gateMatrix) =>
    choices.ewopStyle.flatMap((ewopStyle) => {
      const isChained = ewopStyle === 'chained';
      const chainings = isChained ? (['off'] as const) : choices.chaining;
      const slices = isChained ? choices.spmvSlices.slice(0, 1) : choices.spmvSlices;
      return slices.flatMap((spmvSlices) =>
        chainings.flatMap((chaining) =>
          choices.ewopLanes.map((ewopLanes) => ({ gateMatrix, ewopStyle, spmvSlices, chaining, ewopLanes })),
        ),
      );
    }),
  );
}

/**
 * The latency of a step with every combination of the choices. The weights are pruned and encoded once for
 * every kind of gate matrix; programs are lowered and timed for each combination.
 */
export function latenciesOf(
  config: BbsConfig,
  choices: Choices,
  seed: string,
  models: ModelCache,
): TimedChoice[] {
  const encoded = new Map<string, EncodedImage[][]>();
  return combinationsOf(choices).map((of) => {
    const sets = bbsSets({ ...config, ...of });
    const platform = loadPlatform(config.preset, sets);
    const array = buildArray(platform.config);
    const loaded = bbsModel(config, seed, models, sets);
    const images = encoded.get(of.gateMatrix) ?? imagesOf(array, platform.config, loaded, config.sparsity);
    encoded.set(of.gateMatrix, images);
    return { of, latencyUs: cyclesOf(array, platform, loaded, images) / config.clockMhz };
  });
}

function imagesOf(
  array: SpmvArray,
  accelerator: AcceleratorConfig,
  { model }: LoadedModel,
  sparsity: number,
): EncodedImage[][] {
  const target = requestedTargets(accelerator.pattern, model.shape, sparsity);
  return encodeMatrices(array, prepareModel(model, preparationFor(accelerator, true, target)).layers);
}

function cyclesOf(
  array: SpmvArray,
  platform: Platform,
  { model }: LoadedModel,
  images: readonly (readonly EncodedImage[])[],
): number {
  const programs = lowerLayers(
    platform.config,
    model.layers.map(({ shape }) => shape),
  );
  const layers = dealLayers(array, programs, images);
  const placed = placedModelOf(array, layers, fitToDevice(array, layers, platform));
  return timeLayers(placed).reduce((sum, { cycles }) => sum + cycles, 0);
}

/** How far each value of a choice decides the latency: over all combinations that have it. */
export function choicesOf(combinations: readonly TimedChoice[], { value, barPercent }: Figure): Detail {
  const isWithin = ({ latencyUs }: TimedChoice) =>
    barPercent !== undefined && 100 * Math.abs(latencyUs / value - 1) <= barPercent;
  const row = (choice: string, taken: string, having: readonly TimedChoice[]) => {
    const latencies = having.map(({ latencyUs }) => latencyUs);
    const [least, most] = [Math.min(...latencies), Math.max(...latencies)];
    return {
      choice,
      value: taken,
      combinations: having.length,
      least,
      most,
      within: having.filter(isWithin).length,
    };
  };
  const names = Object.keys(combinations[0].of) as (keyof Choices)[];
  return {
    id: 'choices',
    units: { least: 'us', most: 'us' },
    rows: [
      ...names.flatMap((name) =>
        [...new Set(combinations.map(({ of }) => of[name]))].map((taken) =>
          row(
            name,
            String(taken),
            combinations.filter(({ of }) => of[name] === taken),
          ),
        ),
      ),
      row('all', '', combinations),
    ],
    facts: { published: value, barPercent: barPercent ?? null },
  };
}
