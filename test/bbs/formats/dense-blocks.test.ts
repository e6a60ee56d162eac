import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeDenseBlocks,
  denseBlocksStorage,
  encodeDenseBlocks,
} from '../../../src/bbs/formats/dense-blocks.ts';
import type { StoredCodes } from '../../../src/bbs/matrix.ts';
import { anyStored, codesOf, stored } from '../stored.ts';

const _ = null;

/** Rows by the columns that they store, as text; rows without any are left out. */
function rowsByColumns({ rows, rowStart, columns }: StoredCodes): Map<string, number[]> {
  const byColumns = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    const key = columns.slice(rowStart[row], rowStart[row + 1]).join(' ');
    if (key !== '') byColumns.set(key, [...(byColumns.get(key) ?? []), row]);
  }
  return byColumns;
}

/** Bits by trying: as many as tell `count` values apart. */
function bitsFor(count: number): number {
  let bits = 0;
  while (2 ** bits < count) bits++;
  return bits;
}

describe('dense blocks', () => {
  const two = stored([
    [1, _, 2, _, 3],
    [_, 9, _, _, _],
    [4, _, 0, _, 6],
    [_, _, _, _, _],
    [_, 8, _, _, _],
    [5, _, 7, _, 1],
  ]);

  it('are the rows with entries in the same columns, wherever they are, each with its lists', () => {
    const blocks = encodeDenseBlocks(two);
    expect([...blocks.firstRow]).toEqual([0, 3, 5]);
    expect([...blocks.rowList]).toEqual([0, 2, 5, 1, 4]);
    expect([...blocks.firstColumn]).toEqual([0, 3, 4]);
    expect([...blocks.columnList]).toEqual([0, 2, 4, 1]);
    expect([...blocks.values]).toEqual([1, 2, 3, 4, 0, 6, 5, 7, 1, 9, 8]);
  });

  it('take the numbers of their rows and columns, how many these are, and how many blocks there are', () => {
    // 6 rows and 5 columns: 3 bits for each number. 5 rows and 4 columns are listed; 2 blocks of 0 to 6.
    expect(denseBlocksStorage(encodeDenseBlocks(two), 16)).toEqual({
      valueBits: 11 * 16,
      indexBits: 5 * 3 + 4 * 3,
      pointerBits: 2 * (3 + 3) + 3,
      totalBits: 176 + 27 + 15,
    });
  });

  it('cost (r log2 R + c log2 D) / (r c) index bits for a weight of a block of r x c', () => {
    const half = stored(
      Array.from({ length: 64 }, (_row, row) =>
        Array.from({ length: 32 }, (_col, col) => (row % 2 === 0 && col < 8 ? 1 : _)),
      ),
    );
    const { indexBits } = denseBlocksStorage(encodeDenseBlocks(half), 16);
    expect(indexBits / half.codes.length).toBe((32 * 6 + 8 * 5) / (32 * 8));
  });

  it('tell rows apart whose columns add up alike', () => {
    const row = (...columns: number[]) =>
      Array.from({ length: 64 }, (_col, col) => (columns.includes(col) ? 1 : _));
    const alike = stored([row(0, 62), row(1, 31), row(0, 62)]);
    expect([...encodeDenseBlocks(alike).firstRow]).toEqual([0, 2, 3]);
    expect(decodeDenseBlocks(encodeDenseBlocks(alike))).toEqual(codesOf(alike));
  });

  it('give every matrix back, explicit zeros and empty rows and all', () => {
    fc.assert(
      fc.property(anyStored, (entries) => {
        expect(decodeDenseBlocks(encodeDenseBlocks(entries))).toEqual(codesOf(entries));
      }),
    );
  });

  it('are as few as there are sets of columns, in the order of their first rows', () => {
    fc.assert(
      fc.property(anyStored, fc.integer({ min: 4, max: 16 }), (entries, bits) => {
        const blocks = encodeDenseBlocks(entries);
        const expected = [...rowsByColumns(entries)];
        const found = expected.map((_block, b) =>
          Array.from(blocks.rowList.slice(blocks.firstRow[b], blocks.firstRow[b + 1])),
        );
        expect(found).toEqual(expected.map(([, rows]) => rows));
        const listed = expected.reduce(
          (sum, [columns, rows]) =>
            sum + rows.length * bitsFor(entries.rows) + columns.split(' ').length * bitsFor(entries.cols),
          0,
        );
        const counts = expected.length * (bitsFor(entries.rows) + bitsFor(entries.cols));
        expect(denseBlocksStorage(blocks, bits)).toEqual({
          valueBits: entries.codes.length * bits,
          indexBits: listed,
          pointerBits: counts + bitsFor(entries.rows + 1),
          totalBits: entries.codes.length * bits + listed + counts + bitsFor(entries.rows + 1),
        });
      }),
    );
  });
});
