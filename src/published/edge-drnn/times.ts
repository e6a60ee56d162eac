import type { SentElements } from './delta-gru.ts';
import { timeLayerStep } from './layer-step.ts';
import type { EdgeDrnnConfig } from './parameters.ts';

/** A layer in the mean of the measured steps. */
export interface LayerMeans {
  /** Share of the inputs, and of the states, that is sent. */
  readonly inputShare: number;
  readonly stateShare: number;
  readonly cycles: number;
  /** Columns that are sent. */
  readonly columns: number;
}

/** The network in the mean of the measured steps. */
export interface NetworkTimes {
  readonly layers: readonly LayerMeans[];
  /** Cycles of the measured steps, all layers. */
  readonly steps: readonly number[];
  readonly cycles: number;
  readonly columns: number;
}

/** The cycle in which the scan begins: after a reset, when the unit has waited, and after another layer. */
const AFTER_RESET = 3;
const AFTER_WAIT = 0;
const AFTER_LAYER = 1;

/**
 * Times what a network sent, step by step and layer by layer; between steps the unit waits for its input. The
 * steps of the warm-up are left out.
 */
export function timeNetwork(
  config: EdgeDrnnConfig,
  sent: readonly (readonly SentElements[])[],
): NetworkTimes {
  const times = sent.map((ofStep, step) =>
    ofStep.map((ofLayer, layer) => {
      const scanStart = layer > 0 ? AFTER_LAYER : step === 0 ? AFTER_RESET : AFTER_WAIT;
      const layerStep = { scanStart, hasBias: step === 0, sent: ofLayer, pes: config.pes };
      return timeLayerStep(layerStep, config).lastOutput + 1;
    }),
  );
  const measured = sent.slice(config.warmUpSteps);
  const cycles = times.slice(config.warmUpSteps);
  const layers = measured[0].map((_, layer) => ({
    ...sharesOf(measured.map((ofStep) => ofStep[layer])),
    cycles: mean(cycles.map((ofStep) => ofStep[layer])),
  }));
  return {
    layers,
    steps: cycles.map(sum),
    cycles: sum(layers.map((layer) => layer.cycles)),
    columns: sum(layers.map(({ columns }) => columns)),
  };
}

function sharesOf(steps: readonly SentElements[]): Omit<LayerMeans, 'cycles'> {
  const inputs = mean(steps.map((step) => sum(step.inputs)));
  const states = mean(steps.map((step) => sum(step.states)));
  const [{ inputs: ofInputs, states: ofStates }] = steps;
  return {
    inputShare: inputs / ofInputs.length,
    stateShare: states / ofStates.length,
    columns: inputs + states,
  };
}

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0);

const mean = (values: readonly number[]): number => sum(values) / values.length;
