import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addProducts } from '../../src/bbs/add-products.ts';

/** A matrix of rows of (column, code) pairs. */
function stored(rows: readonly (readonly (readonly [number, number])[])[]) {
  const entries = rows.flat();
  let at = 0;
  return {
    rows: rows.length,
    rowStart: Uint32Array.from([0, ...rows.map((row) => (at += row.length))]),
    columns: Uint16Array.from(entries, ([column]) => column),
    codes: Int16Array.from(entries, ([, code]) => code),
  };
}

const anyCode = fc.oneof(fc.integer({ min: -32768, max: 32767 }), fc.constantFrom(-32768, 32767, -1, 0));

describe('the integer reference of a product', () => {
  it('is the sum of the products, as in integers of any size', () => {
    const anyRow = fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), anyCode), { maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(anyRow, { maxLength: 6 }),
        fc.array(anyCode, { minLength: 8, maxLength: 8 }),
        (rows, x) => {
          const sums = new Float64Array(rows.length);
          addProducts(stored(rows), Int16Array.from(x), sums);
          const exact = rows.map((row) =>
            row.reduce((sum, [column, code]) => sum + BigInt(code) * BigInt(x[column]), 0n),
          );
          expect([...sums].map(BigInt)).toEqual(exact);
        },
      ),
    );
  });

  it('is the same for columns in 32 bits, and for arrays that begin in the middle of a word', () => {
    const rows = Array.from({ length: 9 }, (_, r) =>
      Array.from({ length: 5 * r }, (_, e) => [(e * 7 + r) % 8, 31 * e - 999 * r] as const),
    );
    const x = Int16Array.from({ length: 8 }, (_, i) => 4001 * i - 15000);
    const matrix = stored(rows);
    const sumsOf = (other: Partial<typeof matrix> | { columns: Uint32Array }) => {
      const sums = new Float64Array(rows.length);
      addProducts({ ...matrix, ...other }, x, sums);
      return sums;
    };
    const expected = sumsOf({});
    expect(sumsOf({ columns: Uint32Array.from(matrix.columns) })).toEqual(expected);
    const codes = new Int16Array(matrix.codes.length + 1).subarray(1);
    codes.set(matrix.codes);
    expect(sumsOf({ codes })).toEqual(expected);
  });

  it.each([
    ['the largest product', -32768, -32768],
    ['the smallest product', -32768, 32767],
    ['the product with the largest low half', -1, 1],
  ])('is exact for a row of 100,000 entries of %s', (_, code, x) => {
    const entries = 100_000;
    const row = Array.from({ length: entries }, () => [0, code] as const);
    const sums = new Float64Array(1);
    addProducts(stored([row]), Int16Array.of(x), sums);
    expect(sums[0]).toBe(entries * code * x);
  });

  it('adds to what is there', () => {
    const sums = Float64Array.of(5);
    addProducts(stored([[[1, 3]]]), Int16Array.of(100, 7), sums);
    expect(sums[0]).toBe(26);
  });
});
