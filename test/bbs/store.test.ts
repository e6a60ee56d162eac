import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nonZeroMask, storedFromCsr, storeEntries } from '../../src/bbs/store.ts';
import { BadInput } from '../../src/errors/bad-input.ts';
import { noSaturations, saturate, toCode, toReal } from '../../src/num/fixed.ts';
import { anyMatrix, matrix } from './matrices.ts';
import { format } from './stored.ts';

const raw = (rows: number, cols: number, codes: number[]) => ({
  tensor: 'weight_hh_l0',
  rows,
  cols,
  values: Int16Array.from(codes),
  raw: true,
  mask: null,
});

describe('storing the kept weights', () => {
  it('quantises them row by row, columns ascending, and keeps what they were', () => {
    const w = matrix([
      [0.5, 0.1, 0],
      [0, 0, 0],
      [0, -1, 2],
    ]);
    const found = storeEntries(w, Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 1, 1), format, noSaturations());
    expect(found).toEqual({
      tensor: 'w',
      rows: 3,
      cols: 3,
      rowStart: Uint32Array.of(0, 2, 2, 4),
      columns: Uint16Array.of(0, 1, 1, 2),
      codes: Int16Array.of(2048, 410, -4096, 8192),
      weights: Float64Array.of(0.5, 0.1, -1, 2),
    });
  });

  it('stores a kept zero as an entry, and zeros where the file stores nothing', () => {
    const w = matrix([[0, 7, 3, 0.5]], [[1, 0, 1, 1]]);
    const found = storeEntries(w, Uint8Array.of(1, 1, 0, 1), format, noSaturations());
    expect([...found.columns]).toEqual([0, 1, 3]);
    expect([...found.codes]).toEqual([0, 0, 2048]);
    expect([...found.weights]).toEqual([0, 0, 0.5]);
  });

  it('counts the weights that saturate, and no others', () => {
    const counts = noSaturations();
    const w = matrix([[9, -9, 7.9, 8, -8, 100]]);
    const { codes } = storeEntries(w, Uint8Array.of(1, 1, 1, 1, 1, 0), format, counts);
    expect([...codes]).toEqual([32767, -32768, 32358, 32767, -32768]);
    expect(counts).toEqual({ ...noSaturations(), weight: 3 });
  });

  it('rounds halves up', () => {
    const w = matrix([[0.5, -0.5, 1.5, -1.5].map((code) => code / 4096)]);
    const { codes } = storeEntries(w, Uint8Array.of(1, 1, 1, 1), format, noSaturations());
    expect([...codes]).toEqual([1, 0, 2, -1]);
  });

  it('takes raw codes as they are; their weights are code / 2^F', () => {
    const counts = noSaturations();
    const found = storeEntries(raw(1, 3, [-32768, 1, 32767]), Uint8Array.of(1, 1, 1), format, counts);
    expect([...found.codes]).toEqual([-32768, 1, 32767]);
    expect([...found.weights]).toEqual([-8, 1 / 4096, 32767 / 4096]);
    expect(counts).toEqual(noSaturations());
  });

  it.each([
    [128, 'tensor weight_hh_l0: row 1, column 2 is the raw code 128, expected -128 to 127 (8 bits)'],
    [-129, 'tensor weight_hh_l0: row 1, column 2 is the raw code -129, expected -128 to 127 (8 bits)'],
  ])('refuses the raw code %d in 8 bits, naming the place', (code, message) => {
    const w = raw(2, 3, [127, -128, 0, 0, 0, code]);
    const eight = { ...format, bits: 8, fractionBits: 4 };
    expect(() => storeEntries(w, Uint8Array.of(1, 1, 0, 0, 0, 1), eight, noSaturations())).toThrow(
      new BadInput(message),
    );
    expect(storeEntries(w, Uint8Array.of(1, 1, 0, 0, 0, 0), eight, noSaturations()).codes.length).toBe(2);
  });

  it('refuses a mask of another matrix', () => {
    expect(() => storeEntries(matrix([[1, 2]]), new Uint8Array(3), format, noSaturations())).toThrow(
      'tensor w: a mask of 3 for 2 weights',
    );
  });

  it('puts every kept weight where it was, in the precision it had', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(4), (w, seed) => {
        const mask = Uint8Array.from(w.values, (_, i) => Number((i * 7 + seed) % 3 !== 0));
        const found = storeEntries(w, mask, format, noSaturations());
        const kept: unknown[] = [];
        mask.forEach((bit, i) => {
          if (bit === 0) return;
          const given = w.mask !== null && w.mask[i] === 0 ? 0 : w.values[i];
          const code = w.raw ? given : saturate(toCode(given, 12), 16, noSaturations(), 'weight') + 0;
          kept.push([Math.floor(i / w.cols), i % w.cols, code, w.raw ? toReal(given, 12) : given]);
        });
        const entries: unknown[] = [];
        for (let row = 0; row < w.rows; row++) {
          for (let e = found.rowStart[row]; e < found.rowStart[row + 1]; e++) {
            entries.push([row, found.columns[e], found.codes[e], found.weights[e]]);
          }
        }
        expect(entries).toEqual(kept);
        expect(found.weights instanceof Float64Array).toBe(w.values instanceof Float64Array);
      }),
    );
  });
});

describe('a matrix that is already pruned', () => {
  it('stores its non-zero weights', () => {
    expect([...nonZeroMask(matrix([[0, -0, 1e-30, -2]]))]).toEqual([0, 0, 1, 1]);
  });

  it('stores what its mask says, explicit zeros too', () => {
    expect([...nonZeroMask(matrix([[0, 5, 1]], [[1, 0, 1]]))]).toEqual([1, 0, 1]);
  });
});

describe('a matrix of SciPy', () => {
  const csr = {
    rows: 3,
    cols: 4,
    rowStart: Uint32Array.of(0, 2, 2, 3),
    columns: Uint32Array.of(1, 3, 0),
    values: Float32Array.of(0.5, 0, 20),
    raw: false,
  };

  it('stores every entry, explicit zeros too', () => {
    const counts = noSaturations();
    expect(storedFromCsr('w', csr, format, counts)).toEqual({
      tensor: 'w',
      rows: 3,
      cols: 4,
      rowStart: csr.rowStart,
      columns: Uint16Array.of(1, 3, 0),
      codes: Int16Array.of(2048, 0, 32767),
      weights: csr.values,
    });
    expect(counts.weight).toBe(1);
  });

  it('is not changed', () => {
    const codes = { ...csr, values: Int16Array.of(1, 2, 3), raw: true };
    const { weights } = storedFromCsr('w', codes, format, noSaturations());
    expect([...weights]).toEqual([1 / 4096, 2 / 4096, 3 / 4096]);
    expect([...codes.values]).toEqual([1, 2, 3]);
  });

  it('refuses raw codes that do not fit, naming the place', () => {
    const codes = { ...csr, values: Int16Array.of(1, 2, 300), raw: true };
    const eight = { ...format, bits: 8, fractionBits: 4 };
    expect(() => storedFromCsr('w', codes, eight, noSaturations())).toThrow(
      'tensor w: row 2, column 0 is the raw code 300, expected -128 to 127 (8 bits)',
    );
  });
});
