import type { BeatMatrix } from './beat-matrix.ts';
import { multiplyRowsPlain } from './multiply-plain.ts';
import { kernelImages } from './simd/images.ts';
import { multiplyRowsSimd } from './simd/multiply-simd.ts';
import type { VectorBuffer } from './vector-buffer.ts';

/** Entries from which on the SIMD kernel is worth its call, and the image of the matrix its memory. */
const FEWEST_ENTRIES = 1024;

/**
 * The products of rows rowFrom .. rowFrom + rows - 1, as the lanes form them: every entry times the word at
 * its vector buffer address, summed by adder tree and accumulator. Row r's sum goes to out[outFrom + r -
 * rowFrom], wrapped to `accumulatorBits`; with `accumulate` it is added to what is there. Sums are exact
 * below 2^53 (4M entries of 16 x 16 bits), so their order does not matter. `lost`, where it is given, gets
 * what did not fit (`holdSum`).
 *
 * Many entries are multiplied by the SIMD kernel where the platform has one: the arrays of `matrix`
 * must not change between calls.
 */
export function multiplyRows(
  matrix: BeatMatrix,
  buffer: VectorBuffer,
  accumulatorBits: number,
  rowFrom: number,
  rows: number,
  accumulate: boolean,
  out: Float64Array,
  outFrom: number,
  lost: Float64Array | null = null,
): void {
  const entries = matrix.entryStart[rowFrom + rows] - matrix.entryStart[rowFrom];
  const kernel = entries >= FEWEST_ENTRIES ? kernelImages() : null;
  const isDone =
    kernel &&
    multiplyRowsSimd(kernel, matrix, buffer, accumulatorBits, rowFrom, rows, accumulate, out, outFrom, lost);
  if (!isDone)
    multiplyRowsPlain(matrix, buffer, accumulatorBits, rowFrom, rows, accumulate, out, outFrom, lost);
}
