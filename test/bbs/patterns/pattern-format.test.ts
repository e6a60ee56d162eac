import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cscStorage, encodeCsc } from '../../../src/bbs/formats/csc.ts';
import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import { patternFormat } from '../../../src/bbs/patterns/pattern-format.ts';
import { anyMatrix, anySparsity } from '../matrices.ts';
import { codesOf, prunedMatrix } from '../stored.ts';

const sizes = { pes: 2, banks: 4, placement: 'even' } as const;

it.each([
  ['BCSR', { kind: 'block', blockRows: 3, blockCols: 2 }],
  ['BCSR', { kind: 'vector', length: 3 }],
  ['BCSR', { kind: 'one-by-n', rows: 3 }],
  ['ELL', { kind: 'row-balanced', recurrentDensity: 1 }],
  ['CBCSC', { kind: 'column-balanced', pes: 3 }],
  ['CSC', { kind: 'load-balanced', pes: 3 }],
  ['N:M', { kind: 'n-m', m: 5 }],
  ['CSB', { kind: 'bank-balanced', banks: 5, placement: 'blocked' }],
  ['CSR', { kind: 'unstructured' }],
] as [string, PatternConfig][])('%s holds whatever is pruned to %j, and gives it back', (name, pattern) => {
  const format = patternFormat(pattern, sizes);
  expect(format.name).toBe(name);
  fc.assert(
    fc.property(anyMatrix, anySparsity, (w, sparsity) => {
      const kept = prunedMatrix(w, pattern, sparsity);
      expect(format.decode(format.encode(kept, sizes))).toEqual(codesOf(kept));
    }),
    { numRuns: 30 },
  );
});

it('load-balanced weights lie in CSC over the PEs that they were pruned for, whatever the array has', () => {
  fc.assert(
    fc.property(anyMatrix, anySparsity, (w, sparsity) => {
      const pattern: PatternConfig = { kind: 'load-balanced', pes: 3 };
      const kept = prunedMatrix(w, pattern, sparsity);
      const format = patternFormat(pattern, sizes);
      expect(format.storage(format.encode(kept, sizes), 12)).toEqual(
        cscStorage(encodeCsc(kept, { pes: 3, indexBits: 4 }), 12),
      );
    }),
    { numRuns: 30 },
  );
});
