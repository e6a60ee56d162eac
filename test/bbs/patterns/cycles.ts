import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import { storedPositions } from '../../../src/bbs/store.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import type { SpmvTiming } from '../../../src/hw/array/spmv-timing.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { accelerator } from '../../hw/array/arrays.ts';

/** A matrix of normal weights. */
export function gaussian(rows: number, cols: number, seed: string): DenseMatrix {
  const values = new Float32Array(rows * cols);
  fillGaussian(values, 0, values.length, 1, seeded(seed));
  return { tensor: 'w', rows, cols, values, raw: false, mask: null };
}

/** The time of an SpMV of the kept weights on an array. */
export function timingOn(fields: object, weights: DenseMatrix, mask: Uint8Array): SpmvTiming {
  const array = buildArray(accelerator(fields));
  const { beats } = array.encode(storedPositions(weights, mask));
  return array.time(beats, beats.order);
}

/** Its cycles. */
export function cyclesOn(fields: object, weights: DenseMatrix, mask: Uint8Array): number {
  return timingOn(fields, weights, mask).cycles;
}

/** The sum of the squares of the kept weights. */
export function keptSquares({ values }: DenseMatrix, mask: Uint8Array): number {
  return mask.reduce((sum, bit, i) => sum + bit * values[i] ** 2, 0);
}
