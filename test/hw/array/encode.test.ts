import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import type { BeatMatrix } from '../../../src/hw/array/beat-matrix.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { accelerator, anySpmv, type SpmvCase, storedMatrix } from './arrays.ts';

/** The addresses of each row. */
const addressesOf = ({ rows, entryStart, addresses }: BeatMatrix): number[][] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from(addresses.subarray(entryStart[row], entryStart[row + 1])),
  );

/**
 * Every position's code as the weight memory has it, and the number of entries at
 * positions that are not stored.
 */
function unpacked({ beats }: SpmvCase) {
  const { rows, cols, entryStart, values, addresses, lanes, placement } = beats;
  const stride = 2 ** Math.ceil(Math.log2(lanes));
  const columnAt = new Map<number, number>();
  for (let c = 0; c < cols; c++) columnAt.set(placement.wordOf[c] * stride + placement.bankOf[c], c);
  const codes: number[][] = Array.from({ length: rows }, () => new Array<number>(cols).fill(0));
  for (let row = 0; row < rows; row++) {
    for (let e = entryStart[row]; e < entryStart[row + 1]; e++) {
      const column = columnAt.get(addresses[e]);
      if (column === undefined) expect(values[e]).toBe(0);
      else codes[row][column] += values[e];
    }
  }
  return codes;
}

describe('a weight memory image', () => {
  it('bank-balanced: beat j holds the j-th entry of every bank, lane b reads bank b', () => {
    const config = accelerator({ kind: 'bbs', pes: 1, banks: 2 });
    // Columns 0-3 are in bank 0, 4-7 in bank 1; addresses are word * 2 + bank.
    const { beats } = buildArray(config).encode(
      storedMatrix(8, [
        [1, 3, 4, 7],
        [0, 2, 5, 6],
      ]),
    );
    expect(addressesOf(beats)).toEqual([
      [2, 1, 6, 7],
      [0, 3, 4, 5],
    ]);
    expect(beats.beatBits).toBe(2 * (16 + 2));
    expect(beats.padding).toBe(0);
  });

  it('bank-balanced: a bank shorter than k is filled up with zeros at its word 0', () => {
    const config = accelerator({ kind: 'bbs', pes: 1, banks: 2 });
    // Even: bank 0 has column 0, bank 1 has columns 1 and 2.
    const { beats } = buildArray(config).encode(storedMatrix(3, [[0, 1, 2]]));
    expect(addressesOf(beats)).toEqual([[0, 1, 0, 3]]);
    expect(beats.values[2]).toBe(0);
    expect(beats.padding).toBe(1);
  });

  it('compressed rows: entries in ascending column order, banks by the placement', () => {
    const columns = [[0, 1, 2, 3, 6], []];
    const encoded = (placement: string) =>
      buildArray(accelerator({ kind: 'csr', pes: 1, banks: 2, placement })).encode(storedMatrix(8, columns))
        .beats;
    expect(addressesOf(encoded('cyclic'))).toEqual([[0, 1, 2, 3, 6], []]);
    expect(addressesOf(encoded('blocked'))).toEqual([[0, 2, 4, 6, 5], []]);
    // Valid, 1 bit of bank, 2 of word and 16 of value in each of 2 lanes, and the last bit.
    expect(encoded('cyclic').beatBits).toBe(2 * (1 + 1 + 2 + 16) + 1);
  });

  it('dense: D beats with all banks in step, no indices', () => {
    const config = accelerator({ kind: 'dense', pes: 1, banks: 2, placement: 'blocked' });
    const { beats } = buildArray(config).encode(storedMatrix(3, [[1], []]));
    // Blocked: columns 0 and 1 in bank 0, column 2 in bank 1, whose second word does not exist.
    expect(addressesOf(beats)).toEqual([
      [0, 1, 2, 1],
      [0, 1, 2, 1],
    ]);
    expect(beats.beatBits).toBe(2 * 16);
    expect(beats.padding).toBe(2);
  });

  it('refuses a matrix that is not bank-balanced, naming tensor, row and bank', () => {
    const { encode } = buildArray(accelerator({ kind: 'bbs', pes: 1, banks: 2 }));
    const uneven = storedMatrix(8, [
      [1, 4],
      [0, 5],
      [2, 3, 6],
    ]);
    expect(() => encode(uneven)).toThrow(BadInput);
    expect(() => encode(uneven)).toThrow('tensor w: row 2, bank 0: found 2 entries, expected 1');
  });

  it('holds every code at its column, whatever the kind and the placement', () => {
    fc.assert(
      fc.property(anySpmv('bbs', 'csr', 'dense'), (spmv) => {
        const { rows, cols, rowStart, columns, codes } = spmv.stored;
        const dense = Array.from({ length: rows }, () => new Array<number>(cols).fill(0));
        for (let row = 0; row < rows; row++) {
          for (let e = rowStart[row]; e < rowStart[row + 1]; e++) dense[row][columns[e]] = codes[e];
        }
        expect(unpacked(spmv)).toEqual(dense);
        const { values, padding } = spmv.beats;
        expect(values.length - padding).toBe(spmv.config.kind === 'dense' ? rows * cols : codes.length);
      }),
    );
  });
});
