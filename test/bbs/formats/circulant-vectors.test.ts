import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circulant, encodeCirculant } from '../../../src/bbs/formats/circulant-vectors.ts';
import type { DenseMatrix, StoredMatrix } from '../../../src/bbs/matrix.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { rebuiltMatrix } from '../../../src/bbs/rebuilt.ts';
import { storeEntries } from '../../../src/bbs/store.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { type NumberFormat, noSaturations } from '../../../src/num/fixed.ts';
import { anyMatrix, anySparsity, matrix } from '../matrices.ts';
import { entriesOf, format, stored } from '../stored.ts';

const sizes = { pes: 2, banks: 4, placement: 'even' } as const;

function pruned(w: DenseMatrix, sparsity: number, number: NumberFormat = format): StoredMatrix {
  const { mask, rebuilt } = prune(w, { kind: 'circulant' }, { sparsity });
  return storeEntries(rebuiltMatrix(w, rebuilt, number.bits), mask, number, noSaturations());
}

describe('the vectors of circulant blocks', () => {
  it('are the first columns of the blocks, with zeros where the matrix has no position', () => {
    // Blocks of 2 x 2 in 3 x 3: in the lower right one only the main diagonal has a position.
    const w = matrix([
      [0.1, 0.2, 0.5],
      [0.2, 0.1, 0.6],
      [0.7, 0.8, 0.9],
    ]);
    const two = encodeCirculant(pruned(w, 0.5));
    expect(two.block).toBe(2);
    expect([...two.values]).toEqual([410, 819, 2048, 2458, 2867, 3277, 3686, 0]);
    expect(circulant.storage(two, 16)).toEqual({
      valueBits: 128,
      indexBits: 0,
      pointerBits: 0,
      totalBits: 128,
    });
  });

  it('give back every matrix that was rebuilt, and every one that stores all its weights', () => {
    fc.assert(
      fc.property(anyMatrix, anySparsity, fc.boolean(), (w, sparsity, isTold) => {
        const { factors, ...matrix } = pruned(w, sparsity);
        const given = isTold ? { ...matrix, ...(factors && { factors }) } : matrix;
        expect(circulant.decode(circulant.encode(given, sizes))).toEqual(entriesOf(given));
      }),
    );
  });

  it('are of the largest block with which codes are circulant, where nothing says of which', () => {
    const zeros = stored(Array.from({ length: 5 }, () => [0, 0, 0]));
    expect(encodeCirculant(zeros).block).toBe(4);
    expect(
      encodeCirculant(
        stored([
          [1, 2, 3, 4],
          [2, 1, 4, 3],
          [5, 6, 7, 8],
          [6, 5, 8, 7],
        ]),
      ).block,
    ).toBe(2);
  });
});

describe('what is not block-circulant', () => {
  const w = matrix([
    [1, 2],
    [3, 16],
  ]);
  const int8 = (weightScale: 'row' | 'tensor'): NumberFormat => ({ ...format, weightBits: 8, weightScale });

  it('are int8 weights with a scale per row, where the rows of a block have other scales', () => {
    const cut = { ...w, rows: 3, cols: 3, values: Float64Array.of(1, 2, 9, 2, 1, 4, 3, 4, 5) };
    expect(encodeCirculant(pruned(cut, 0.5, int8('tensor'))).block).toBe(2);
    const encode = () => encodeCirculant(pruned(cut, 0.5, int8('row')));
    expect(encode).toThrow(BadInput);
    // Means 1 and 2, 9 and 4: codes 127 / 9 and 127 / 4 of 1.
    expect(encode).toThrow(
      'tensor w: row 1, column 0 has the code 64, expected 28 as on all of its wrapped diagonal in a circulant block of 2 x 2',
    );
    expect(encode).toThrow('number.weightScale: tensor');
  });

  it('a matrix that leaves weights out is refused, naming the row', () => {
    expect(() =>
      encodeCirculant(
        stored([
          [1, 1, 1],
          [1, null, 1],
        ]),
      ),
    ).toThrow(
      new BadInput(
        'tensor w: row 1 stores 2 of 3 weights, expected all of them: a block-circulant matrix leaves none out',
      ),
    );
  });
});
