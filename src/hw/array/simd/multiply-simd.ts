import type { BeatMatrix } from '../beat-matrix.ts';
import { holdSum } from '../hold-sum.ts';
import type { VectorBuffer } from '../vector-buffer.ts';
import { type KernelImages, ROWS_PER_CALL, regions } from './images.ts';

/**
 * `multiplyRowsPlain` on the SIMD kernel, equal to the bit for all words and values of 16
 * bits. Returns false, and does nothing, where the kernel cannot do it: a matrix that it
 * cannot hold, rows or addresses outside.
 */
export function multiplyRowsSimd(
  kernel: KernelImages,
  matrix: BeatMatrix,
  buffer: VectorBuffer,
  accumulatorBits: number,
  rowFrom: number,
  rows: number,
  accumulate: boolean,
  out: Float64Array,
  outFrom: number,
  lost: Float64Array | null = null,
): boolean {
  const image = kernel.imageOf(matrix);
  if (!image || image.words > buffer.words.length || rowFrom < 0 || rowFrom + rows > matrix.rows)
    return false;
  const { words, sums } = kernel.views;
  words.set(buffer.words.subarray(0, image.words));
  for (let done = 0; done < rows; done += ROWS_PER_CALL) {
    const count = Math.min(ROWS_PER_CALL, rows - done);
    const starts = image.starts + 4 * (rowFrom + done);
    kernel.functions.sumRows(starts, count, image.values, image.offsets, regions.sums);
    for (let i = 0; i < count; i++)
      holdSum(sums[i], accumulatorBits, accumulate, out, outFrom + done + i, lost);
  }
  return true;
}
