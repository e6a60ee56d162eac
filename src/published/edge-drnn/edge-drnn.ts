import { impliedSparsity } from '../delta/delta.ts';
import { areTiming, keepWeights, type StepOutcome, sensitivity } from '../delta/sensitivity.ts';
import { publishedOf } from '../design.ts';
import { valuesOf } from '../parameter.ts';
import type { Detail, SeedFigures, Simulation } from '../simulation.ts';
import type { SentElements } from './delta-gru.ts';
import {
  columnCount,
  denseProducts,
  type NetworkWeights,
  parameterCount,
  runNetwork,
  seededWeights,
} from './network.ts';
import { type EdgeDrnnConfig, type EdgeDrnnDesign, EdgeDrnnParametersSchema } from './parameters.ts';
import { checkSums } from './sums-check.ts';
import { type NetworkTimes, timeNetwork } from './times.ts';

/** Accumulators are compared with all products after every so many steps. */
const STEPS_BETWEEN_CHECKS = 10;

/**
 * Simulates EdgeDRNN: a seeded network over a correlated input, its accumulators checked, timed by the rules
 * that its RTL was measured to follow.
 */
export function simulateEdgeDrnn(design: EdgeDrnnDesign, seed: string): Simulation {
  const config = valuesOf(design.parameters);
  const weights = seededWeights(config, seed);
  let compared = 0;
  const sent = runNetwork(config, weights, seed, (layers, step) => {
    if (step % STEPS_BETWEEN_CHECKS !== 0) return;
    layers.forEach((layer, l) => {
      compared += checkSums(layer, `edge-drnn, step ${step}, layer ${l}`);
    });
  });
  const times = timeNetwork(config, sent);
  return {
    ...figuresOf(config, times),
    reasons: new Map(),
    choices: [],
    details: [
      implied(design, config, times),
      layersOf(config, times),
      sensitivity(design, EdgeDrnnParametersSchema, (parameters, changed) =>
        outcomeOf(valuesOf(parameters), changed, { weights, sent, seed }),
      ),
    ],
    curves: [],
    checked: `${compared} accumulators, bit by bit, against the products of all weights and what was sent. The rules of time, and the function with its activations, are those that \`bbsim verify edgedrnn\` compares with the measured RTL.`,
  };
}

/** What a seed decides: weights, input, and with both the columns that are sent. */
export function measureEdgeDrnn(design: EdgeDrnnDesign, seed: string): SeedFigures {
  const config = valuesOf(design.parameters);
  return figuresOf(config, timeNetwork(config, runNetwork(config, seededWeights(config, seed), seed)));
}

function figuresOf(config: EdgeDrnnConfig, times: NetworkTimes): SeedFigures {
  const products = denseProducts(config);
  const wordsSent = (times.columns * 3 * config.hidden) / config.pes;
  const figures = (cycles: number) =>
    new Map([
      ['effective-gops', gopsOf(config, cycles)],
      ['latency-us', cycles / config.clockMhz],
      ['parameters-m', parameterCount(config) / 1e6],
      ['peak-gops', (2 * config.pes * config.clockMhz) / 1000],
      ['traffic', products / config.pes / wordsSent],
    ]);
  // The null model multiplies a word of what is sent in every cycle.
  return { figures: figures(times.cycles), nullFigures: figures(wordsSent), activities: new Map() };
}

function gopsOf(config: EdgeDrnnConfig, cycles: number): number {
  return (2 * denseProducts(config) * config.clockMhz) / (1000 * cycles);
}

function implied(design: EdgeDrnnDesign, config: EdgeDrnnConfig, times: NetworkTimes): Detail {
  const columns = columnCount(config);
  const cyclesPerColumn = (3 * config.hidden) / config.pes;
  const slowCycles = columns * cyclesPerColumn;
  return impliedSparsity({
    published: publishedOf(design.figures, 'effective-gops') / gopsOf(config, slowCycles),
    slowCycles,
    otherCycles: times.cycles - times.columns * cyclesPerColumn,
    arrays: 1,
    cyclesPerColumn,
    columns,
    correlation: config.correlation,
    means: { cycles: times.cycles, activeShare: times.columns / columns },
  });
}

function layersOf(config: EdgeDrnnConfig, { layers, steps }: NetworkTimes): Detail {
  return {
    id: 'layers',
    units: { inputs: '%', states: '%' },
    rows: layers.map(({ inputShare, stateShare, columns, cycles }, layer) => {
      const multiplying = (columns * 3 * config.hidden) / config.pes;
      return {
        layer: layer + 1,
        inputs: 100 * inputShare,
        states: 100 * stateShare,
        columns,
        cycles,
        multiplying,
        other: cycles - multiplying,
      };
    }),
    facts: { measuredSteps: steps.length, least: Math.min(...steps), most: Math.max(...steps) },
  };
}

/** A network that has been run. */
interface Run {
  readonly weights: NetworkWeights;
  readonly sent: readonly (readonly SentElements[])[];
  readonly seed: string;
}

function outcomeOf(
  config: EdgeDrnnConfig,
  changed: readonly string[],
  { weights, sent, seed }: Run,
): StepOutcome {
  const { cycles } = timeNetwork(
    config,
    areTiming(changed)
      ? sent
      : runNetwork(config, keepWeights(changed) ? weights : seededWeights(config, seed), seed),
  );
  return { cycles, gops: gopsOf(config, cycles) };
}
