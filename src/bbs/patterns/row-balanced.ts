import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import type { PatternRule, RowBalancedPattern } from './pattern.ts';

/**
 * The max(1, floor(keep * cols + 1/2)) largest weights of every row. docs/timing.md section 8. A count that the rows do not divide is
 * met as nearly as whole weights per row can: floor(count / rows + 1/2), at least one.
 */
export const rowBalanced: PatternRule<RowBalancedPattern> = {
  select({ rows, cols, values }, _pattern, sparsity) {
    const mask = new Uint8Array(values.length);
    const perRow = keptCountOrOne(cols, sparsity);
    const scratch = new Float64Array(cols);
    for (let row = 0; row < rows; row++) {
      keepLargest(values, row * cols, (row + 1) * cols, perRow, mask, scratch);
    }
    return { mask, perBank: null };
  },
  sparsityFor({ rows, cols, values }, _pattern, count) {
    return values.length === 0 ? 0 : 1 - Math.floor(count / rows + 0.5) / cols;
  },
};
