import { z } from 'zod';
import { denseBlocks } from '../formats/dense-blocks.ts';
import { unbalancedArrays } from './fields.ts';
import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import type { Pattern } from './pattern.ts';

/** Whole rows, those in which most of the largest weights are. */
export interface RefillPattern {
  readonly kind: 'refill';
}

const schema = z.strictObject({});

/**
 * Refilling of lottery tickets (Structure-LTH, Chen et al., ICML 2022): an output channel is a row. The
 * matrix is pruned to its largest weights, at least one; as many rows as these would fill, floor(survivors /
 * cols) and at least one, are filled up: those with the most survivors, of equal ones the lower. All other
 * rows go. Two things of the authors' program are not copied: of rows that tie at the last place it fills one
 * by chance, and it leaves the others of them as they were pruned. A count is met by the number of rows that
 * keeps the nearest count (of two equally near the larger), at least one.
 */
export const refill: Pattern<RefillPattern, typeof schema> = {
  kind: 'refill',
  says: 'Whole rows, those with most of the largest weights (Structure-LTH)',
  schema,
  accelerators: unbalancedArrays,
  format: () => denseBlocks.of(),
  choosesAnew: true,
  resolve: (given) => given,
  select({ rows, cols, values }, _pattern, sparsity) {
    const mask = new Uint8Array(values.length);
    if (values.length === 0) return { mask, perBank: null };
    const survivors = keptCountOrOne(values.length, sparsity);
    keepLargest(values, 0, values.length, survivors, mask, new Float64Array(0));
    const filled = new Uint8Array(rows);
    const inRow = Float64Array.from({ length: rows }, (_, row) => onesIn(mask, row * cols, (row + 1) * cols));
    keepLargest(inRow, 0, rows, Math.max(1, Math.floor(survivors / cols)), filled, new Float64Array(rows));
    for (let row = 0; row < rows; row++) mask.fill(filled[row], row * cols, (row + 1) * cols);
    return { mask, perBank: null };
  },
  sparsityFor({ rows, cols, values }, _pattern, count) {
    return values.length === 0 ? 0 : 1 - Math.max(1, Math.floor(count / cols + 0.5)) / rows;
  },
};

function onesIn(mask: Uint8Array, from: number, to: number): number {
  let ones = 0;
  for (let i = from; i < to; i++) ones += mask[i];
  return ones;
}
