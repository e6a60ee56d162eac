import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import type { LoadBalancedPattern, PatternRule } from './pattern.ts';

/**
 * Load-balance-aware pruning (ESE, Han et al., FPGA 2017, section 3): the rows are dealt to the PEs, row r to PE r mod `pes`, and of
 * every PE's rows the same share is kept: the max(1, floor(keep * n + 1/2)) largest of its n weights.
 */
export const loadBalanced: PatternRule<LoadBalancedPattern> = {
  select({ rows, cols, values }, { pes }, sparsity) {
    const mask = new Uint8Array(values.length);
    for (let pe = 0; pe < Math.min(pes, rows); pe++) {
      const own = Math.ceil((rows - pe) / pes) * cols;
      const magnitudes = new Float64Array(own);
      const position = (i: number) => (Math.floor(i / cols) * pes + pe) * cols + (i % cols);
      for (let i = 0; i < own; i++) magnitudes[i] = values[position(i)];
      const kept = new Uint8Array(own);
      keepLargest(magnitudes, 0, own, keptCountOrOne(own, sparsity), kept, new Float64Array(own));
      for (let i = 0; i < own; i++) mask[position(i)] = kept[i];
    }
    return { mask, perBank: null };
  },
  sparsityFor({ values }, _pattern, count) {
    return values.length === 0 ? 0 : 1 - count / values.length;
  },
};
