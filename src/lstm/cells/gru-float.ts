import type { StoredMatrix } from '../../bbs/matrix.ts';
import { exactActivation } from '../../num/activation.ts';
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
  const sums = sumsBeforeReset(layer, x, h);
  const gate = (row: number) => sigmoid(sums.rz[row] + bias[row]);
  const ofCandidate = sums.candidate(h.map((state, k) => gate(k) * state));
  return h.map((state, k) => {
    const z = gate(hidden + k);
    return (1 - z) * tanh(ofCandidate[k] + bias[2 * hidden + k]) + z * state;
  });
}

/** The sums of r and z (2H), and of the candidate (H) once h is reset. */
function sumsBeforeReset({ gates, gateMatrix, shape }: GruLayer, x: Float64Array, h: Float64Array) {
  if (gateMatrix === 'combined') {
    const after = (state: Float64Array) => Float64Array.of(...x, ...state);
    return {
      rz: products(gates[0], after(h)),
      candidate: (rh: Float64Array) => products(gates[1], after(rh)),
    };
  }
  const overX = products(gates[0], x);
  return {
    rz: products(gates[1], h).map((sum, row) => sum + overX[row]),
    candidate: (rh: Float64Array) =>
      products(gates[2], rh).map((sum, k) => sum + overX[2 * shape.hidden + k]),
  };
}

function products(matrix: StoredMatrix, operand: Float64Array): Float64Array {
  const sums = new Float64Array(matrix.rows);
  addFloatProducts(matrix, operand, sums);
  return sums;
}
