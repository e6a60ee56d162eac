import { storeEntries } from '../../bbs/store.ts';
import { gateMatrices } from '../../lstm/gate-matrices.ts';
import type { StoredGru } from '../../lstm/gru.ts';
import { seededGru } from '../../lstm/seeded-gru.ts';
import { seededModel } from '../../lstm/seeded-model.ts';
import type { LstmLayerShape } from '../../lstm/shape.ts';
import { storeLayer } from '../../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, toCode } from '../../num/fixed.ts';
import { type DeltaMeans, deltaActivity, impliedSparsity, meansOf, sweepThresholds } from '../delta/delta.ts';
import { checkGruStates, checkLstmStates } from '../delta/delta-check.ts';
import { deltaInput } from '../delta/input.ts';
import { areTiming, type StepOutcome, sensitivity } from '../delta/sensitivity.ts';
import { type DeltaStep, retimed, tailCycles } from '../delta/step.ts';
import { publishedOf } from '../design.ts';
import { valuesOf } from '../parameter.ts';
import type { Detail, SeedFigures, Simulation } from '../simulation.ts';
import { type DeltaRnnConfig, type DeltaRnnDesign, DeltaRnnParametersSchema } from './parameters.ts';
import { denseCycles, runDeltaRnn, runDeltaRnnLstm } from './steps.ts';

/** Bits of weights, states and inputs. */
const BITS = 16;

/**
 * Simulates DeltaRNN over a correlated input at its threshold and over the others, and checks every state of
 * the first.
 */
export function simulateDeltaRnn(design: DeltaRnnDesign, seed: string): Simulation {
  const config = valuesOf(design.parameters);
  const format = formatOf(config);
  const { layer, inputs, run, steps, means } = runGru(config, seed);
  const compared = checkGruStates('delta-rnn', layer, format, steps);
  const columns = config.inputs + config.hidden;
  const every = denseCycles(config);
  const lstm = runLstm(config, format, inputs, seed);
  const swept = sweepThresholds(design, config, run, every);
  return {
    ...measuredOf(config, means),
    reasons: new Map(),
    choices: [],
    details: [
      impliedSparsity({
        published: publishedOf(design.figures, 'speed-up'),
        slowCycles: every,
        otherCycles: tailCycles(config, config.hidden) + 1,
        arrays: 1,
        cyclesPerColumn: Math.ceil((3 * config.hidden) / config.macs),
        columns,
        correlation: config.correlation,
        means,
      }),
      cellsOf(means, every, lstm),
      swept.detail,
      sensitivity(design, DeltaRnnParametersSchema, (parameters, changed) =>
        outcomeOf(valuesOf(parameters), changed, steps, seed),
      ),
    ],
    curves: [swept.curve],
    checked: `${compared} states of the GRU and ${lstm.compared} values of the LSTM over ${steps.length} steps, bit by bit, against integer references on what was sent.`,
  };
}

function outcomeOf(
  config: DeltaRnnConfig,
  changed: readonly string[],
  steps: readonly DeltaStep[],
  seed: string,
): StepOutcome {
  const means = areTiming(changed)
    ? meansOf(retimed(steps, { ...config, arrays: 1 }), config.warmUpSteps, config.inputs + config.hidden)
    : runGru(config, seed).means;
  const gops = measuredOf(config, means).figures.get('effective-gops') ?? Number.NaN;
  return { cycles: means.cycles, gops };
}

/** What a seed decides: weights, input, and with both the columns that are sent. */
export function measureDeltaRnn(design: DeltaRnnDesign, seed: string): SeedFigures {
  const config = valuesOf(design.parameters);
  return measuredOf(config, runGru(config, seed).means);
}

function formatOf({ fractionBits }: DeltaRnnConfig): NumberFormat {
  return { bits: BITS, fractionBits, accumulatorBits: 48 };
}

/** The seeded GRU over its input at the threshold of the design, and how it runs at another one. */
interface GruRun {
  readonly layer: StoredGru;
  readonly inputs: readonly Int16Array[];
  readonly run: (threshold: number) => readonly DeltaStep[];
  readonly steps: readonly DeltaStep[];
  readonly means: DeltaMeans;
}

function runGru(config: DeltaRnnConfig, seed: string): GruRun {
  const format = formatOf(config);
  const layer = gruOf(config, format, seed);
  const inputs = deltaInput(config, config.fractionBits, seed);
  const run = (threshold: number) =>
    runDeltaRnn({ ...config, threshold }, layer, format, inputs, noSaturations());
  const steps = run(config.threshold);
  const means = meansOf(steps, config.warmUpSteps, config.inputs + config.hidden);
  return { layer, inputs, run, steps, means };
}

function measuredOf(config: DeltaRnnConfig, means: DeltaMeans): SeedFigures {
  const { inputs, hidden, macs, clockMhz } = config;
  const columns = inputs + hidden;
  const figuresOf = (cycles: number, every: number) =>
    new Map([
      ['speed-up', every / cycles],
      ['effective-gops', (2 * 3 * hidden * columns * clockMhz) / (1000 * cycles)],
      ['peak-gops', (2 * macs * clockMhz) / 1000],
    ]);
  return {
    figures: figuresOf(means.cycles, denseCycles(config)),
    nullFigures: figuresOf(means.products / macs, (3 * hidden * columns) / macs),
    activities: new Map([['', deltaActivity(means, clockMhz, BITS, 0)]]),
  };
}

/** A GRU with every weight stored. */
function gruOf({ inputs, hidden }: DeltaRnnConfig, format: NumberFormat, seed: string): StoredGru {
  const weights = seededGru(inputs, hidden, seed);
  const saturations = noSaturations();
  const stored = (matrix: typeof weights.inputGates) =>
    storeEntries(matrix, new Uint8Array(matrix.values.length).fill(1), format, saturations);
  const codes = (vector: Float64Array) =>
    Int16Array.from(vector, (value) => toCode(value, format.fractionBits));
  const { r, z, nx, nh } = weights.biases;
  return {
    inputs,
    hidden,
    inputGates: stored(weights.inputGates),
    recurrentGates: stored(weights.recurrentGates),
    biases: { r: codes(r), z: codes(z), nx: codes(nx), nh: codes(nh) },
  };
}

/** An LSTM of the same sizes on the same input. */
interface LstmRun {
  readonly compared: number;
  readonly means: DeltaMeans;
  readonly denseCycles: number;
}

function runLstm(
  config: DeltaRnnConfig,
  format: NumberFormat,
  inputs: readonly Int16Array[],
  seed: string,
): LstmRun {
  const shape: LstmLayerShape = {
    kind: 'lstm',
    inputs: config.inputs,
    hidden: config.hidden,
    projection: null,
    peepholes: false,
    biases: true,
  };
  const weights = seededModel('delta-rnn', { layers: [shape] }, seed).layers[0];
  const [gates] = gateMatrices(weights, 'combined');
  const masks = { gates: [new Uint8Array(gates.values.length).fill(1)], projection: null };
  const layer = storeLayer(weights, 'combined', masks, format, noSaturations());
  const run = (threshold: number) =>
    runDeltaRnnLstm({ ...config, threshold }, layer, format, inputs, noSaturations());
  const steps = run(config.threshold);
  const columns = config.inputs + config.hidden;
  const perColumn = Math.ceil((4 * config.hidden) / config.macs);
  return {
    compared: checkLstmStates('delta-rnn', layer, format, steps),
    means: meansOf(steps, config.warmUpSteps, columns),
    denseCycles: 1 + columns * perColumn + tailCycles(config, config.hidden),
  };
}

function cellsOf(gru: DeltaMeans, gruDense: number, lstm: LstmRun): Detail {
  const row = (cell: string, means: DeltaMeans, dense: number) => ({
    cell,
    active: 100 * means.activeShare,
    cycles: means.cycles,
    dense,
    speedUp: dense / means.cycles,
  });
  return {
    id: 'cells',
    units: { active: '%' },
    rows: [row('GRU', gru, gruDense), row('LSTM', lstm.means, lstm.denseCycles)],
    facts: {},
  };
}
