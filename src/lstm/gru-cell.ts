import { activationTable, lookUp } from '../num/activation.ts';
import { type NumberFormat, roundShift, type Saturations, saturate } from '../num/fixed.ts';

/** What the element-wise part of a GRU computes of one cell, on codes and accumulators. */
export interface GruUnit {
  /** r or z: the sigmoid of an accumulator and a bias. */
  gate(acc: number, bias: number): number;
  /** An accumulator and a bias, rounded to a word. */
  word(acc: number, bias: number): number;
  /** The product of the reset gate and a word. */
  reset(r: number, word: number): number;
  /** n: the tanh of an accumulator and words. */
  candidate(acc: number, words: number): number;
  /** h' = (1 - z) n + z h */
  update(z: number, n: number, h: number): number;
}

/**
 * The element-wise operations of a GRU in integers, docs/timing.md section 6; saturations are counted by
 * point. 1 - z fits a word: where 1 does not, the table of sigmoid ends above 0.
 *
 *     gate = sigmoid(word), word = sat((acc + (bias << F) + 2^(F-1)) >> F)
 *     candidate = tanh(sat((acc + (words << F) + 2^(F-1)) >> F))
 *     update = sat(mulr(1 - z, n) + mulr(z, h))
 */
export function gruUnit(format: NumberFormat, saturations: Saturations): GruUnit {
  const { bits, fractionBits } = format;
  const sigmoid = activationTable('sigmoid', format);
  const tanh = activationTable('tanh', format);
  const one = 2 ** fractionBits;
  const code = (acc: number, point: 'preActivation' | 'multiply') =>
    saturate(roundShift(acc, fractionBits), bits, saturations, point);
  const word = (acc: number, words: number) => code(acc + words * one, 'preActivation');
  return {
    gate: (acc, bias) => lookUp(sigmoid, word(acc, bias)),
    word,
    reset: (r, value) => code(r * value, 'multiply'),
    candidate: (acc, words) => lookUp(tanh, word(acc, words)),
    update: (z, n, h) =>
      saturate(code((one - z) * n, 'multiply') + code(z * h, 'multiply'), bits, saturations, 'cellState'),
  };
}

/** Accumulators of the gates, or their biases, H each; n over x and over h apart. */
export type GruGates<Vector> = Readonly<Record<'r' | 'z' | 'nx' | 'nh', Vector>>;

/**
 * A GRU whose reset gate scales the product of n and h, from its accumulators (already wrapped) to h'. Its
 * layers and the published designs of delta networks have it in common.
 *
 *     r, z = gate(acc + bias), n = candidate(acc_x + bias_x + mulr(r, word(acc_h + bias_h)))
 */
export function gruCells(
  unit: GruUnit,
  sums: GruGates<Float64Array>,
  biases: GruGates<Int16Array>,
  h: Int16Array,
): Int16Array {
  return h.map((state, k) => {
    const r = unit.gate(sums.r[k], biases.r[k]);
    const z = unit.gate(sums.z[k], biases.z[k]);
    const reset = unit.reset(r, unit.word(sums.nh[k], biases.nh[k]));
    return unit.update(z, unit.candidate(sums.nx[k], biases.nx[k] + reset), state);
  });
}
