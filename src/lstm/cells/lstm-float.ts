import { exactActivation } from '../../num/activation.ts';
import { joinReals } from '../passes.ts';
import type { LstmLayerShape } from '../shape.ts';
import type { FloatState } from '../state.ts';
import type { StoredLayer } from '../stored-layer.ts';
import { addFloatProducts } from './float-products.ts';

/**
 * One step of an LSTM layer in float64: PyTorch's nn.LSTM, with a projection if the layer has one, and with
 * peepholes from c to i and f and from the new c to o.
 */
export function floatLstm(
  layer: StoredLayer<LstmLayerShape>,
  x: Float64Array,
  state: FloatState,
): FloatState {
  const next = unprojected(layer, gateOperands(layer, x, state.h), state.c);
  if (layer.projection === null) return next;
  const projected = new Float64Array(layer.projection.rows);
  addFloatProducts(layer.projection, next.h, projected);
  return { h: projected, c: next.c };
}

/** What the matrices of an LSTM layer multiply in a step: [x, h], or x and h; and h before its projection. */
export function lstmOperands(
  layer: StoredLayer<LstmLayerShape>,
  x: Float64Array,
  { h, c }: FloatState,
): readonly Float64Array[] {
  const gates = gateOperands(layer, x, h);
  return layer.projection === null ? gates : [...gates, unprojected(layer, gates, c).h];
}

function gateOperands(
  { gateMatrix }: StoredLayer,
  x: Float64Array,
  h: Float64Array,
): readonly Float64Array[] {
  return gateMatrix === 'combined' ? [joinReals(x, h)] : [x, h];
}

function unprojected(
  layer: StoredLayer<LstmLayerShape>,
  operands: readonly Float64Array[],
  c: Float64Array,
): FloatState {
  const sums = layer.biasReal ? layer.biasReal.slice() : new Float64Array(4 * layer.shape.hidden);
  for (const [at, operand] of operands.entries()) addFloatProducts(layer.gates[at], operand, sums);
  return cellStep(layer, sums, c);
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
