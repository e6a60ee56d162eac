import { prune } from '../../bbs/patterns/prune.ts';
import { gateMatrices } from '../../lstm/gate-matrices.ts';
import { seededModel } from '../../lstm/seeded-model.ts';
import type { LstmLayerShape } from '../../lstm/shape.ts';
import { type StoredLayer, storeLayer } from '../../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations } from '../../num/fixed.ts';
import { type DeltaMeans, deltaActivity, impliedSparsity, meansOf, sweepThresholds } from '../delta/delta.ts';
import { checkLstmStates } from '../delta/delta-check.ts';
import { deltaInput } from '../delta/input.ts';
import { areTiming, keepWeights, type StepOutcome, sensitivity } from '../delta/sensitivity.ts';
import { type DeltaStep, retimed, tailCycles } from '../delta/step.ts';
import { publishedOf } from '../design.ts';
import { valuesOf } from '../parameter.ts';
import type { SeedFigures, Simulation } from '../simulation.ts';
import { type SpartusConfig, type SpartusDesign, SpartusParametersSchema } from './parameters.ts';
import { runSpartus } from './steps.ts';

/** Bits of states and inputs. */
const BITS = 16;
/** Gates of an LSTM. */
const GATES = 4;

/**
 * Simulates Spartus over a correlated input at its threshold and over the others, and checks every state of
 * the first.
 */
export function simulateSpartus(design: SpartusDesign, seed: string): Simulation {
  const config = valuesOf(design.parameters);
  const { arrays, pesPerArray, hidden } = config;
  const ran = runLayer(config, seed);
  const { layer, run, steps, means } = ran;
  const compared = checkLstmStates(design.kind, layer, formatOf(config), steps);
  const columns = config.inputs + hidden;
  const peak = peakCycles(config);
  const swept = sweepThresholds(design, config, run, peak);
  return {
    ...measuredOf(config, means),
    reasons: new Map(),
    choices: [],
    details: [
      impliedSparsity({
        published: publishedOf(design.figures, 'speed-up'),
        slowCycles: peak,
        otherCycles: tailCycles(config, hidden) + 1,
        arrays,
        cyclesPerColumn: layer.gates[0].codes.length / columns / pesPerArray,
        columns,
        correlation: config.correlation,
        means,
      }),
      swept.detail,
      sensitivity(design, SpartusParametersSchema, (parameters, changed) =>
        outcomeOf(valuesOf(parameters), changed, ran, seed),
      ),
    ],
    curves: [swept.curve],
    checked: `${compared} values (h and c) of ${steps.length} steps, bit by bit, against the integer reference on what was sent.`,
  };
}

function outcomeOf(
  config: SpartusConfig,
  changed: readonly string[],
  { layer, steps }: LayerRun,
  seed: string,
): StepOutcome {
  const means = areTiming(changed)
    ? meansOf(retimed(steps, config), config.warmUpSteps, config.inputs + config.hidden)
    : runLayer(config, seed, keepWeights(changed) ? layer : undefined).means;
  const gops = measuredOf(config, means).figures.get('effective-gops') ?? Number.NaN;
  return { cycles: means.cycles, gops };
}

/** What a seed decides: weights, input, and with both the columns that are sent. */
export function measureSpartus(design: SpartusDesign, seed: string): SeedFigures {
  const config = valuesOf(design.parameters);
  return measuredOf(config, runLayer(config, seed).means);
}

function formatOf({ fractionBits }: SpartusConfig): NumberFormat {
  return { bits: BITS, fractionBits, accumulatorBits: 48 };
}

/** The seeded layer over its input at the threshold of the design, and how it runs at another one. */
interface LayerRun {
  readonly layer: StoredLayer;
  readonly run: (threshold: number) => readonly DeltaStep[];
  readonly steps: readonly DeltaStep[];
  readonly means: DeltaMeans;
}

function runLayer(
  config: SpartusConfig,
  seed: string,
  layer = prunedLayer(config, formatOf(config), seed),
): LayerRun {
  const format = formatOf(config);
  const inputs = deltaInput(config, config.fractionBits, seed);
  const run = (threshold: number) =>
    runSpartus({ ...config, threshold }, layer, format, inputs, noSaturations());
  const steps = run(config.threshold);
  return { layer, run, steps, means: meansOf(steps, config.warmUpSteps, config.inputs + config.hidden) };
}

/** What the paper's speed-up is over: every weight, one for each multiplier and cycle, and nothing else. */
function peakCycles({ inputs, hidden, arrays, pesPerArray }: SpartusConfig): number {
  return (GATES * hidden * (inputs + hidden)) / (arrays * pesPerArray);
}

function measuredOf(config: SpartusConfig, means: DeltaMeans): SeedFigures {
  const { inputs, hidden, clockMhz, arrays, pesPerArray } = config;
  const localIndexBits = Math.ceil(Math.log2((GATES * hidden) / pesPerArray));
  const figuresOf = (cycles: number) =>
    new Map([
      ['speed-up', peakCycles(config) / cycles],
      ['effective-gops', (2 * GATES * hidden * (inputs + hidden) * clockMhz) / (1000 * cycles)],
      ['latency-us', cycles / clockMhz],
    ]);
  return {
    figures: figuresOf(means.cycles),
    nullFigures: figuresOf(means.products / (arrays * pesPerArray)),
    activities: new Map([['', deltaActivity(means, clockMhz, config.weightBits, localIndexBits)]]),
  };
}

/** Seeded weights, column-balanced, in the bits of a weight. */
function prunedLayer(config: SpartusConfig, format: NumberFormat, seed: string): StoredLayer {
  const { inputs, hidden, pesPerArray, weightBits, weightSparsity } = config;
  const shape: LstmLayerShape = {
    kind: 'lstm',
    inputs,
    hidden,
    projection: null,
    peepholes: false,
    biases: true,
  };
  const weights = seededModel('spartus', { layers: [shape] }, seed).layers[0];
  const [gates] = gateMatrices(weights, 'combined');
  const pattern = { kind: 'column-balanced', pes: pesPerArray } as const;
  const { mask } = prune(gates, pattern, { sparsity: weightSparsity });
  const layer = storeLayer(weights, 'combined', { gates: [mask], projection: null }, format, noSaturations());
  return {
    ...layer,
    gates: layer.gates.map((matrix) => ({ ...matrix, codes: coarse(matrix.codes, weightBits) })),
  };
}

/** Codes rounded to those that `bits` bits hold when the largest takes all of them. */
function coarse(codes: Int16Array, bits: number): Int16Array {
  const largest = codes.reduce((most, code) => Math.max(most, Math.abs(code)), 1);
  const unit = 2 ** Math.max(0, Math.ceil(Math.log2((largest + 1) / 2 ** (bits - 1))));
  const limit = 2 ** (bits - 1) - 1;
  return codes.map((code) => Math.max(-limit, Math.min(limit, Math.floor(code / unit + 0.5))) * unit);
}
