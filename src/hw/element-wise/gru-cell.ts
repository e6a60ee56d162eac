import { lookUp } from '../../num/activation.ts';
import { saturate } from '../../num/fixed.ts';
import { type ElementUnit, multiplyRounded, preActivation } from './element-unit.ts';

/** The sums of a GRU's gates whose reset gate multiplies products, H accumulators each. */
type GateSums = Readonly<Record<'r' | 'z' | 'nx' | 'nh', Float64Array>>;

/** The biases of a GRU's gates, H codes each. */
type GateBiases = Readonly<Record<'r' | 'z' | 'nx' | 'nh', Int16Array>>;

/**
 * From the sums of a GRU to its next state, where the reset gate multiplies the products over h (PyTorch):
 * what every accelerator of such a GRU does behind its accumulators, however these came about. `out` may be
 * `h`. docs/timing.md section 6.
 *
 *     a = pre(nh + bias)    n = tanh(pre(nx + bias + mulr(r, a)))    h' = sat(mulr(1 - z, n) + mulr(z, h))
 */
export function resetAfterProducts(
  unit: ElementUnit,
  sums: GateSums,
  biases: GateBiases,
  h: Int16Array,
  out: Int16Array,
): void {
  for (let n = 0; n < out.length; n++) {
    const r = lookUp(unit.sigmoid, preActivation(unit, sums.r[n], 0, biases.r[n]));
    const z = lookUp(unit.sigmoid, preActivation(unit, sums.z[n], 0, biases.z[n]));
    const reset = multiplyRounded(unit, r, preActivation(unit, sums.nh[n], 0, biases.nh[n]));
    const candidate = lookUp(unit.tanh, preActivation(unit, sums.nx[n], 0, biases.nx[n] + reset));
    out[n] = blend(unit, z, candidate, h[n]);
  }
}

/** r h, where the reset gate comes before the products: what the candidate's are made with. */
export function resetState(
  unit: ElementUnit,
  sums: Float64Array,
  biases: Int16Array,
  h: Int16Array,
  out: Int16Array,
): void {
  for (let n = 0; n < out.length; n++) {
    const r = lookUp(unit.sigmoid, preActivation(unit, sums[n], 0, biases[n]));
    out[n] = multiplyRounded(unit, r, h[n]);
  }
}

/** The next state of such a GRU, from the sums of z and of n over r h. `out` may be `h`. */
export function resetBeforeProducts(
  unit: ElementUnit,
  sums: Pick<GateSums, 'z'> & { readonly n: Float64Array },
  biases: Pick<GateBiases, 'z'> & { readonly n: Int16Array },
  h: Int16Array,
  out: Int16Array,
): void {
  for (let n = 0; n < out.length; n++) {
    const z = lookUp(unit.sigmoid, preActivation(unit, sums.z[n], 0, biases.z[n]));
    const candidate = lookUp(unit.tanh, preActivation(unit, sums.n[n], 0, biases.n[n]));
    out[n] = blend(unit, z, candidate, h[n]);
  }
}

/** h' = sat(mulr(1 - z, n) + mulr(z, h)). */
function blend(unit: ElementUnit, z: number, candidate: number, h: number): number {
  const { bits, fractionBits } = unit.format;
  const fresh = multiplyRounded(unit, 2 ** fractionBits - z, candidate);
  return saturate(fresh + multiplyRounded(unit, z, h), bits, unit.saturations, 'cellState');
}
