import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNmGroups, encodeNmGroups, nmGroupsStorage } from '../../../src/bbs/formats/n-m.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { anyMatrix, anySparsity } from '../matrices.ts';
import { bitsToTell, codesOf, prunedMatrix, stored } from '../stored.ts';

const _ = null;

describe('N:M', () => {
  it('stores the slots of a group with their places in it: 2:4', () => {
    const rows = stored([
      [1, _, 2, _, _, _, 3, 4],
      [_, 5, 0, _, 6, _, _, 7],
    ]);
    const nm = encodeNmGroups(rows, 4);
    expect(nm).toMatchObject({ perGroup: 2, padding: 0 });
    expect([...nm.values]).toEqual([1, 2, 3, 4, 5, 0, 6, 7]);
    expect([...nm.places]).toEqual([0, 2, 2, 3, 1, 2, 0, 3]);
    expect(nmGroupsStorage(nm, 16)).toEqual({
      valueBits: 128,
      indexBits: 16,
      pointerBits: 0,
      totalBits: 144,
    });
  });

  it('fills up a cut group that is smaller than N: 3:4 of six columns', () => {
    const rows = stored([
      [1, 2, 3, _, 4, 5],
      [_, 1, 2, 3, 0, 5],
    ]);
    const nm = encodeNmGroups(rows, 4);
    expect(nm).toMatchObject({ perGroup: 3, padding: 2 });
    expect([...nm.values]).toEqual([1, 2, 3, 4, 5, 0, 1, 2, 3, 0, 5, 0]);
    expect([...nm.places]).toEqual([0, 1, 2, 0, 1, 0, 1, 2, 3, 0, 1, 0]);
    expect(decodeNmGroups(nm)).toEqual(codesOf(rows));
  });

  it('gives back whatever N:M pruning keeps, in N slots for every group', () => {
    fc.assert(
      fc.property(anyMatrix, fc.integer({ min: 2, max: 17 }), anySparsity, (w, m, sparsity) => {
        const kept = prunedMatrix(w, { kind: 'n-m', m }, sparsity);
        const nm = encodeNmGroups(kept, m);
        expect(decodeNmGroups(nm)).toEqual(codesOf(kept));
        const slots = w.rows * Math.ceil(w.cols / m) * nm.perGroup;
        expect(nm.padding).toBe(slots - kept.codes.length);
        const totalBits = slots * (16 + bitsToTell(m));
        expect(nmGroupsStorage(nm, 16)).toMatchObject({ pointerBits: 0, totalBits });
      }),
    );
  });

  it('refuses a group with another number of entries, naming the first', () => {
    const rows = stored([
      [1, _, 1, _],
      [1, 1, _, _],
    ]);
    expect(() => encodeNmGroups(rows, 2)).toThrow(
      new BadInput(
        'tensor w: row 1, group 0: found 2 entries, expected 1: the matrix has not as many in every 2 columns',
      ),
    );
  });
});
