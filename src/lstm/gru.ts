import { addProducts } from '../bbs/add-products.ts';
import type { StoredMatrix } from '../bbs/matrix.ts';
import { activationTable, lookUp } from '../num/activation.ts';
import {
  type NumberFormat,
  roundShift,
  type SaturationPoint,
  type Saturations,
  saturate,
  wrapCounted,
} from '../num/fixed.ts';

/**
 * A GRU layer after quantisation: gates stacked in PyTorch's order r, z, n; the bias of
 * n is one over x and one over h.
 */
export interface StoredGru {
  readonly inputs: number;
  readonly hidden: number;
  /** 3H x X */
  readonly inputGates: StoredMatrix;
  /** 3H x H */
  readonly recurrentGates: StoredMatrix;
  /** Codes of W bits, H each; those of r and z are the sums of PyTorch's two. */
  readonly biases: Readonly<Record<'r' | 'z' | 'nx' | 'nh', Int16Array>>;
}

/**
 * One step of a GRU in integers: PyTorch's equations with the rules of docs/timing.md section 6. `x` and
 * `sent` are what the products see (with delta encoding `sent` is what was last sent of h), `h` is the state.
 * The reference for every accelerator of GRUs; knows nothing of them.
 *
 *     r, z = sigmoid(sat((acc + (bias << F) + 2^(F-1)) >> F))
 *     a = sat((acc_h + (bias_h << F) + 2^(F-1)) >> F)
 *     n = tanh(sat((acc_x + ((bias_x + mulr(r, a)) << F) + 2^(F-1)) >> F))
 *     h' = sat(mulr(1 - z, n) + mulr(z, h))
 */
export function gruStep(
  { hidden, inputGates, recurrentGates, biases }: StoredGru,
  format: NumberFormat,
  x: Int16Array,
  sent: Int16Array,
  h: Int16Array,
  saturations: Saturations,
): Int16Array {
  const { bits, fractionBits, accumulatorBits } = format;
  const overX = new Float64Array(3 * hidden);
  const overH = new Float64Array(3 * hidden);
  addProducts(inputGates, x, overX);
  addProducts(recurrentGates, sent, overH);
  const sigmoid = activationTable('sigmoid', format);
  const tanh = activationTable('tanh', format);
  const one = 2 ** fractionBits;
  const code = (acc: number, point: SaturationPoint) =>
    saturate(roundShift(acc, fractionBits), bits, saturations, point);
  const next = new Int16Array(hidden);
  for (let n = 0; n < hidden; n++) {
    const both = (row: number) => wrapCounted(overX[row] + overH[row], accumulatorBits, saturations);
    const r = lookUp(sigmoid, code(both(n) + biases.r[n] * one, 'preActivation'));
    const z = lookUp(sigmoid, code(both(hidden + n) + biases.z[n] * one, 'preActivation'));
    const row = 2 * hidden + n;
    const a = code(
      wrapCounted(overH[row], accumulatorBits, saturations) + biases.nh[n] * one,
      'preActivation',
    );
    const reset = code(r * a, 'multiply');
    const pre = code(
      wrapCounted(overX[row], accumulatorBits, saturations) + (biases.nx[n] + reset) * one,
      'preActivation',
    );
    const fresh = code((one - z) * lookUp(tanh, pre), 'multiply');
    next[n] = saturate(fresh + code(z * h[n], 'multiply'), bits, saturations, 'cellState');
  }
  return next;
}
