import { keptCount } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import type { PatternRule, UnstructuredPattern } from './pattern.ts';

/** The floor(keep * n + 1/2) largest of the n weights, wherever they are: what CSR stores. Any count can be kept. docs/timing.md section 8. */
export const unstructured: PatternRule<UnstructuredPattern> = {
  select({ values }, _pattern, sparsity) {
    const mask = new Uint8Array(values.length);
    keepLargest(values, 0, values.length, keptCount(values.length, sparsity), mask, new Float64Array(0));
    return { mask, perBank: null };
  },
  sparsityFor({ values }, _pattern, count) {
    return values.length === 0 ? 0 : 1 - count / values.length;
  },
};
