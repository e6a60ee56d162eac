import { z } from 'zod';
import { unbalancedArrays } from './fields.ts';
import { keptCount } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import type { Pattern } from './pattern.ts';

/** The largest weights of the whole matrix. */
export interface UnstructuredPattern {
  readonly kind: 'unstructured';
}

const schema = z.strictObject({});

/**
 * The floor(keep * n + 1/2) largest of the n weights, wherever they are: what CSR stores. Any count can be
 * kept. docs/timing.md section 8.
 */
export const unstructured: Pattern<UnstructuredPattern, typeof schema> = {
  kind: 'unstructured',
  says: 'The largest weights of the matrix',
  schema,
  accelerators: unbalancedArrays,
  resolve: (given) => given,
  select({ values }, _pattern, sparsity) {
    const mask = new Uint8Array(values.length);
    keepLargest(values, 0, values.length, keptCount(values.length, sparsity), mask, new Float64Array(0));
    return { mask, perBank: null };
  },
  sparsityFor({ values }, _pattern, count) {
    return values.length === 0 ? 0 : 1 - count / values.length;
  },
};
