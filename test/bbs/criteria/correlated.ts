import type { Calibration } from '../../../src/bbs/criteria/criterion.ts';
import { addMoments, hessianOf, openMoments } from '../../../src/bbs/criteria/second-moments.ts';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';

/** Gaussian weights of single precision. */
export function seededWeights(rows: number, cols: number, seed: string): DenseMatrix {
  const values = new Float32Array(rows * cols);
  const reals = new Float64Array(rows * cols);
  fillGaussian(reals, 0, reals.length, 1, seeded(`${seed}/weights`));
  values.set(reals);
  return { tensor: 'w', rows, cols, values, raw: false, mask: null };
}

/** Seeded inputs in which an element and its neighbour have a `correlation`, one in seven of little power. */
export function seededInputs(
  length: number,
  steps: number,
  correlation: number,
  seed: string,
): Float64Array[] {
  const random = seeded(`${seed}/inputs`);
  const noise = new Float64Array(length);
  return Array.from({ length: steps }, () => {
    fillGaussian(noise, 0, length, 1, random);
    const x = noise.slice();
    for (let j = 1; j < length; j++)
      x[j] = correlation * x[j - 1] + Math.sqrt(1 - correlation ** 2) * noise[j];
    return x.map((value, j) => (j % 7 === 3 ? value / 8 : value));
  });
}

/** What is known of inputs. */
export function calibrationOn(inputs: readonly Float64Array[], damping = 0): Calibration {
  const moments = openMoments(inputs[0].length);
  for (const x of inputs) addMoments(moments, x);
  return { hessian: hessianOf(moments), steps: inputs.length, damping };
}

/** Uncorrelated inputs of equal power: H = identity. */
export function white(cols: number): Calibration {
  const hessian = Float64Array.from({ length: cols * cols }, (_, i) => Number(i % (cols + 1) === 0));
  return { hessian, steps: 2, damping: 0 };
}
