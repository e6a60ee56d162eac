import type { DenseMatrix } from '../../bbs/matrix.ts';
import { seededGru } from '../../lstm/seeded-gru.ts';
import { deltaInput } from '../delta/input.ts';
import { DeltaGruLayer, type SentElements, STATE_FRACTION, WEIGHT_FRACTION } from './delta-gru.ts';
import type { EdgeDrnnConfig } from './parameters.ts';

/** The largest code of a weight. */
const LARGEST_WEIGHT = 127;

/** The sizes of a network: its first layer takes the inputs, every other one the states before it. */
export type NetworkShape = Pick<EdgeDrnnConfig, 'layers' | 'inputs' | 'hidden'>;

/** Columns of weights of each layer: bias, inputs, states, with three gates of H codes each. */
export type NetworkWeights = readonly (readonly Int8Array[])[];

/** Weights of the network, those of biases among them. */
export function parameterCount(shape: NetworkShape): number {
  return denseProducts(shape) + 3 * shape.hidden * shape.layers;
}

/** Products of a step in which every column but those of biases is sent. */
export function denseProducts(shape: NetworkShape): number {
  return 3 * shape.hidden * columnCount(shape);
}

/** Inputs and states of all layers. */
export function columnCount({ layers, inputs, hidden }: NetworkShape): number {
  return inputs + hidden + (layers - 1) * 2 * hidden;
}

/** Seeded weights of a network, rounded to 8 bits with 7 fraction bits. */
export function seededWeights({ layers, inputs, hidden }: NetworkShape, seed: string): NetworkWeights {
  return Array.from({ length: layers }, (_, layer) => {
    const gru = seededGru(layer === 0 ? inputs : hidden, hidden, `${seed}/layer ${layer}`);
    // The bias of the candidate is added to the part that no reset gate multiplies.
    const bias = [gru.biases.r, gru.biases.z, gru.biases.nx].flatMap((part) => Array.from(part, weightCode));
    return [Int8Array.from(bias), ...transposed(gru.inputGates), ...transposed(gru.recurrentGates)];
  });
}

/**
 * Runs the network over a correlated input. Returns for every step what each layer sent; `onStep` sees the
 * layers after each.
 */
export function runNetwork(
  config: EdgeDrnnConfig,
  weights: NetworkWeights,
  seed: string,
  onStep: (layers: readonly DeltaGruLayer[], step: number) => void = () => {},
): SentElements[][] {
  const code = Math.round(config.threshold * 2 ** STATE_FRACTION);
  const thresholds = { input: code, state: code };
  const layers = weights.map(
    (columns) => new DeltaGruLayer(columns, columns.length - 1 - config.hidden, config.hidden, thresholds),
  );
  return deltaInput(config, STATE_FRACTION, seed).map((input, step) => {
    let vector = input;
    const sent = layers.map((layer) => {
      const ofLayer = layer.step(vector);
      vector = layer.states;
      return ofLayer;
    });
    onStep(layers, step);
    return sent;
  });
}

function transposed({ values, rows, cols }: DenseMatrix): Int8Array[] {
  const columns = Array.from({ length: cols }, () => new Int8Array(rows));
  for (let row = 0, at = 0; row < rows; row++) {
    for (let c = 0; c < cols; c++, at++) columns[c][row] = weightCode(values[at]);
  }
  return columns;
}

function weightCode(value: number): number {
  const rounded = Math.round(value * 2 ** WEIGHT_FRACTION);
  return Math.max(-LARGEST_WEIGHT, Math.min(LARGEST_WEIGHT, rounded));
}
