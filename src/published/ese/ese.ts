import type { ActivityRates } from '../../energy/power-fit.ts';
import type { LstmLayerWeights } from '../../lstm/model.ts';
import { isPrinted } from '../design.ts';
import { valuesOf } from '../parameter.ts';
import type { Detail, SeedFigures, Simulation } from '../simulation.ts';
import { checkStep } from '../step-check.ts';
import {
  balancedWeights,
  channelProducts,
  type EseWeights,
  eseLayer,
  storedMatrices,
  unbalancedWeights,
} from './ese-weights.ts';
import type { EseConfig, EseDesign } from './parameters.ts';
import { type EseStep, fetchedBytes, idealStep, timeStep } from './step.ts';

/** Bits of a partial sum in a PE's accumulator memory. */
const PARTIAL_SUM_BITS = 32;
/** Bits of an activation. */
const ACTIVATION_BITS = 16;

/** Simulates a step of ESE with load-balance-aware pruning on and off, and checks its values. */
export function simulateEse(design: EseDesign, seed: string): Simulation {
  const config = valuesOf(design.parameters);
  const timed = timeLayer(config, seed);
  const { layer, balanced, unbalanced, step, without } = timed;
  const compared = [balanced, unbalanced].reduce(
    (sum, weights) => sum + checkStep('ese', layer, storedMatrices(weights), channelProducts(weights), seed),
    0,
  );
  return {
    ...measuredOf(design, config, timed),
    reasons: new Map(),
    choices: [],
    details: [slotsOf(config, step, balanced), balanceOf(config, step, without)],
    curves: [],
    checked: `${compared} values (h and c) of a step on both sets of weights, bit by bit, against the integer reference.`,
  };
}

/** What a seed decides: the weights, and with them how unequal the columns are and how much is padding. */
export function measureEse(design: EseDesign, seed: string): SeedFigures {
  const config = valuesOf(design.parameters);
  return measuredOf(design, config, timeLayer(config, seed));
}

/** A step with load-balance-aware pruning, and one with as many weights by magnitude alone. */
interface TimedLayer {
  readonly layer: LstmLayerWeights;
  readonly balanced: readonly EseWeights[];
  readonly unbalanced: readonly EseWeights[];
  readonly step: EseStep;
  readonly without: EseStep;
}

function timeLayer(config: EseConfig, seed: string): TimedLayer {
  const layer = eseLayer(config, seed);
  const balanced = balancedWeights(layer, config);
  const unbalanced = unbalancedWeights(layer, config, balanced);
  const timeOf = (weights: readonly EseWeights[]) =>
    timeStep(
      weights.map(({ csc }) => csc),
      config,
    );
  return { layer, balanced, unbalanced, step: timeOf(balanced), without: timeOf(unbalanced) };
}

function measuredOf(
  design: EseDesign,
  config: EseConfig,
  { balanced, step, without }: TimedLayer,
): SeedFigures {
  const kept = balanced.reduce((sum, { stored }) => sum + stored.codes.length, 0);
  const ideal = idealStep(config);
  const entries = config.matrices.reduce((sum, matrix) => sum + matrix.entries, 0);
  return {
    figures: figuresOf(design, config, step, without, kept),
    // Without imbalance both prunings take the same time, and without padding every entry is a weight.
    nullFigures: figuresOf(design, config, ideal, ideal, entries),
    activities: new Map([['', activityOf(config, step)]]),
  };
}

const us = (cycles: number, { clockMhz }: EseConfig) => cycles / clockMhz;

/**
 * Cycles of a step with every weight stored and no index: one weight a cycle and PE, nothing else counted.
 */
function denseCycles({ matrices, pesPerChannel }: EseConfig): number {
  return matrices.reduce((sum, { rows, cols }) => sum + Math.ceil((rows * cols) / pesPerChannel), 0);
}

function figuresOf(
  design: EseDesign,
  config: EseConfig,
  step: EseStep,
  without: EseStep,
  kept: number,
): Map<string, number> {
  const figures = new Map<string, number>();
  const gops = (entries: number, cycles: number) =>
    (2 * config.channels * entries) / (1000 * us(cycles, config));
  let entries = 0;
  let dense = 0;
  config.matrices.forEach((matrix, m) => {
    const { idealCycles, cycles } = step.slots[m];
    figures.set(`theoretical-us-${matrix.name}`, us(idealCycles, config));
    figures.set(`real-us-${matrix.name}`, us(cycles, config));
    figures.set(`gops-${matrix.name}`, gops(matrix.entries, cycles));
    figures.set(`dense-gops-${matrix.name}`, gops(matrix.rows * matrix.cols, cycles));
    entries += matrix.entries;
    dense += matrix.rows * matrix.cols;
  });
  const theoreticalUs = us(step.idealCycles, config);
  const latencyUs = us(step.cycles, config);
  figures.set('theoretical-us', theoreticalUs).set('latency-us', latencyUs);
  figures.set('gops', gops(entries, step.cycles)).set('dense-gops', gops(dense, step.cycles));
  figures.set('fps', 1e6 / theoreticalUs);
  figures.set('parameters', (2 * entries) / 1e6).set('ratio', dense / (2 * entries));
  figures.set('compression', (dense / kept) * (32 / (config.weightBits + config.indexBits)));
  figures.set('speed-up-dense-balanced', denseCycles(config) / step.cycles);
  figures.set('speed-up-dense-unbalanced', denseCycles(config) / without.cycles);
  for (const { name, latencyUs: otherUs } of design.others) {
    const id = `speed-up-${idOf(name)}`;
    if (isPrinted(design, id)) figures.set(id, otherUs / latencyUs);
  }
  return figures;
}

/** The id of a platform from its name: 'CPU, dense' becomes cpu-dense. */
export function idOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/**
 * Every stored entry is read once in every channel and its product added to a partial sum, which is read and
 * written; an activation is written into and read from every queue.
 */
function activityOf(config: EseConfig, step: EseStep): ActivityRates {
  const { matrices, channels, pesPerChannel, weightBits, indexBits, clockMhz } = config;
  const seconds = step.cycles / (clockMhz * 1e6);
  const total = (of: (matrix: (typeof matrices)[number]) => number) =>
    matrices.reduce((sum, matrix) => sum + of(matrix), 0);
  const entries = total((matrix) => matrix.entries) * channels;
  const activations = total(({ cols }) => cols) * channels * pesPerChannel;
  const memoryBits =
    entries * (weightBits + indexBits + 2 * PARTIAL_SUM_BITS) + activations * 2 * ACTIVATION_BITS;
  return {
    productsPerS: entries / seconds,
    weightBits,
    activationBits: ACTIVATION_BITS,
    memoryBitsPerS: memoryBits / seconds,
    dramBitsPerS: (8 * total((matrix) => fetchedBytes(matrix, config))) / seconds,
    dramPjPerBit: config.dramPjPerBit,
  };
}

function slotsOf(config: EseConfig, step: EseStep, weights: readonly EseWeights[]): Detail {
  return {
    id: 'slots',
    units: { padding: '%' },
    rows: config.matrices.map(({ name }, m) => {
      const { idealCycles, spmv, elementWiseCycles, fetchCycles, cycles } = step.slots[m];
      const { csc, stored } = weights[m];
      return {
        matrix: name,
        kept: stored.codes.length,
        padding: (100 * csc.padding) / csc.values.length,
        ideal: idealCycles,
        spmv: spmv.cycles,
        stalls: spmv.broadcastStallCycles,
        elementWise: elementWiseCycles,
        fetch: fetchCycles,
        slot: cycles,
      };
    }),
    facts: { firstFetchCycles: step.firstFetchCycles },
  };
}

function balanceOf(config: EseConfig, step: EseStep, without: EseStep): Detail {
  const row = (pruning: string, { idealCycles, cycles }: EseStep) => ({
    pruning,
    theoretical: us(idealCycles, config),
    real: us(cycles, config),
    speedUp: denseCycles(config) / cycles,
  });
  return {
    id: 'balance',
    units: { theoretical: 'us', real: 'us' },
    rows: [row('load-balanced', step), row('magnitude', without)],
    facts: {},
  };
}
