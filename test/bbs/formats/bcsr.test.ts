import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockSize, bcsr, bcsrStorage, decodeBcsr, encodeBcsr } from '../../../src/bbs/formats/bcsr.ts';
import type { StoredMatrix } from '../../../src/bbs/matrix.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { anyMatrix, anySparsity } from '../matrices.ts';
import { bitsToTell, codesOf, prunedMatrix, stored } from '../stored.ts';

const _ = null;
const anySide = fc.integer({ min: 1, max: 5 });

/** The blocks that have entries, by their row and column. */
function blocksIn({ rows, rowStart, columns }: StoredMatrix, { blockRows, blockCols }: BlockSize): number {
  const blocks = new Set<string>();
  for (let row = 0; row < rows; row++) {
    for (const column of columns.slice(rowStart[row], rowStart[row + 1])) {
      blocks.add(`${Math.floor(row / blockRows)}/${Math.floor(column / blockCols)}`);
    }
  }
  return blocks.size;
}

describe('BCSR', () => {
  const cut = stored([
    [1, 2, _, _, 5],
    [3, 0, _, _, 6],
    [_, _, 7, 8, _],
  ]);

  it('stores block after block, each row by row; of a cut block only what is inside', () => {
    const blocks = encodeBcsr(cut, { blockRows: 2, blockCols: 2 });
    expect([...blocks.blockStart]).toEqual([0, 2, 3]);
    expect([...blocks.blockColumns]).toEqual([0, 2, 1]);
    expect([...blocks.values]).toEqual([1, 2, 3, 0, 5, 6, 7, 8]);
    expect(decodeBcsr(blocks)).toEqual(codesOf(cut));
  });

  it('has an index of 2 bits for each of 3 blocks, and 3 pointers to 0 to 3 blocks', () => {
    expect(bcsrStorage(encodeBcsr(cut, { blockRows: 2, blockCols: 2 }), 16)).toEqual({
      valueBits: 8 * 16,
      indexBits: 3 * 2,
      pointerBits: 3 * 2,
      totalBits: 128 + 6 + 6,
    });
  });

  it('needs no index where a block is as wide as the matrix', () => {
    const whole = stored([
      [1, 2],
      [_, _],
    ]);
    expect(bcsrStorage(encodeBcsr(whole, { blockRows: 1, blockCols: 9 }), 16)).toMatchObject({
      indexBits: 0,
      pointerBits: 3,
    });
  });

  it('with blocks of 1 x 1 is CSR, bit for bit', () => {
    const { values, blockStart, blockColumns } = encodeBcsr(cut, { blockRows: 1, blockCols: 1 });
    expect([...values]).toEqual([...cut.codes]);
    expect([...blockStart]).toEqual([...cut.rowStart]);
    expect([...blockColumns]).toEqual([...cut.columns]);
  });

  it('gives back whatever pruning to blocks keeps, in as many bits as its blocks and rows of them need', () => {
    fc.assert(
      fc.property(anyMatrix, anySide, anySide, anySparsity, (w, blockRows, blockCols, sparsity) => {
        const size = { blockRows, blockCols };
        const kept = prunedMatrix(w, { kind: 'block', ...size }, sparsity);
        const encoded = bcsr.of(size).encode(kept, { pes: 1, banks: 1, placement: 'even' });
        expect(decodeBcsr(encoded)).toEqual(codesOf(kept));
        const blocks = blocksIn(kept, size);
        const bits = {
          valueBits: 12 * kept.codes.length,
          indexBits: blocks * bitsToTell(Math.ceil(w.cols / blockCols)),
          pointerBits: (Math.ceil(w.rows / blockRows) + 1) * bitsToTell(blocks + 1),
        };
        const totalBits = bits.valueBits + bits.indexBits + bits.pointerBits;
        expect(bcsrStorage(encoded, 12)).toEqual({ ...bits, totalBits });
      }),
    );
  });

  it.each([
    [
      'a column is missing in its first row',
      [
        [1, _],
        [1, 2],
      ],
      'row 0, block column 0: found 1 of 2 columns, expected 0 or 2',
    ],
    [
      'a later row has it less',
      [
        [1, 2],
        [_, _],
      ],
      'row 1, block column 0: found 0 of 2 columns, expected 2 as in the first row of the block',
    ],
    [
      'a later row alone has it',
      [
        [_, _, _],
        [_, _, 3],
      ],
      'row 1, block column 1: found 1 of 1 columns, expected 0 as in the first row of the block',
    ],
  ])('refuses a block that is not whole: %s', (_name, rows, expected) => {
    expect(() => encodeBcsr(stored(rows), { blockRows: 2, blockCols: 2 })).toThrow(
      new BadInput(`tensor w: ${expected}: the matrix has no whole blocks of 2 x 2`),
    );
  });
});
