import type { PlacedLayer } from '../../src/hw/accounts/placed-layer.ts';
import { buildArray } from '../../src/hw/array/kinds/index.ts';
import { atItsClock, fitToDevice } from '../../src/run/device-fit.ts';
import { loadModel } from '../../src/run/load-model.ts';
import { placedModelOf } from '../../src/run/placed-model.ts';
import { loadPlatform } from '../../src/run/platform.ts';
import { PrepareCache } from '../../src/run/prepare-cache.ts';
import { resultOf } from '../../src/run/result-of.ts';
import { simulate } from '../../src/run/simulate.ts';
import { baselinePresets } from '../../src/study/baselines/baseline-study.ts';
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

/** Baselines small enough for the device, beside the presets, of which few have a crossbar that fits. */
const SMALLER: readonly (readonly [preset: string, pes: number, banks: number])[] = [
  ['csr-window', 64, 16],
  ['csr-window', 32, 32],
  ['csr-window', 96, 16],
  ['csr-window-packed', 64, 16],
  ['csr-2port', 64, 16],
  ['replicated-packed', 32, 32],
];

/**
 * What the headline is with any models: each design of a TIMIT step at its own clock, weights on chip. Where
 * the bank-balanced design itself has no room, it is compared with the baselines that fit with the `usual`
 * models, as large as it.
 */
export function timedHeadline(usual: Models): (models: Models) => Headline {
  const sets = ['clockMhz=auto', 'weights=resident'];
  const platforms = [
    ...baselinePresets.map((preset) => loadPlatform(preset, sets)),
    ...SMALLER.map(([preset, pes, banks]) => {
      const platform = loadPlatform(preset, [...sets, `pes=${pes}`, `banks=${banks}`]);
      return { ...platform, name: `${preset} ${pes} x ${banks}` };
    }),
  ];
  const { model, sparsity } = loadModel({
    workload: 'timit',
    sets: [],
    weights: null,
    prefix: null,
    seed: '1',
  });
  const cache = new PrepareCache(model);
  const reference = bankBalancedReference(cache, platforms, sparsity);
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
