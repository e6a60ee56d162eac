import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeEll, ellStorage, encodeEll } from '../../../src/bbs/formats/ell.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { anyMatrix, anySparsity } from '../matrices.ts';
import { bitsToTell, codesOf, prunedMatrix, stored } from '../stored.ts';

const _ = null;

it('ELL stores rows of one length, one after the other', () => {
  const ell = encodeEll(
    stored([
      [1, _, 0, _, _],
      [_, _, _, 3, 2],
    ]),
  );
  expect(ell).toMatchObject({ perRow: 2 });
  expect([...ell.values]).toEqual([1, 0, 3, 2]);
  expect([...ell.columns]).toEqual([0, 2, 3, 4]);
  // Five columns: three bits.
  expect(ellStorage(ell, 16)).toEqual({ valueBits: 64, indexBits: 12, pointerBits: 0, totalBits: 76 });
});

it('ELL gives back whatever row-balanced pruning keeps, without a pointer', () => {
  fc.assert(
    fc.property(anyMatrix, anySparsity, (w, sparsity) => {
      const kept = prunedMatrix(w, { kind: 'row-balanced', recurrentDensity: 1 }, sparsity);
      const ell = encodeEll(kept);
      expect(decodeEll(ell)).toEqual(codesOf(kept));
      const totalBits = w.rows * ell.perRow * (16 + bitsToTell(w.cols));
      expect(ellStorage(ell, 16)).toMatchObject({ pointerBits: 0, totalBits });
    }),
  );
});

it('ELL refuses rows that differ in length, naming the first', () => {
  const ragged = stored([
    [1, 2, _],
    [_, 1, 1],
    [_, _, 7],
  ]);
  expect(() => encodeEll(ragged)).toThrow(
    new BadInput('tensor w: row 2: found 1 entry, expected 2 as in row 0: the matrix is not row-balanced'),
  );
});
