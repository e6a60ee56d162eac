import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeTagged,
  encodeTagged,
  rowsPerSet,
  tagged,
  taggedStorage,
} from '../../../src/bbs/formats/tagged.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { placeColumns } from '../../../src/bbs/placement.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { anyMatrix, anySparsity } from '../matrices.ts';
import { codesOf, stored, withCodes } from '../stored.ts';

const _ = null;

/** What complementary pruning keeps of matrices of all kinds. */
const anyComplementary = fc
  .record({
    weights: anyMatrix,
    sparsity: anySparsity,
    banks: fc.integer({ min: 2, max: 12 }),
    placement: fc.constantFrom('even' as const, 'blocked' as const),
  })
  .chain(({ weights, sparsity, ...sizes }) => {
    const { mask } = prune(weights, { kind: 'complementary', ...sizes }, { sparsity });
    return withCodes(weights.rows, weights.cols, mask).map((entries) => ({ entries, sizes }));
  });

describe('packed rows with tags', () => {
  it('hold the entries of K rows in one, each with the row that it is of', () => {
    const found = encodeTagged(
      stored([
        [1, 2, _, _, _, _, 3, 4],
        [_, _, 5, 6, 7, 0, _, _],
        [8, _, _, 9, _, 10, 11, _],
      ]),
      placeColumns('even', 8, 2),
    );
    expect(found.rowsPerSet).toBe(2);
    expect([...found.values]).toEqual([1, 2, 5, 6, 7, 0, 3, 4, 8, 0, 0, 9, 0, 10, 11, 0]);
    expect([...found.tags]).toEqual([0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(found.padding).toBe(4);
    expect(taggedStorage(found, 16)).toEqual({
      valueBits: 16 * 16,
      indexBits: 16,
      pointerBits: 0,
      totalBits: 17 * 16,
    });
  });

  it.each([
    { columns: 16, perBank: 1, rows: 16 },
    { columns: 16, perBank: 3, rows: 5 },
    { columns: 16, perBank: 9, rows: 1 },
    { columns: 16, perBank: 17, rows: 1 },
  ])('are $rows of $columns columns in a bank with $perBank of each row', ({ columns, perBank, rows }) => {
    expect(rowsPerSet({ sizes: Uint32Array.of(columns, columns + 1) }, perBank)).toBe(rows);
  });

  it('are as many as the smallest bank has room for; a bank without columns asks for none', () => {
    expect(rowsPerSet({ sizes: Uint32Array.of(8, 5, 0) }, 2)).toBe(2);
    expect(rowsPerSet({ sizes: Uint32Array.of(0, 0) }, 1)).toBeGreaterThanOrEqual(1);
  });

  it('give every matrix back, explicit zeros and rows that are no full set and all', () => {
    fc.assert(
      fc.property(anyComplementary, ({ entries, sizes }) => {
        const { encode, decode } = tagged.of(sizes);
        expect(decode(encode(entries, { pes: 1, banks: 2, placement: 'even' }))).toEqual(codesOf(entries));
      }),
    );
  });

  it('take a value and a tag of ceil(log2 K) bits at every position of every set', () => {
    fc.assert(
      fc.property(anyComplementary, ({ entries, sizes }) => {
        const found = encodeTagged(entries, placeColumns(sizes.placement, entries.cols, sizes.banks));
        const positions = Math.ceil(entries.rows / found.rowsPerSet) * entries.cols;
        const tagBits = Math.ceil(Math.log2(found.rowsPerSet));
        expect(taggedStorage(found, 12)).toEqual({
          valueBits: 12 * positions,
          indexBits: tagBits * positions,
          pointerBits: 0,
          totalBits: (12 + tagBits) * positions,
        });
        expect(found.padding).toBe(positions - entries.codes.length);
        expect(decodeTagged(found).codes.length).toBe(entries.codes.length);
      }),
    );
  });

  it('refuse rows of a set that share a column, naming it and them', () => {
    const shared = stored([
      [_, 1, 2, _],
      [3, _, _, 4],
      [1, _, 2, _],
      [_, 1, 4, _],
    ]);
    expect(() => encodeTagged(shared, placeColumns('even', 4, 2))).toThrow(
      new BadInput(
        'tensor w: column 2: found entries of rows 2 and 3, expected one at most: 2 rows are packed into one',
      ),
    );
  });

  it('refuse rows without balance', () => {
    const lame = stored([
      [1, _, 2, _],
      [_, 3, _, _],
    ]);
    expect(() => encodeTagged(lame, placeColumns('even', 4, 2))).toThrow(
      'tensor w: row 1, bank 1: found 0 entries, expected 1: the matrix is not bank-balanced over 2 banks',
    );
  });
});
