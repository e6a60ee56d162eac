import { z } from 'zod';
import { cscOver } from '../formats/csc.ts';
import { pes, unbalancedArrays } from './fields.ts';
import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import { nearestSparsity } from './nearest-sparsity.ts';
import type { Pattern } from './pattern.ts';

/** Of the rows of each PE (row r on PE r mod `pes`) the same share: load-balance-aware pruning, ESE. */
export interface LoadBalancedPattern {
  readonly kind: 'load-balanced';
  readonly pes: number;
}

const schema = z.strictObject({ pes });

/**
 * Load-balance-aware pruning (ESE, Han et al., FPGA 2017, section 3): the rows are dealt to the PEs, row r to
 * PE r mod `pes`, and of every PE's rows the same share is kept: the max(1, floor(keep * n + 1/2)) largest of
 * its n weights.
 */
export const loadBalanced: Pattern<LoadBalancedPattern, typeof schema> = {
  kind: 'load-balanced',
  says: 'The same share of the rows of every PE (ESE)',
  schema,
  accelerators: unbalancedArrays,
  format: ({ pes }) => cscOver(pes),
  resolve: (given, sizes) => ({ ...given, pes: given.pes ?? sizes.pes }),
  select({ rows, cols, values }, { pes }, sparsity) {
    const mask = new Uint8Array(values.length);
    for (let pe = 0; pe < Math.min(pes, rows); pe++) {
      const own = rowsOf(rows, pes, pe) * cols;
      const magnitudes = new Float64Array(own);
      for (let local = 0, row = pe; row < rows; local++, row += pes)
        magnitudes.set(values.subarray(row * cols, (row + 1) * cols), local * cols);
      const kept = new Uint8Array(own);
      keepLargest(magnitudes, 0, own, keptCountOrOne(own, sparsity), kept, new Float64Array(own));
      for (let local = 0, row = pe; row < rows; local++, row += pes)
        mask.set(kept.subarray(local * cols, (local + 1) * cols), row * cols);
    }
    return { mask, perBank: null };
  },
  sparsityFor({ rows, cols, values }, { pes }, count) {
    const owns = Array.from({ length: Math.min(pes, rows) }, (_unused, pe) => rowsOf(rows, pes, pe) * cols);
    return nearestSparsity(count, values.length, (sparsity) =>
      owns.reduce((kept, own) => kept + keptCountOrOne(own, sparsity), 0),
    );
  },
};

/** Rows of a PE, dealt in turn. */
const rowsOf = (rows: number, pes: number, pe: number): number => Math.ceil((rows - pe) / pes);
