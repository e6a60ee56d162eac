import { toCode } from './fixed.ts';

/** A non-linearity of the LSTM. */
export type Activation = 'sigmoid' | 'tanh';

const SEGMENT_BITS = 6;
const SEGMENTS = 2 ** SEGMENT_BITS;

/** The exact functions that the tables approximate. */
export const exactActivation: Readonly<Record<Activation, (s: number) => number>> = {
  sigmoid: (s) => 1 / (1 + Math.exp(-s)),
  tanh: Math.tanh,
};

/**
 * The hardware's piecewise linear table: 64 segments over the whole range of W bits, T[i] the code of f at
 * the i-th boundary. docs/timing.md section 6.
 */
export interface ActivationTable {
  readonly bits: number;
  /** 65 codes, F fraction bits. */
  readonly boundaries: Int32Array;
}

/** The table of one function in a format of `bits` bits (6 or more), `fractionBits` of them fraction. */
export function activationTable(f: Activation, bits: number, fractionBits: number): ActivationTable {
  const boundaries = new Int32Array(SEGMENTS + 1);
  const step = 2 ** (bits - SEGMENT_BITS - fractionBits);
  for (let i = 0; i <= SEGMENTS; i++) {
    boundaries[i] = toCode(exactActivation[f]((i - SEGMENTS / 2) * step), fractionBits);
  }
  return { bits, boundaries };
}

/**
 * The table's value at code `s`: y = T[seg] + (((T[seg+1] - T[seg]) *
 * dx) >> (W-6)). docs/timing.md section 6.
 */
export function lookUp({ bits, boundaries }: ActivationTable, s: number): number {
  const low = bits - SEGMENT_BITS;
  const segment = ((s & ((1 << bits) - 1)) ^ (1 << (bits - 1))) >> low;
  const dx = s & ((1 << low) - 1);
  const y = boundaries[segment];
  return y + (((boundaries[segment + 1] - y) * dx) >> low);
}
