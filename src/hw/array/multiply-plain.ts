import type { BeatMatrix } from './beat-matrix.ts';
import { holdSum } from './hold-sum.ts';
import type { VectorBuffer } from './vector-buffer.ts';

/**
 * `multiplyRows`, entry by entry: the reference that the SIMD kernel must equal to the bit, and its
 * substitute where it cannot run.
 */
export function multiplyRowsPlain(
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
  const { entryStart, values, addresses } = matrix;
  for (let i = 0; i < rows; i++) {
    const row = rowFrom + i;
    const sum = gather(values, addresses, buffer.words, entryStart[row], entryStart[row + 1]);
    holdSum(sum, accumulatorBits, accumulate, out, outFrom + i, lost);
  }
}

/**
 * Sum of values[e] * x[addresses[e]] over entries from .. to - 1; four sums at a time, or each
 * addition would wait for the last.
 */
function gather(
  values: Int16Array,
  addresses: Uint16Array | Uint32Array,
  x: Int16Array,
  from: number,
  to: number,
): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let e = from;
  for (const last = to - 3; e < last; e += 4) {
    s0 += values[e] * x[addresses[e]];
    s1 += values[e + 1] * x[addresses[e + 1]];
    s2 += values[e + 2] * x[addresses[e + 2]];
    s3 += values[e + 3] * x[addresses[e + 3]];
  }
  for (; e < to; e++) s0 += values[e] * x[addresses[e]];
  return s0 + s1 + (s2 + s3);
}
