import type { StoredMatrix } from '../bbs/matrix.ts';
import { exactActivation } from '../num/activation.ts';
import { joinReals, throughLayers } from './passes.ts';
import { recurrentLength } from './shape.ts';
import type { StoredLayer } from './stored-layer.ts';

/** State of a layer in real numbers: recurrent vector (R) and cell (H). */
export interface FloatState {
  readonly h: Float64Array;
  readonly c: Float64Array;
}

/**
 * Outputs of the last layer, one vector per step (of a bidirectional layer the forward output, then the
 * reverse one), and the state of every pass after its last step.
 */
export interface FloatRun {
  readonly outputs: readonly Float64Array[];
  readonly states: readonly FloatState[];
}

/** The state that a sequence starts from: zeros. */
export function zeroFloatState({ shape }: StoredLayer): FloatState {
  return { h: new Float64Array(recurrentLength(shape)), c: new Float64Array(shape.hidden) };
}

/**
 * One step of a layer in float64, on the stored weights before quantisation: PyTorch's nn.LSTM, with a
 * projection if the layer has one, and with peepholes from c to i and f and from the new c to o. Throws a
 * RangeError when `x` or the state has the wrong length.
 */
export function floatStep(layer: StoredLayer, x: Float64Array, { h, c }: FloatState): FloatState {
  const { inputs, hidden } = layer.shape;
  if (x.length !== inputs || h.length !== recurrentLength(layer.shape) || c.length !== hidden) {
    throw new RangeError(
      `step of ${x.length} inputs, h of ${h.length}, c of ${c.length} on a layer of ${inputs} inputs`,
    );
  }
  const sums = layer.biasReal ? layer.biasReal.slice() : new Float64Array(4 * hidden);
  if (layer.gateMatrix === 'combined') {
    const xh = new Float64Array(x.length + h.length);
    xh.set(x);
    xh.set(h, x.length);
    addProducts(layer.gates[0], xh, sums);
  } else {
    addProducts(layer.gates[0], x, sums);
    addProducts(layer.gates[1], h, sums);
  }
  const next = cellStep(layer, sums, c);
  if (layer.projection === null) return next;
  const projected = new Float64Array(layer.projection.rows);
  addProducts(layer.projection, next.h, projected);
  return { h: projected, c: next.c };
}

/** `inputs` (T vectors of X) through a stack of layers, from zero states unless given. */
export function floatSequence(
  layers: readonly StoredLayer[],
  inputs: readonly Float64Array[],
  initial?: readonly FloatState[],
): FloatRun {
  const states = layers.map((layer, l) => initial?.[l] ?? zeroFloatState(layer));
  const step = (pass: number, x: Float64Array) => {
    states[pass] = floatStep(layers[pass], x, states[pass]);
    return states[pass].h;
  };
  const shapes = layers.map(({ shape }) => shape);
  const outputs = throughLayers(shapes, inputs, step, joinReals);
  return { outputs, states };
}

/** c' = f c + i g and h' = o tanh(c') from the gates' sums. */
function cellStep({ shape, peepholeReal }: StoredLayer, sums: Float64Array, c: Float64Array): FloatState {
  const { hidden } = shape;
  const { sigmoid, tanh } = exactActivation;
  const next = { h: new Float64Array(hidden), c: new Float64Array(hidden) };
  for (let n = 0; n < hidden; n++) {
    const i = sigmoid(sums[n] + (peepholeReal ? peepholeReal.i[n] * c[n] : 0));
    const f = sigmoid(sums[hidden + n] + (peepholeReal ? peepholeReal.f[n] * c[n] : 0));
    const g = tanh(sums[2 * hidden + n]);
    const cell = f * c[n] + i * g;
    const o = sigmoid(sums[3 * hidden + n] + (peepholeReal ? peepholeReal.o[n] * cell : 0));
    next.c[n] = cell;
    next.h[n] = o * tanh(cell);
  }
  return next;
}

/** Adds the products of every row to `sums`; two sums at a time, or each addition would wait for the last. */
function addProducts(
  { rows, rowStart, columns, weights }: StoredMatrix,
  x: Float64Array,
  sums: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    const end = rowStart[row + 1];
    let even = 0;
    let odd = 0;
    let e = rowStart[row];
    for (const last = end - 1; e < last; e += 2) {
      even += weights[e] * x[columns[e]];
      odd += weights[e + 1] * x[columns[e + 1]];
    }
    if (e < end) even += weights[e] * x[columns[e]];
    sums[row] += even + odd;
  }
}
