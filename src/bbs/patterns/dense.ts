import { z } from 'zod';
import { dense as storedDense } from '../formats/dense.ts';
import type { Encoded, Format } from '../formats/format.ts';
import type { Pattern } from './pattern.ts';

/** Every weight. */
export interface DensePattern {
  readonly kind: 'dense';
}

const schema = z.strictObject({});

/**
 * Every weight, whatever the sparsity or count asked for: the unpruned matrix
 * that the others are compared with.
 */
export const dense: Pattern<DensePattern, typeof schema> = {
  kind: 'dense',
  says: 'Every weight is kept',
  schema,
  accelerators: ['dense'],
  format: () => storedDense as Format<Encoded, 'dense'>,
  keepsAll: true,
  resolve: (given) => given,
  select({ values }) {
    return { mask: new Uint8Array(values.length).fill(1), perBank: null };
  },
  sparsityFor() {
    return 0;
  },
};
