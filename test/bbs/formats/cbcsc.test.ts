import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cbcscStorage, decodeCbcsc, encodeCbcsc } from '../../../src/bbs/formats/cbcsc.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { anyMatrix, anySparsity } from '../matrices.ts';
import { exactCount } from '../patterns/naive.ts';
import { bitsToTell, codesOf, prunedMatrix, stored } from '../stored.ts';

const _ = null;

describe('CBCSC', () => {
  // PE 0 has rows 0, 2 and 4 and two entries of a column, PE 1 rows 1 and 3 and one.
  const balanced = stored([
    [1, _],
    [4, _],
    [2, 6],
    [_, 0],
    [_, 7],
  ]);

  it('stores column after column of each PE; a PE of fewer rows is filled up', () => {
    const cbcsc = encodeCbcsc(balanced, 2);
    expect(cbcsc).toMatchObject({ perColumn: 2, perShortColumn: 1, padding: 2 });
    expect([...cbcsc.values]).toEqual([1, 2, 6, 7, 4, 0, 0, 0]);
    expect([...cbcsc.localRows]).toEqual([0, 1, 1, 2, 0, 0, 1, 0]);
    expect(decodeCbcsc(cbcsc)).toEqual(codesOf(balanced));
  });

  it('needs two bits for one of three local rows, and no pointers', () => {
    expect(cbcscStorage(encodeCbcsc(balanced, 2), 8)).toEqual({
      valueBits: 8 * 8,
      indexBits: 8 * 2,
      pointerBits: 0,
      totalBits: 80,
    });
  });

  it('gives back whatever column-balanced pruning keeps, in k slots for every PE and column', () => {
    fc.assert(
      fc.property(anyMatrix, fc.integer({ min: 1, max: 9 }), fc.nat(100), (w, pes, percent) => {
        const kept = prunedMatrix(w, { kind: 'column-balanced', pes }, percent / 100);
        const cbcsc = encodeCbcsc(kept, pes);
        expect(decodeCbcsc(cbcsc)).toEqual(codesOf(kept));
        const longest = Math.ceil(w.rows / pes);
        const perColumn = longest === 0 ? 0 : Math.max(1, exactCount(longest, percent));
        const slots = pes * w.cols * perColumn;
        expect(cbcsc.padding).toBe(slots - kept.codes.length);
        expect(cbcscStorage(cbcsc, 16)).toMatchObject({
          pointerBits: 0,
          totalBits: slots * (16 + bitsToTell(longest)),
        });
      }),
    );
  });

  it('has no padding where the PEs divide the rows', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, (w, sparsity) => {
        fc.pre(w.rows % 2 === 0);
        expect(encodeCbcsc(prunedMatrix(w, { kind: 'column-balanced', pes: 2 }, sparsity), 2).padding).toBe(
          0,
        );
      }),
    );
  });

  it.each([
    ['column of a PE', [1, 1, 2, 2, 3, _, 4, 4], 'PE 0, column 1: found 1 entry, expected 2'],
    ['PE', [1, 1, 2, 2, 3, 3, 4, _], 'PE 1, column 1: found 1 entry, expected 2'],
    ['column of a PE of fewer rows', [1, _, _, 2, _, 3], 'PE 1, column 1: found 1 entry, expected 0'],
  ])('refuses a %s with another number of entries', (_name, cells, expected) => {
    const rows = Array.from({ length: cells.length / 2 }, (_unused, row) =>
      cells.slice(2 * row, 2 * row + 2),
    );
    expect(() => encodeCbcsc(stored(rows), 2)).toThrow(
      new BadInput(`tensor w: ${expected}: the matrix is not column-balanced over 2 PEs`),
    );
  });
});
