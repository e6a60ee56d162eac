import { z } from 'zod';
import { cbcsc } from '../formats/cbcsc.ts';
import { pes, unbalancedArrays } from './fields.ts';
import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import { nearestSparsity } from './nearest-sparsity.ts';
import type { Pattern } from './pattern.ts';

/** In each column the same number of weights for each PE (row r on PE r mod `pes`): CBTD, Spartus. */
export interface ColumnBalancedPattern {
  readonly kind: 'column-balanced';
  readonly pes: number;
}

const schema = z.strictObject({ pes });

/**
 * Column-balanced pruning (CBTD of Spartus, Gao et al., TNNLS 2022): every column is dealt to the PEs, row r
 * to PE r mod `pes`, and of each of these sub-columns the max(1, floor(keep * length + 1/2)) largest weights
 * are kept: every PE has as many in every column.
 */
export const columnBalanced: Pattern<ColumnBalancedPattern, typeof schema> = {
  kind: 'column-balanced',
  says: 'The same number for every PE in every column (Spartus)',
  schema,
  accelerators: unbalancedArrays,
  format: ({ pes }) => cbcsc.of(pes),
  resolve: (given, sizes) => ({ ...given, pes: given.pes ?? sizes.pes }),
  select({ rows, cols, values }, { pes }, sparsity) {
    const mask = new Uint8Array(values.length);
    const longest = Math.ceil(rows / pes);
    const magnitudes = new Float64Array(longest);
    const scratch = new Float64Array(longest);
    const kept = new Uint8Array(longest);
    for (let pe = 0; pe < Math.min(pes, rows); pe++) {
      const length = Math.ceil((rows - pe) / pes);
      const perColumn = keptCountOrOne(length, sparsity);
      for (let col = 0; col < cols; col++) {
        for (let i = 0; i < length; i++) magnitudes[i] = values[(i * pes + pe) * cols + col];
        keepLargest(magnitudes, 0, length, perColumn, kept, scratch);
        for (let i = 0; i < length; i++) mask[(i * pes + pe) * cols + col] = kept[i];
      }
    }
    return { mask, perBank: null };
  },
  sparsityFor({ rows, cols, values }, { pes }, count) {
    const lengths = Array.from({ length: Math.min(pes, rows) }, (_unused, pe) =>
      Math.ceil((rows - pe) / pes),
    );
    return nearestSparsity(count, values.length, (sparsity) =>
      lengths.reduce((kept, length) => kept + cols * keptCountOrOne(length, sparsity), 0),
    );
  },
};
