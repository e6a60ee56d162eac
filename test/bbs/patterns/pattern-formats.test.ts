import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternKinds } from '../../../src/bbs/patterns/named-pattern.ts';
import { patternFormat } from '../../../src/bbs/patterns/pattern-format.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { rebuiltMatrix } from '../../../src/bbs/rebuilt.ts';
import { storeEntries } from '../../../src/bbs/store.ts';
import { noSaturations } from '../../../src/num/fixed.ts';
import { anyMatrix, anyPatternOf, anySparsity } from '../matrices.ts';
import { codesOf, format } from '../stored.ts';
import { countedBits } from './counted-bits.ts';

const sizes = { pes: 4, banks: 8, placement: 'even' } as const;

describe.each(patternKinds)('the format of pattern %s', (kind) => {
  it('gives back what was pruned, and takes the bits that counting position by position finds', () => {
    fc.assert(
      fc.property(
        anyMatrix,
        anyPatternOf(kind),
        anySparsity,
        fc.integer({ min: 6, max: 16 }),
        (w, pattern, sparsity, bits) => {
          const { mask, rebuilt, ...selection } = prune(w, pattern, { sparsity });
          const weights = rebuiltMatrix(w, rebuilt);
          const stored = storeEntries(weights, mask, format, noSaturations());
          const { encode, decode, storage } = patternFormat(pattern, sizes);
          const encoded = encode(stored, sizes);
          expect(decode(encoded)).toEqual(codesOf(stored));
          const { totalBits, ...parts } = storage(encoded, bits);
          const { rows, cols } = w;
          const block = 'block' in selection ? (selection.block as number) : undefined;
          const counted = countedBits(pattern, { rows, cols, mask, block }, bits);
          expect(parts).toEqual(counted);
          expect(totalBits).toBe(Object.values(counted).reduce((sum, part) => sum + part, 0));
        },
      ),
      { numRuns: 30 },
    );
  });
});
