import { z } from 'zod';
import type { Pattern } from '../../../src/bbs/patterns/pattern.ts';

/** A pattern that nobody needs: the same number of weights at the end of every row, or at its beginning. */
interface EdgePattern {
  readonly kind: 'edge';
  readonly side: 'left' | 'right';
  readonly banks: number;
}

const schema = z.strictObject({ side: z.enum(['left', 'right']).default('right') });
/** The record of it. */
export const edge: Pattern<EdgePattern, typeof schema> = {
  kind: 'edge',
  says: 'The weights at one edge of the matrix',
  accelerators: ['csr'],
  schema,
  resolve: (given, { banks }) => ({ ...given, banks }),
  select({ rows, cols }, { side }, sparsity) {
    const perRow = Math.round((1 - sparsity) * cols);
    const first = side === 'left' ? 0 : cols - perRow;
    const isKept = (at: number) => at % cols >= first && at % cols < first + perRow;
    return { mask: Uint8Array.from({ length: rows * cols }, (_, at) => Number(isKept(at))), perBank: null };
  },
  sparsityFor: ({ rows, cols }, _pattern, count) => 1 - Math.round(count / rows) / cols,
};
