import type { DenseMatrix } from '../../../bbs/matrix.ts';

/**
 * Squared magnitude that a matrix loses when every group of a row keeps its largest 1, 2, .. `depth` weights.
 * `sizes`: columns of each group. What the file's own mask has cut counts as zero.
 */
export function lossesByMagnitude(
  { rows, values, mask }: Pick<DenseMatrix, 'rows' | 'values' | 'mask'>,
  sizes: Uint32Array,
  depth: number,
): Float64Array {
  // ranked[r]: the squares of the weights of rank r of all groups.
  const ranked = new Float64Array(depth);
  const scratch = new Float64Array(depth);
  let from = 0;
  for (let row = 0; row < rows; row++) {
    for (const size of sizes) {
      for (let i = 0; i < size; i++)
        scratch[i] = mask !== null && mask[from + i] === 0 ? 0 : values[from + i] ** 2;
      const group = scratch.subarray(0, size).sort();
      for (let i = 0; i < size; i++) ranked[size - 1 - i] += group[i];
      from += size;
    }
  }
  const losses = new Float64Array(depth);
  for (let rank = depth - 1; rank > 0; rank--) losses[rank - 1] = losses[rank] + ranked[rank];
  return losses;
}
