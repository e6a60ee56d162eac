import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockBitmaps,
  blockBitmapsStorage,
  decodeBlockBitmaps,
  encodeBlockBitmaps,
} from '../../../src/bbs/formats/block-bitmaps.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { anyStored, codesOf, stored, withCodes } from '../stored.ts';

const _ = null;

/** Matrices whose blocks keep whole rows and columns of theirs, some of them none. */
const anyBlocked = fc
  .record({
    rows: fc.nat(12),
    cols: fc.nat(12),
    blockRows: fc.integer({ min: 1, max: 5 }),
    blockCols: fc.integer({ min: 1, max: 5 }),
    bits: fc.infiniteStream(fc.boolean()),
  })
  .chain(({ rows, cols, blockRows, blockCols, bits }) => {
    const bit = (count: number) => Array.from({ length: count }, () => Boolean(bits.next().value));
    const across = Math.ceil(cols / blockCols);
    const columnKept = bit(Math.ceil(rows / blockRows) * cols);
    const rowKept = bit(rows * across);
    const mask = Uint8Array.from({ length: rows * cols }, (_unused, i) => {
      const [row, col] = [Math.floor(i / cols), i % cols];
      const inColumn = columnKept[Math.floor(row / blockRows) * cols + col];
      return Number(inColumn && rowKept[row * across + Math.floor(col / blockCols)]);
    });
    return withCodes(rows, cols, mask).map((entries) => ({ entries, blockRows, blockCols }));
  });

describe('block bitmaps', () => {
  it('store of every block the columns, the rows and the values, less at the edges', () => {
    const found = encodeBlockBitmaps(
      stored([
        [1, _, 2, _, 3],
        [4, _, 0, _, _],
        [_, _, _, _, 6],
      ]),
      { blockRows: 2, blockCols: 3 },
    );
    expect([...found.columnBits]).toEqual([1, 0, 1, 0, 1, 0, 0, 0, 0, 1]);
    expect([...found.rowBits]).toEqual([1, 1, 1, 0, 0, 1]);
    // Blocks (0, 0), (0, 1) and (1, 1).
    expect([...found.values]).toEqual([1, 2, 4, 0, 3, 6]);
    expect(blockBitmapsStorage(found, 16)).toEqual({
      valueBits: 96,
      indexBits: 10 + 6,
      pointerBits: 0,
      totalBits: 112,
    });
  });

  it('give every matrix back, explicit zeros and empty blocks and all', () => {
    fc.assert(
      fc.property(anyBlocked, ({ entries, ...sizes }) => {
        expect(decodeBlockBitmaps(encodeBlockBitmaps(entries, sizes))).toEqual(codesOf(entries));
      }),
    );
  });

  it('of one weight, or of one row or column, hold any matrix', () => {
    const sizes = fc.constantFrom([1, 1], [1, 5], [40, 1]);
    fc.assert(
      fc.property(anyStored, sizes, (entries, [blockRows, blockCols]) => {
        const { encode, decode } = blockBitmaps.of({ blockRows, blockCols });
        expect(decode(encode(entries, { pes: 1, banks: 2, placement: 'even' }))).toEqual(codesOf(entries));
      }),
    );
  });

  it('hold every matrix of anybody, or name a place that its block lacks', () => {
    fc.assert(
      fc.property(anyStored, fc.integer({ min: 2, max: 4 }), (entries, side) => {
        try {
          const found = encodeBlockBitmaps(entries, { blockRows: side, blockCols: side });
          expect(decodeBlockBitmaps(found)).toEqual(codesOf(entries));
        } catch (error) {
          expect(error).toBeInstanceOf(BadInput);
          const [row, column] = String(error).match(/\d+/g)?.map(Number) ?? [];
          const ofRow = entries.columns.subarray(entries.rowStart[row], entries.rowStart[row + 1]);
          expect(ofRow).not.toContain(column);
        }
      }),
    );
  });

  it('refuse a block with a hole, naming the place', () => {
    const holed = stored([
      [_, _, 1, 2],
      [_, _, _, 3],
    ]);
    expect(() => encodeBlockBitmaps(holed, { blockRows: 2, blockCols: 2 })).toThrow(
      new BadInput(
        'tensor w: row 1, column 2: found no entry, expected one: its block of 2 x 2 has others in this row and in this column',
      ),
    );
  });
});
