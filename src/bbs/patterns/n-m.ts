import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { nmGroups } from '../formats/n-m.ts';
import { unbalancedArrays } from './fields.ts';
import { gridOfColumns } from './grid.ts';
import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import { nearestSparsity } from './nearest-sparsity.ts';
import type { Pattern } from './pattern.ts';

/** Of every `m` consecutive columns of a row the same number of weights (N of N:M). */
export interface NToMPattern {
  readonly kind: 'n-m';
  readonly m: number;
}

const schema = z.strictObject({
  m: integer(2, 4096)
    .default(16)
    .describe('Consecutive columns of a group (M of N:M); N follows from the sparsity, 0.5 of 4 is 2:4'),
});

/**
 * N:M sparsity (STA, Fang et al., TVLSI 2022): of every group of m consecutive columns of a row the
 * N = max(1, floor(keep * m + 1/2)) largest weights; a last group that is cut keeps the smaller of N and its
 * size. Where m divides the columns it is bank-balanced sparsity over banks of m consecutive columns.
 */
export const nToM: Pattern<NToMPattern, typeof schema> = {
  kind: 'n-m',
  says: 'The same number of every few consecutive columns of a row (N:M)',
  schema,
  accelerators: ['bbs', ...unbalancedArrays],
  format: ({ m }) => nmGroups.of(m),
  grid: ({ m }, size) => gridOfColumns(size, m, `groups of ${m} columns`),
  resolve: (given) => given,
  select({ rows, cols, values }, { m }, sparsity) {
    const mask = new Uint8Array(values.length);
    const perGroup = keptCountOrOne(m, sparsity);
    const scratch = new Float64Array(m);
    for (let row = 0; row < rows; row++) {
      const end = (row + 1) * cols;
      for (let from = row * cols; from < end; from += m) {
        keepLargest(values, from, Math.min(from + m, end), perGroup, mask, scratch);
      }
    }
    return { mask, perBank: null };
  },
  groups: (cols, { m }, sparsity) => ({
    sizes: Uint32Array.from({ length: Math.ceil(cols / m) }, (_, group) => Math.min(m, cols - group * m)),
    perGroup: keptCountOrOne(m, sparsity),
  }),
  sparsityFor({ rows, cols, values }, { m }, count) {
    const groups = Math.floor(cols / m);
    const kept = (perGroup: number) => rows * (groups * perGroup + Math.min(perGroup, cols % m));
    return nearestSparsity(count, values.length, (sparsity) => kept(keptCountOrOne(m, sparsity)));
  },
};
