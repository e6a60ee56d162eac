import type { StoredMatrix } from '../../bbs/matrix.ts';
import { exactActivation } from '../../num/activation.ts';
import { joinReals } from '../passes.ts';
import type { GruLayerShape } from '../shape.ts';
import type { FloatState } from '../state.ts';
import type { StoredLayer } from '../stored-layer.ts';
import { addFloatProducts } from './float-products.ts';

type GruLayer = StoredLayer<GruLayerShape>;

const { sigmoid, tanh } = exactActivation;

/**
 * One step of a GRU layer in float64: PyTorch's nn.GRU, or with the reset before the product as Cho et al.
 * (2014) and ONNX (linear_before_reset = 0) have it.
 *
 *     h' = (1 - z) n + z h, n = tanh(W x + b + r (U h + b')) or tanh(W x + U (r h) + b)
 */
export function floatGru(layer: GruLayer, x: Float64Array, { h }: FloatState): FloatState {
  const next = layer.shape.resetAfter ? resetAfter(layer, x, h) : resetBefore(layer, x, h);
  return { h: next, c: new Float64Array(0) };
}

function resetAfter({ gates, shape, biasReal }: GruLayer, x: Float64Array, h: Float64Array): Float64Array {
  const { hidden } = shape;
  const bias = biasReal ?? new Float64Array(4 * hidden);
  const overX = products(gates[0], x);
  const overH = products(gates[1], h);
  return h.map((state, k) => {
    const [r, z] = [k, hidden + k].map((row) => sigmoid(overX[row] + overH[row] + bias[row]));
    const row = 2 * hidden + k;
    const n = tanh(overX[row] + bias[row] + r * (overH[row] + bias[hidden + row]));
    return (1 - z) * n + z * state;
  });
}

function resetBefore(layer: GruLayer, x: Float64Array, h: Float64Array): Float64Array {
  const { hidden } = layer.shape;
  const bias = layer.biasReal ?? new Float64Array(3 * hidden);
  const { gates, candidate } = beforeReset(layer, x, h);
  const ofCandidate = candidate.sums(candidate.state);
  return h.map((state, k) => {
    const z = sigmoid(gates[hidden + k] + bias[hidden + k]);
    return (1 - z) * tanh(ofCandidate[k] + bias[2 * hidden + k]) + z * state;
  });
}

/** What the matrices of a GRU layer multiply in a step: x and h, and where the reset comes first r h. */
export function gruOperands(
  layer: GruLayer,
  x: Float64Array,
  { h }: Pick<FloatState, 'h'>,
): readonly Float64Array[] {
  if (layer.shape.resetAfter) return [x, h];
  const { state } = beforeReset(layer, x, h).candidate;
  return layer.gateMatrix === 'combined' ? [joinReals(x, h), joinReals(x, state)] : [x, h, state];
}

/** The sums of r and z (2H), the state after the reset, and what the sums of the candidate (H) are of it. */
function beforeReset(layer: GruLayer, x: Float64Array, h: Float64Array) {
  const { gates, gateMatrix, shape, biasReal } = layer;
  const isCombined = gateMatrix === 'combined';
  const overX = isCombined ? null : products(gates[0], x);
  const sums =
    overX === null
      ? products(gates[0], joinReals(x, h))
      : products(gates[1], h).map((sum, row) => sum + overX[row]);
  const state = h.map((value, k) => sigmoid(sums[k] + (biasReal?.[k] ?? 0)) * value);
  const candidate = (reset: Float64Array): Float64Array =>
    overX === null
      ? products(gates[1], joinReals(x, reset))
      : products(gates[2], reset).map((sum, k) => sum + overX[2 * shape.hidden + k]);
  return { gates: sums, candidate: { state, sums: candidate } };
}

function products(matrix: StoredMatrix, operand: Float64Array): Float64Array {
  const sums = new Float64Array(matrix.rows);
  addFloatProducts(matrix, operand, sums);
  return sums;
}
