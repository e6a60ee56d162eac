import { storeEntries } from '../../bbs/store.ts';
import { correlatedSequence } from '../../lstm/correlated-sequence.ts';
import { gateMatrices } from '../../lstm/gate-matrices.ts';
import type { StoredGru } from '../../lstm/gru.ts';
import { seededGru } from '../../lstm/seeded-gru.ts';
import { seededModel } from '../../lstm/seeded-model.ts';
import { storeLayer } from '../../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, toCode } from '../../num/fixed.ts';
import { type DeltaMeans, deltaActivity, impliedSparsity, meansOf, sweepThresholds } from '../delta/delta.ts';
import { checkGruStates, checkLstmStates } from '../delta/delta-check.ts';
import { tailCycles } from '../delta/step.ts';
import { publishedOf } from '../design.ts';
import { valuesOf } from '../parameter.ts';
import type { Detail, Simulation } from '../simulation.ts';
import type { DeltaRnnConfig, DeltaRnnDesign } from './parameters.ts';
import { denseCycles, runDeltaRnn, runDeltaRnnLstm } from './steps.ts';

/** Bits of weights, states and inputs. */
const BITS = 16;

/**
 * Simulates DeltaRNN over a correlated input at its threshold and over the others, and checks every state of
 * the first.
 */
export function simulateDeltaRnn(design: DeltaRnnDesign, seed: string): Simulation {
  const config = valuesOf(design.parameters);
  const format = { bits: BITS, fractionBits: config.fractionBits, accumulatorBits: 48 };
  const layer = gruOf(config, format, seed);
  const count = config.warmUpSteps + config.measuredSteps;
  const statistics = { correlation: config.correlation, deviation: config.inputDeviation };
  const inputs = correlatedSequence(config.inputs, count, statistics, config.fractionBits, seed);
  const columns = config.inputs + config.hidden;
  const run = (threshold: number) =>
    runDeltaRnn({ ...config, threshold }, layer, format, inputs, noSaturations());
  const steps = run(config.threshold);
  const compared = checkGruStates('delta-rnn', layer, format, steps);
  const means = meansOf(steps, config.warmUpSteps, columns);
  const every = denseCycles(config);
  const lstm = runLstm(config, format, inputs, seed);
  const swept = sweepThresholds(design, config, run, every);
  const denseOperations = 2 * 3 * config.hidden * columns;
  return {
    figures: new Map([
      ['speed-up', every / means.cycles],
      ['effective-gops', (denseOperations * config.clockMhz) / (1000 * means.cycles)],
      ['peak-gops', (2 * config.macs * config.clockMhz) / 1000],
    ]),
    // Multipliers and clock are inputs.
    notPredicted: new Set(['peak-gops']),
    reasons: new Map(),
    activities: new Map([['', deltaActivity(means, config.clockMhz, BITS, 0)]]),
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
    ],
    curves: [swept.curve],
    checked: `${compared} states of the GRU and ${lstm.compared} values of the LSTM over ${steps.length} steps, bit by bit, against integer references on what was sent.`,
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
  const shape = {
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
