import type { DenseMatrix } from '../bbs/matrix.ts';
import { fillGaussian, type Random } from '../num/random.ts';
import type { VectorWeights } from './model.ts';

/** Standard deviation of biases and peepholes. */
const VECTOR_SCALE = 0.1;

/** The generator of a tensor, by its name. */
export type RandomOf = (tensor: string) => Random;

/** A matrix whose rows differ in magnitude: see `seededModel`. */
export function seededMatrix(tensor: string, rows: number, cols: number, of: RandomOf): DenseMatrix {
  const random = of(tensor);
  const values = new Float32Array(rows * cols);
  const scale = 1 / Math.sqrt(cols);
  for (let row = 0; row < rows; row++) {
    const deviation = (0.5 + random()) * scale;
    fillGaussian(values, row * cols, (row + 1) * cols, deviation, random);
  }
  return { tensor, rows, cols, values, raw: false, mask: null };
}

/** Biases or peepholes: see `seededModel`. */
export function seededVector(tensor: string, length: number, of: RandomOf): VectorWeights {
  const values = new Float64Array(length);
  fillGaussian(values, 0, length, VECTOR_SCALE, of(tensor));
  return { terms: [{ tensor, values }], raw: false };
}
