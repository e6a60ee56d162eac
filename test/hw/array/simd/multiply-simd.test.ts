import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeColumns } from '../../../../src/bbs/placement.ts';
import type { BeatMatrix } from '../../../../src/hw/array/beat-matrix.ts';
import { multiplyRows } from '../../../../src/hw/array/multiply.ts';
import { multiplyRowsPlain } from '../../../../src/hw/array/multiply-plain.ts';
import { ROWS_PER_CALL } from '../../../../src/hw/array/simd/images.ts';
import { multiplyRowsSimd } from '../../../../src/hw/array/simd/multiply-simd.ts';
import type { VectorBuffer } from '../../../../src/hw/array/vector-buffer.ts';
import { beatMatrix, randomCodes } from '../arrays.ts';
import { kernel } from './kernel.ts';

const LOWEST = -32_768;
const HIGHEST = 32_767;

/** A vector buffer of `words` words, whose addresses are 0 .. words - 1. */
function bufferOf(words: Int16Array): VectorBuffer {
  return { placement: placeColumns('cyclic', words.length, 1), words };
}

/** Both implementations on the same rows, each starting from `held`. */
function both(
  matrix: BeatMatrix,
  buffer: VectorBuffer,
  bits: number,
  rowFrom: number,
  rows: number,
  accumulate: boolean,
  held: readonly number[],
  outFrom: number,
) {
  const plain = Float64Array.from(held);
  const simd = Float64Array.from(held);
  const [lostPlain, lostSimd] = [new Float64Array(held.length), new Float64Array(held.length)];
  multiplyRowsPlain(matrix, buffer, bits, rowFrom, rows, accumulate, plain, outFrom, lostPlain);
  expect(
    multiplyRowsSimd(kernel(), matrix, buffer, bits, rowFrom, rows, accumulate, simd, outFrom, lostSimd),
  ).toBe(true);
  expect(lostSimd).toEqual(lostPlain);
  return { plain, simd };
}

const code = fc.oneof(
  fc.integer({ min: LOWEST, max: HIGHEST }),
  fc.constantFrom(LOWEST, LOWEST + 1, -1, 0, 1, HIGHEST),
);

/** Rows of 0 .. 40 entries: every length around the eight that the kernel takes at once. */
const product = fc.integer({ min: 1, max: 200 }).chain((words) =>
  fc.record({
    x: fc.array(code, { minLength: words, maxLength: words }),
    rows: fc.array(
      fc.array(fc.record({ value: code, address: fc.nat({ max: words - 1 }) }), {
        maxLength: 40,
        size: 'max',
      }),
      { minLength: 1, maxLength: 12 },
    ),
    bits: fc.constantFrom(8, 16, 31, 32, 33, 48, 52),
    accumulate: fc.boolean(),
    held: fc.array(fc.integer({ min: -128, max: 127 }), { minLength: 14, maxLength: 14 }),
    outFrom: fc.nat({ max: 2 }),
    from: fc.nat(),
    count: fc.nat(),
  }),
);

/** One row of `entries` equal values, all times the one word of the vector. */
function oneRow(entries: number, value: number): BeatMatrix {
  return {
    ...beatMatrix(1, [[0]]),
    entryStart: Uint32Array.of(0, entries),
    values: new Int16Array(entries).fill(value),
    addresses: new Uint16Array(entries),
  };
}

describe('the products of rows on the SIMD kernel', () => {
  it('are those of the plain loop to the bit, whatever the codes, lengths and slices', () => {
    fc.assert(
      fc.property(product, ({ x, rows, bits, accumulate, held, outFrom, from, count }) => {
        const addresses = rows.map((row) => row.map(({ address }) => address));
        const values = Int16Array.from(rows.flatMap((row) => row.map(({ value }) => value)));
        const matrix = { ...beatMatrix(4, addresses), values };
        const rowFrom = from % rows.length;
        const taken = count % (rows.length - rowFrom + 1);
        const buffer = bufferOf(Int16Array.from(x));
        const { plain, simd } = both(matrix, buffer, bits, rowFrom, taken, accumulate, held, outFrom);
        expect(simd).toEqual(plain);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    { value: LOWEST, word: LOWEST, entries: 2 },
    { value: LOWEST, word: LOWEST, entries: 8 },
    { value: LOWEST, word: LOWEST, entries: 192 },
    { value: LOWEST, word: LOWEST, entries: 131_000 },
    { value: LOWEST, word: HIGHEST, entries: 131_000 },
    { value: HIGHEST, word: HIGHEST, entries: 131_000 },
    { value: -1, word: 1, entries: 131_000 },
    { value: 0, word: LOWEST, entries: 131_000 },
  ])('sum $entries products of $value and $word exactly, past 32 bits', ({ value, word, entries }) => {
    const { plain, simd } = both(
      oneRow(entries, value),
      bufferOf(Int16Array.of(word)),
      52,
      0,
      1,
      false,
      [0],
      0,
    );
    expect(simd[0]).toBe(0 + entries * value * word);
    expect(plain[0]).toBe(0 + entries * value * word);
  });

  it('are those of the plain loop for more rows than one call of the kernel takes', () => {
    const rows = 2 * ROWS_PER_CALL + 3;
    const addresses = Array.from({ length: rows }, (_, row) => [row % 64, (7 * row) % 64, 5].slice(row % 3));
    const plainValues = beatMatrix(64, addresses);
    const matrix = { ...plainValues, values: randomCodes(plainValues.addresses.length, 'many rows') };
    const buffer = bufferOf(randomCodes(64, 'x'));
    const { plain, simd } = both(matrix, buffer, 48, 1, rows - 1, true, new Array(rows).fill(3), 1);
    expect(simd).toEqual(plain);
  });

  it('follow the vector buffer from call to call', () => {
    const matrix = oneRow(9, 3);
    for (const word of [1, -7, LOWEST]) {
      const { simd } = both(matrix, bufferOf(Int16Array.of(word)), 48, 0, 1, false, [0], 0);
      expect(simd[0]).toBe(27 * word);
    }
  });

  it.each([
    { what: 'addresses beyond the buffer', matrix: beatMatrix(1, [[0, 1]]), rows: 1 },
    { what: 'rows beyond the matrix', matrix: beatMatrix(1, [[0]]), rows: 2 },
    { what: 'a row of more than 131,000 entries', matrix: oneRow(131_001, 1), rows: 1 },
    {
      what: 'addresses of 32 bits',
      matrix: { ...beatMatrix(1, [[0]]), addresses: Uint32Array.of(0) },
      rows: 1,
    },
    { what: 'addresses that do not fit 16 bits when doubled', matrix: beatMatrix(1, [[32_768]]), rows: 1 },
  ])('are left to the plain loop with $what', ({ matrix, rows }) => {
    const out = Float64Array.of(7, 7);
    const buffer = bufferOf(Int16Array.of(1));
    expect(multiplyRowsSimd(kernel(), matrix, buffer, 48, 0, rows, false, out, 0)).toBe(false);
    expect(Array.from(out)).toEqual([7, 7]);
  });

  it('reach the last word that a doubled address can name', () => {
    const x = new Int16Array(32_768);
    x[32_767] = -9;
    const { simd } = both(beatMatrix(1, [[32_767]]), bufferOf(x), 48, 0, 1, false, [0], 0);
    expect(simd[0]).toBe(-9);
  });
});

describe('the choice between both', () => {
  it.each([
    { entries: 1023, isSimd: false },
    { entries: 1024, isSimd: true },
  ])('takes the kernel from 1024 entries on: $entries', ({ entries, isSimd }) => {
    const { sums } = kernel().views;
    sums[0] = 0.5;
    const out = Float64Array.of(0);
    multiplyRows(oneRow(entries, 2), bufferOf(Int16Array.of(-3)), 48, 0, 1, false, out, 0);
    expect(out[0]).toBe(-6 * entries);
    expect(sums[0]).toBe(isSimd ? -6 * entries : 0.5);
  });

  it('falls back to the plain loop on a matrix that the kernel cannot hold', () => {
    const matrix = { ...oneRow(2000, 2), addresses: new Uint32Array(2000) };
    const out = Float64Array.of(0);
    multiplyRows(matrix, bufferOf(Int16Array.of(-3)), 48, 0, 1, false, out, 0);
    expect(out[0]).toBe(-12_000);
  });
});
