import { prune } from '../../bbs/patterns/prune.ts';
import { correlatedSequence } from '../../lstm/correlated-sequence.ts';
import { gateMatrices } from '../../lstm/gate-matrices.ts';
import { seededModel } from '../../lstm/seeded-model.ts';
import { type StoredLayer, storeLayer } from '../../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations } from '../../num/fixed.ts';
import { deltaActivity, impliedSparsity, meansOf, sweepThresholds } from '../delta/delta.ts';
import { checkLstmStates } from '../delta/delta-check.ts';
import { tailCycles } from '../delta/step.ts';
import { publishedOf } from '../design.ts';
import { valuesOf } from '../parameter.ts';
import type { Simulation } from '../simulation.ts';
import type { SpartusConfig, SpartusDesign } from './parameters.ts';
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
  const { clockMhz, arrays, pesPerArray, hidden } = config;
  const format = { bits: BITS, fractionBits: config.fractionBits, accumulatorBits: 48 };
  const layer = prunedLayer(config, format, seed);
  const count = config.warmUpSteps + config.measuredSteps;
  const statistics = { correlation: config.correlation, deviation: config.inputDeviation };
  const inputs = correlatedSequence(config.inputs, count, statistics, config.fractionBits, seed);
  const columns = config.inputs + hidden;
  const run = (threshold: number) =>
    runSpartus({ ...config, threshold }, layer, format, inputs, noSaturations());
  const steps = run(config.threshold);
  const compared = checkLstmStates(design.kind, layer, format, steps);
  const means = meansOf(steps, config.warmUpSteps, columns);
  // The paper's speed-up: every weight, one for each multiplier and cycle, and nothing else counted.
  const peakCycles = (GATES * hidden * columns) / (arrays * pesPerArray);
  const swept = sweepThresholds(design, config, run, peakCycles);
  const localIndexBits = Math.ceil(Math.log2((GATES * hidden) / pesPerArray));
  return {
    figures: new Map([
      ['speed-up', peakCycles / means.cycles],
      ['effective-gops', (2 * GATES * hidden * columns * clockMhz) / (1000 * means.cycles)],
      ['latency-us', means.cycles / clockMhz],
    ]),
    notPredicted: new Set(),
    reasons: new Map(),
    activities: new Map([['', deltaActivity(means, clockMhz, config.weightBits, localIndexBits)]]),
    details: [
      impliedSparsity({
        published: publishedOf(design.figures, 'speed-up'),
        slowCycles: peakCycles,
        otherCycles: tailCycles(config, hidden) + 1,
        arrays,
        cyclesPerColumn: layer.gates[0].codes.length / columns / pesPerArray,
        columns,
        correlation: config.correlation,
        means,
      }),
      swept.detail,
    ],
    curves: [swept.curve],
    checked: `${compared} values (h and c) of ${steps.length} steps, bit by bit, against the integer reference on what was sent.`,
  };
}

/** Seeded weights, column-balanced, in the bits of a weight. */
function prunedLayer(config: SpartusConfig, format: NumberFormat, seed: string): StoredLayer {
  const { inputs, hidden, pesPerArray, weightBits, weightSparsity } = config;
  const shape = { inputs, hidden, projection: null, peepholes: false, biases: true };
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
