import type { PlacedLayer } from '../../src/hw/accounts/placed-layer.ts';
import { buildArray } from '../../src/hw/array/kinds/index.ts';
import { atItsClock, fitToDevice } from '../../src/run/device-fit.ts';
import { loadModel } from '../../src/run/load-model.ts';
import { placedModelOf } from '../../src/run/placed-model.ts';
import { loadPlatform, type Platform } from '../../src/run/platform.ts';
import { PrepareCache } from '../../src/run/prepare-cache.ts';
import { resultOf } from '../../src/run/result-of.ts';
import { simulate } from '../../src/run/simulate.ts';
import { baselinePresets } from '../../src/study/baselines/baseline-study.ts';
import { type ComparedModel, fastestOn } from '../../src/study/compare/baseline-designs.ts';
import { bankBalancedReference, prepareEqual } from '../../src/study/compare/equal-kept.ts';
import type { Models } from './assumptions.ts';

/** A design that was timed once: what it costs with other models follows without another simulation. */
interface Timed {
  readonly name: string;
  readonly price: (models: Models) => { fits: boolean; latencyUs: number; energyUj: number };
}

/** The best baseline over the bank-balanced design: above 1 the latter is better. */
export interface Headline {
  readonly latency: number;
  readonly energy: number;
  readonly fastest: string;
  readonly leastEnergy: string;
}

/** Kinds of which the fastest design that fits is searched, as `compare` searches it. */
const SEARCHED = ['csr-window', 'banked', 'banked-decoupled', 'replicated'];

/** Smaller ones of what was found, which still fit where a constant makes designs larger. */
const SHARES_OF_PES = [1, 0.9, 0.75, 0.5];

/** The fastest designs that fit, each at its own clock, and smaller ones of them. */
function searched(compared: Omit<ComparedModel, 'platforms'>, sets: readonly string[]): Platform[] {
  return SEARCHED.flatMap((preset) => {
    const base = loadPlatform(preset, sets);
    const found = fastestOn({ ...compared, platforms: [base] }, base, base.device);
    return SHARES_OF_PES.flatMap((share) => {
      if (found === null) return [];
      const pes = Math.max(1, Math.floor(share * found.config.pes));
      const name = share === 1 ? found.name : `${found.name}, ${pes} PEs`;
      return [{ ...found, name, config: { ...found.config, pes } }];
    });
  });
}

/**
 * What the headline is with any models: each design of a TIMIT step at its own clock, weights on chip. Where
 * the bank-balanced design itself has no room, it is compared with the baselines that fit with the `usual`
 * models, as large as it.
 */
export function timedHeadline(usual: Models): (models: Models) => Headline {
  const sets = ['clockMhz=auto', 'weights=resident'];
  const presets = baselinePresets.map((preset) => loadPlatform(preset, sets));
  const { model, sparsity } = loadModel({
    workload: 'timit',
    sets: [],
    weights: null,
    prefix: null,
    seed: '1',
  });
  const cache = new PrepareCache(model);
  const reference = bankBalancedReference(cache, presets, sparsity);
  const compared = { cache, reference, sparsity, equal: 'kept' as const };
  const platforms = [...presets, ...searched(compared, sets)];
  const [balanced, ...baselines] = platforms.map((platform) =>
    timed(platform, prepareEqual(cache, platform, reference, sparsity)),
  );
  const usuallyFit = new Set(baselines.filter(({ price }) => price(usual).fits).map(({ name }) => name));
  return (models) => {
    const own = balanced.price(models);
    const priced = baselines.map(({ name, price }) => ({ name, ...price(models) }));
    const fitting = priced.filter(({ name, fits }) => (own.fits ? fits : usuallyFit.has(name)));
    const best = (of: (one: (typeof priced)[number]) => number) =>
      fitting.reduce((a, b) => (of(b) < of(a) ? b : a));
    const fastest = best(({ latencyUs }) => latencyUs);
    const leastEnergy = best(({ energyUj }) => energyUj);
    return {
      latency: fastest.latencyUs / own.latencyUs,
      energy: leastEnergy.energyUj / own.energyUj,
      fastest: fastest.name,
      leastEnergy: leastEnergy.name,
    };
  };
}

function timed(platform: ReturnType<typeof loadPlatform>, prepared: Parameters<typeof simulate>[1]): Timed {
  const finished = simulate(platform, prepared, { steps: 1, sequence: null, mustFit: false });
  const layers: readonly PlacedLayer[] = finished.design.layers;
  const identity = {
    command: 'run' as const,
    accelerator: platform.name,
    workload: 'timit',
    seed: '1',
    configHash: '',
    requestedSparsity: null,
  };
  return {
    name: platform.name,
    price: (models) => {
      const open = buildArray(platform.config);
      const fit = fitToDevice(open, layers, models);
      const design = placedModelOf(atItsClock(open, fit), layers, fit);
      const { resources, latencyAtFmaxUs, energy } = resultOf(identity, { ...finished, design, ...models });
      return { fits: resources.fits, latencyUs: latencyAtFmaxUs, energyUj: energy.totalUj };
    },
  };
}
