import { addProducts } from '../../bbs/add-products.ts';
import { type Circulant, expandCirculant, nearestCirculant } from '../../bbs/formats/circulant.ts';
import type { ActivityRates } from '../../energy/power-fit.ts';
import { Mismatch } from '../../errors/mismatch.ts';
import { correlatedSequence } from '../../lstm/correlated-sequence.ts';
import type { LstmLayerWeights } from '../../lstm/model.ts';
import { seededModel } from '../../lstm/seeded-model.ts';
import { isPrinted } from '../design.ts';
import { ESE_OPERATIONS } from '../ese-operations.ts';
import { valuesOf } from '../parameter.ts';
import type { Detail, Simulation } from '../simulation.ts';
import { checkStep } from '../step-check.ts';
import { halfBins } from './fft.ts';
import { multiplySpectra, spectralWeights } from './multiply.ts';
import type { CLstmConfig, CLstmDesign } from './parameters.ts';
import { type CLstmStages, timeStages } from './stages.ts';

/** Fraction bits of weights and activations in the check of the values. */
const FRACTION_BITS = 12;
/** Bits of a word of the datapath. */
const WORD_BITS = 16;
/**
 * Inverse transforms may be off the integers by this much, in units of 2^-24: rounding of doubles, nothing
 * else.
 */
const TOLERANCE = 2 ** -6;
/** Gates, each with an engine. */
const GATES = 4;

interface Variant {
  readonly block: number;
  readonly board: string;
  readonly id: string;
  readonly stages: CLstmStages;
}

/** Simulates the four variants of C-LSTM, and checks the values of both block sizes. */
export function simulateCLstm(design: CLstmDesign, seed: string): Simulation {
  const config = valuesOf(design.parameters);
  const layer = seededModel(
    'c-lstm',
    { layers: [{ kind: 'lstm', ...config.shape, peepholes: true, biases: true }] },
    seed,
  ).layers[0];
  const variants = variantsOf(config);
  const checks = config.blockSizes.map((block) => checkProducts(layer, block, config, seed));
  return {
    figures: figuresOf(design, config, variants),
    // One board for all variants: that of the first.
    nullFigures: figuresOf(design, config, variantsOf({ ...config, overhead7v3: config.overheadKu060 })),
    reasons: new Map(),
    choices: [],
    activities: new Map(variants.map((variant) => [variant.id, activityOf(config, variant)])),
    details: [stagesOf(variants), productsOf(checks)],
    curves: [],
    checked: `Products of all gates and of the projection for both block sizes against the time-domain circulant product in integers: within ${TOLERANCE} of a unit of 2^-24, so that the rounded sums are the same integers; and ${sumOf(checks)} values (h and c) of a step for both, bit by bit, against the integer reference.`,
  };
}

function variantsOf(config: CLstmConfig): Variant[] {
  const boards = { ku060: config.overheadKu060, '7v3': config.overhead7v3 };
  return config.blockSizes.flatMap((block) =>
    Object.entries(boards).map(([key, { name, overheadCycles }]) => ({
      block,
      board: name,
      id: `fft${block}-${key}`,
      stages: timeStages(config, block, overheadCycles),
    })),
  );
}

function denseWeights({ inputs, hidden, projection }: CLstmConfig['shape']): number {
  return GATES * hidden * (inputs + projection) + projection * hidden;
}

/** Blocks of the four gates and of the projection. */
function blocksOf({ inputs, hidden, projection }: CLstmConfig['shape'], block: number): number {
  const blocks = (length: number) => Math.ceil(length / block);
  return GATES * blocks(hidden) * (blocks(inputs) + blocks(projection)) + blocks(projection) * blocks(hidden);
}

function figuresOf(
  design: CLstmDesign,
  config: CLstmConfig,
  variants: readonly Variant[],
): Map<string, number> {
  const { clockMhz, shape } = config;
  const figures = new Map<string, number>();
  for (const { id, block, stages } of variants) {
    const fps = (clockMhz * 1e6) / stages.initiationInterval;
    figures.set(`interval-${id}`, stages.initiationInterval);
    figures.set(`latency-us-${id}`, stages.latency / clockMhz);
    figures.set(`fps-${id}`, fps);
    if (isPrinted(design, `gops-${id}`)) figures.set(`gops-${id}`, (ESE_OPERATIONS * fps) / 1e9);
    if (isPrinted(design, `dense-gops-${id}`))
      figures.set(`dense-gops-${id}`, (block * ESE_OPERATIONS * fps) / 1e9);
  }
  for (const block of config.blockSizes) {
    const stored = blocksOf(shape, block) * block;
    figures.set(`parameters-fft${block}`, stored / 1e6);
    figures.set(`ratio-fft${block}`, denseWeights(shape) / stored);
  }
  return figures;
}

/**
 * Four real products for each stored bin of each block. Its spectrum is read once, that of the input beside
 * it, and the sum of a block row is kept in registers. Transforms are not counted.
 */
function activityOf({ shape, clockMhz }: CLstmConfig, { block, stages }: Variant): ActivityRates {
  const seconds = stages.initiationInterval / (clockMhz * 1e6);
  const bins = blocksOf(shape, block) * halfBins(block);
  return {
    productsPerS: (4 * bins) / seconds,
    weightBits: WORD_BITS,
    activationBits: WORD_BITS,
    memoryBitsPerS: (4 * bins * WORD_BITS) / seconds,
    dramBitsPerS: 0,
    dramPjPerBit: 0,
  };
}

interface Checked {
  readonly block: number;
  readonly values: number;
  readonly largestError: number;
  readonly roundedError: number;
  readonly stepValues: number;
}

function sumOf(checks: readonly Checked[]): number {
  return checks.reduce((sum, { stepValues }) => sum + stepValues, 0);
}

/** Products in the frequency domain against those of the expanded matrix in integers. */
function checkProducts(
  layer: LstmLayerWeights,
  block: number,
  { spectrumFractionBits }: CLstmConfig,
  seed: string,
): Checked {
  const checked = { block, values: 0, largestError: 0, roundedError: 0, stepValues: 0 };
  const circulants: Circulant[] = [];
  for (const dense of [layer.inputGates, layer.recurrentGates, layer.projection]) {
    if (dense === null) continue;
    const circulant = nearestCirculant(dense, block, FRACTION_BITS);
    const statistics = { correlation: 0, deviation: 0.5 };
    const [x] = correlatedSequence(dense.cols, 1, statistics, FRACTION_BITS, `${seed}/${dense.tensor}`);
    const expected = new Float64Array(dense.rows);
    addProducts(expandCirculant(circulant), x, expected);
    const exact = errorOf(circulant, null, x, expected);
    const { at, error } = exact;
    if (error > TOLERANCE) {
      throw new Mismatch(
        `c-lstm, blocks of ${block}, ${dense.tensor}, row ${at}: off by ${error} from ${expected[at]}`,
      );
    }
    const rounded = errorOf(circulant, spectrumFractionBits, x, expected).error;
    circulants.push(circulant);
    checked.values += dense.rows;
    checked.largestError = Math.max(checked.largestError, error);
    checked.roundedError = Math.max(checked.roundedError, rounded / 4 ** FRACTION_BITS);
  }
  checked.stepValues = checkSpectralStep(layer, circulants, seed);
  return checked;
}

/**
 * A whole step with the products of spectra, rounded to the integers that they are, against the integer
 * reference in the time domain.
 */
function checkSpectralStep(layer: LstmLayerWeights, circulants: readonly Circulant[], seed: string): number {
  const [overInput, overState, projection] = circulants.map((circulant) => {
    const weights = spectralWeights(circulant, FRACTION_BITS, null);
    return (x: Int16Array) => multiplySpectra(weights, x).map((value) => Math.round(value));
  });
  const expanded = circulants.map((circulant) => ({
    ...expandCirculant(circulant),
    weights: new Float64Array(0),
  }));
  const matrices = [expanded[0], expanded[1], expanded[2]] as const;
  return checkStep('c-lstm', layer, matrices, { overInput, overState, projection }, seed);
}

function errorOf(circulant: Circulant, fractionBits: number | null, x: Int16Array, expected: Float64Array) {
  const y = multiplySpectra(spectralWeights(circulant, FRACTION_BITS, fractionBits), x);
  let at = 0;
  let error = 0;
  y.forEach((value, row) => {
    if (!(Math.abs(value - expected[row]) > error)) return;
    error = Math.abs(value - expected[row]);
    at = row;
  });
  return { at, error };
}

function stagesOf(variants: readonly Variant[]): Detail {
  return {
    id: 'stages',
    units: {},
    rows: variants.map(({ block, board, stages }) => ({
      block,
      board,
      convolution: stages.convolution,
      elementWise: stages.elementWise,
      projection: stages.projection,
      interval: stages.initiationInterval,
    })),
    facts: {},
  };
}

function productsOf(checks: readonly Checked[]): Detail {
  return {
    id: 'products',
    units: {},
    rows: checks.map(({ block, values, largestError, roundedError }) => ({
      block,
      values,
      exact: largestError < 0.5,
      roundedError,
    })),
    facts: {},
  };
}
