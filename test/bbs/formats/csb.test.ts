import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csbStorage, decodeCsb, encodeCsb } from '../../../src/bbs/formats/csb.ts';
import type { StoredMatrix } from '../../../src/bbs/matrix.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { placeColumns } from '../../../src/bbs/placement.ts';
import { storeEntries } from '../../../src/bbs/store.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { noSaturations } from '../../../src/num/fixed.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { anyMatrix, anySparsity } from '../matrices.ts';
import { anyStored, codesOf, format, stored } from '../stored.ts';

const _ = null;
const anyBanks = fc.integer({ min: 2, max: 70 });
const anyPlacement = fc.constantFrom('even' as const, 'blocked' as const);

function gaussian(rows: number, cols: number, sparsity: number): StoredMatrix {
  const values = new Float32Array(rows * cols);
  fillGaussian(values, 0, values.length, 0.1, seeded('csb'));
  const w = { tensor: 'w', rows, cols, values, raw: false, mask: null };
  const { mask } = prune(w, { kind: 'bank-balanced', banks: 64, placement: 'even' }, { sparsity });
  return storeEntries(w, mask, format, noSaturations());
}

describe('CSB', () => {
  it('stores entries in the order row, rank, bank', () => {
    const csb = encodeCsb(
      stored([
        [1, 2, _, _, 3, _, _, 4],
        [_, _, 5, 6, _, 7, 8, _],
      ]),
      placeColumns('even', 8, 2),
    );
    expect(csb).toMatchObject({ rows: 2, cols: 8, banks: 2, perBank: 2, padding: 0 });
    expect([...csb.values]).toEqual([1, 3, 2, 4, 5, 7, 6, 8]);
    expect([...csb.words]).toEqual([0, 0, 1, 3, 2, 1, 3, 2]);
  });

  it('fills a bank that is smaller than k with zeros at word 0, which are padding and not entries', () => {
    const even = encodeCsb(stored([[1, 2, 3, 4, 0]]), placeColumns('even', 5, 4));
    expect(even).toMatchObject({ perBank: 2, padding: 3 });
    expect([...even.values]).toEqual([1, 2, 3, 4, 0, 0, 0, 0]);
    expect([...even.words]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(codesOf(stored([[1, 2, 3, 4, 0]]))).toEqual(decodeCsb(even));
    const blocked = encodeCsb(stored([[1, 2, 3, 4, 0]]), placeColumns('blocked', 5, 4));
    expect(blocked).toMatchObject({ perBank: 2, padding: 3 });
    expect([...blocked.values]).toEqual([1, 3, 0, 0, 2, 4, 0, 0]);
  });

  it('holds the dense matrix with k = D', () => {
    const csb = encodeCsb(gaussian(4, 153, 0), placeColumns('even', 153, 64));
    expect(csb).toMatchObject({ perBank: 3, padding: 4 * (3 * 64 - 153) });
  });

  it.each([
    ['TIMIT, combined gates', 665, 0.875, 1, 0],
    ['TIMIT, input matrix', 153, 0.875, 1, 0],
    ['TIMIT, input matrix at half the weights', 153, 0.5, 2, 0],
    ['fewer columns than banks', 5, 0.9, 1, 59],
    ['banks of 1 and 2 columns at k = 2', 100, 0.25, 2, 28],
  ])(
    '%s: %d columns at sparsity %d have k = %d and a padding of %d per row',
    (_name, cols, sparsity, k, padding) => {
      const csb = encodeCsb(gaussian(6, cols, sparsity), placeColumns('even', cols, 64));
      expect(csb).toMatchObject({ perBank: k, padding: 6 * padding });
      expect(csb.values.length).toBe(6 * k * 64);
    },
  );

  it('holds a matrix without entries with k = 1, all padding', () => {
    const empty = stored([
      [_, _, _],
      [_, _, _],
    ]);
    const csb = encodeCsb(empty, placeColumns('even', 3, 2));
    expect(csb).toMatchObject({ perBank: 1, padding: 4 });
    expect(csb.values).toEqual(new Int16Array(4));
    expect(decodeCsb(csb)).toEqual(codesOf(empty));
  });

  it('gives every pruned matrix back, explicit zeros and all', () => {
    fc.assert(
      fc.property(anyMatrix, anyBanks, anyPlacement, anySparsity, (w, banks, placement, sparsity) => {
        const { mask } = prune(w, { kind: 'bank-balanced', banks, placement }, { sparsity });
        const entries = storeEntries(w, mask, format, noSaturations());
        const csb = encodeCsb(entries, placeColumns(placement, w.cols, banks));
        expect(decodeCsb(csb)).toEqual(codesOf(entries));
        expect(csb.values.length - csb.padding).toBe(entries.codes.length);
      }),
    );
  });
});

describe('a matrix that is not bank-balanced', () => {
  it('is refused, naming the first row and bank', () => {
    const w = {
      ...stored([
        [1, 2, _, _, 3, _, _, 4],
        [1, 2, _, _, 3, _, _, _],
        [1, 2, _, _, 3, _, _, 4],
      ]),
      tensor: 'weight_ih_l0',
    };
    expect(() => encodeCsb(w, placeColumns('even', 8, 2))).toThrow(
      new BadInput(
        'tensor weight_ih_l0: row 1, bank 1: found 1 entry, expected 2: the matrix is not bank-balanced over 2 banks (even placement)',
      ),
    );
  });

  it('is measured by what most banks hold: one bank too full, one row empty', () => {
    const full = stored([
      [1, 2, _, 3],
      [1, _, _, 3],
      [_, 1, 3, _],
    ]);
    expect(() => encodeCsb(full, placeColumns('blocked', 4, 2))).toThrow(
      'row 0, bank 0: found 2 entries, expected 1: the matrix is not bank-balanced over 2 banks (blocked placement)',
    );
    const gap = stored([
      [1, _, 2, _],
      [_, _, _, _],
      [_, 1, 2, _],
    ]);
    expect(() => encodeCsb(gap, placeColumns('even', 4, 2))).toThrow(
      'row 1, bank 0: found 0 entries, expected 1',
    );
  });

  it('is measured by the smaller count when two explain as many banks', () => {
    expect(() => encodeCsb(stored([[1, _, _, 1, 2, _]]), placeColumns('even', 6, 2))).toThrow(
      'row 0, bank 1: found 2 entries, expected 1',
    );
  });

  it('is told from a balanced one by every bank of every row', () => {
    fc.assert(
      fc.property(anyStored, fc.integer({ min: 2, max: 5 }), anyPlacement, (entries, banks, kind) => {
        const placement = placeColumns(kind, entries.cols, banks);
        const held = (row: number, bank: number) => {
          const columns = entries.columns.slice(entries.rowStart[row], entries.rowStart[row + 1]);
          return columns.filter((column) => placement.bankOf[column] === bank).length;
        };
        const explains = (k: number) =>
          Array.from({ length: entries.rows * banks }).every((_, i) => {
            const bank = i % banks;
            return held(Math.floor(i / banks), bank) === Math.min(k, placement.sizes[bank]);
          });
        const counts = Array.from({ length: Math.max(1, placement.depth) }, (_, i) => i + 1);
        const k = entries.codes.length === 0 ? 1 : counts.find(explains);
        if (k === undefined) {
          expect(() => encodeCsb(entries, placement)).toThrow('the matrix is not bank-balanced');
        } else {
          expect(encodeCsb(entries, placement).perBank).toBe(k);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a placement that CSB cannot use', () => {
  it.each([
    ['of other columns', placeColumns('even', 5, 2), 'tensor w: 4 columns, but a placement of 5'],
    ['that is cyclic', placeColumns('cyclic', 4, 2), 'needs a contiguous placement, found cyclic'],
  ])('%s is refused', (_name, placement, message) => {
    expect(() => encodeCsb(stored([[1, 2, 3, 4]]), placement)).toThrow(message);
  });

  it('with more words than an index holds is refused', () => {
    const cols = 2 * 0x10000 + 1;
    const wide = { ...stored([[_]]), cols };
    expect(() => encodeCsb(wide, placeColumns('blocked', cols, 2))).toThrow(
      '65537 words per bank, expected at most 65536',
    );
  });
});

describe('the storage of CSB', () => {
  it.each([
    ['4 index bits for 11 words', 665, 0.875, { valueBits: 2 * 64 * 16, indexBits: 2 * 64 * 4 }],
    ['padding is stored', 5, 0.9, { valueBits: 2 * 64 * 16, indexBits: 0 }],
    ['k = 2', 153, 0.5, { valueBits: 2 * 128 * 16, indexBits: 2 * 128 * 2 }],
  ])('%s: %d columns at sparsity %d', (_name, cols, sparsity, bits) => {
    const csb = encodeCsb(gaussian(2, cols, sparsity), placeColumns('even', cols, 64));
    expect(csbStorage(csb, 16)).toEqual({
      ...bits,
      pointerBits: 0,
      totalBits: bits.valueBits + bits.indexBits,
    });
  });
});
