import type { DenseMatrix } from '../bbs/matrix.ts';
import { fillGaussian, seeded } from '../num/random.ts';

/** A GRU layer before quantisation: gates stacked in PyTorch's order r, z, n. */
export interface GruWeights {
  /** 3H x X */
  readonly inputGates: DenseMatrix;
  /** 3H x H */
  readonly recurrentGates: DenseMatrix;
  readonly biases: Readonly<Record<'r' | 'z' | 'nx' | 'nh', Float64Array>>;
}

/**
 * A GRU with random weights: Gaussian with standard deviation 1 / sqrt(columns), biases with 0.1. Every
 * tensor has a generator of its own, seeded by `seed/gru/tensor name`.
 */
export function seededGru(inputs: number, hidden: number, seed: number | string): GruWeights {
  const gaussian = (tensor: string, length: number, deviation: number) => {
    const values = new Float64Array(length);
    fillGaussian(values, 0, length, deviation, seeded(`${seed}/gru/${tensor}`));
    return values;
  };
  const matrix = (tensor: string, cols: number): DenseMatrix => {
    const rows = 3 * hidden;
    const values = gaussian(tensor, rows * cols, 1 / Math.sqrt(cols));
    return { tensor, rows, cols, values, raw: false, mask: null };
  };
  const bias = (name: string) => gaussian(`bias_${name}`, hidden, 0.1);
  return {
    inputGates: matrix('weight_ih_l0', inputs),
    recurrentGates: matrix('weight_hh_l0', hidden),
    biases: { r: bias('r'), z: bias('z'), nx: bias('nx'), nh: bias('nh') },
  };
}
