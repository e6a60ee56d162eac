import type { DensePattern, PatternRule } from './pattern.ts';

/** Every weight, whatever the sparsity or count asked for: the unpruned matrix that the others are compared with. */
export const dense: PatternRule<DensePattern> = {
  select({ values }) {
    return { mask: new Uint8Array(values.length).fill(1), perBank: null };
  },
  sparsityFor() {
    return 0;
  },
};
