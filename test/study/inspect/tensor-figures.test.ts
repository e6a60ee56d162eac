import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeColumns } from '../../../src/bbs/placement.ts';
import type { LstmTensor } from '../../../src/lstm/weights/lstm-tensor.ts';
import { toCode } from '../../../src/num/fixed.ts';
import { fittingFormat, mostFractionBits } from '../../../src/study/inspect/fitting-format.ts';
import { countNonZeros, summaryOf } from '../../../src/study/inspect/non-zeros.ts';
import { tensorFigures } from '../../../src/study/inspect/tensor-figures.ts';

const inTwoBanks = { banks: 2, placement: 'even', bits: 16 } as const;

/** A tensor of floats; `mask` says what is stored. */
function tensor(
  shape: readonly number[],
  values: readonly number[],
  more: Partial<LstmTensor> = {},
): LstmTensor {
  return { name: 'w', shape, values: Float64Array.from(values), raw: false, mask: null, ...more };
}

// Two rows over two banks of two columns:   -0.5  0 | 0.25  1.5
//                                            0    0 | 0    -0.125
const small = tensor([2, 4], [-0.5, 0, 0.25, 1.5, 0, 0, 0, -0.125]);

describe('the figures of a tensor', () => {
  const figures = tensorFigures(small, inTwoBanks);

  it('are worked out by hand for a matrix of two rows', () => {
    expect(figures).toMatchObject({ name: 'w', shape: [2, 4], sparsity: 0.5, min: -0.5, max: 1.5 });
    expect(figures).toMatchObject({ isMasked: false, values: 'floats', smallest: 0.125 });
    // 0.25 + 0.0625 + 2.25 + 0.015625 over four values; 1.5 is twelve times 0.125.
    expect(figures.rms).toBeCloseTo(Math.sqrt(2.578125 / 4), 12);
    expect(figures.dynamicRangeDb).toBeCloseTo(20 * Math.log10(12), 12);
  });

  it('count the non-zeros of rows, columns and banks of rows', () => {
    expect(figures.nonZerosPerRow).toEqual({
      min: 1,
      mean: 2,
      max: 3,
      histogram: { first: 1, width: 1, counts: [1, 0, 1] },
    });
    expect(figures.nonZerosPerColumn).toMatchObject({ min: 0, mean: 1, max: 2 });
    expect(figures.nonZerosPerColumn?.histogram).toEqual({ first: 0, width: 1, counts: [1, 2, 1] });
    // Banks of the rows: 1 and 2, 0 and 1.
    expect(figures.nonZerosPerBank).toMatchObject({ min: 0, mean: 1, max: 2 });
    expect(figures.nonZerosPerBank?.histogram.counts).toEqual([1, 2, 1]);
  });

  it('name the format that fits: 1.5 needs two integer bits, sign included', () => {
    expect(figures.number).toEqual({ bits: 16, integerBits: 2, fractionBits: 14, roundsToZeroShare: 0 });
  });

  it('count masked positions as zeros, whatever stood there', () => {
    const mask = Uint8Array.from([1, 1, 1, 0, 1, 1, 1, 1]);
    const values = Float64Array.from(small.values);
    values[3] = 0; // As files with masks are read.
    const masked = tensorFigures({ ...small, values, mask }, inTwoBanks);
    expect(masked).toMatchObject({ sparsity: 0.625, max: 0.25, isMasked: true });
  });

  it('take a vector as one row, without columns and banks', () => {
    const vector = tensorFigures(tensor([3], [0, 2, -1]), inTwoBanks);
    expect(vector.nonZerosPerRow).toMatchObject({ min: 2, mean: 2, max: 2 });
    expect([vector.nonZerosPerColumn, vector.nonZerosPerBank]).toEqual([null, null]);
  });

  it('have no range where all values are zero', () => {
    const zeros = tensorFigures(tensor([1, 2], [0, 0]), inTwoBanks);
    expect(zeros).toMatchObject({ sparsity: 1, rms: 0, smallest: null, dynamicRangeDb: null });
    expect(zeros.number).toMatchObject({ fractionBits: 15, roundsToZeroShare: 0 });
  });

  it('stay finite for values whose squares and ratios are not', () => {
    const wide = tensorFigures(tensor([1, 2], [1e300, 5e-324]), inTwoBanks);
    expect(wide.rms).toBeCloseTo(1e300 / Math.sqrt(2), -290);
    expect(wide.dynamicRangeDb).toBeGreaterThan(12_000);
    expect(wide.number).toBeNull();
  });

  it('say nothing of the format of int16 codes, and what else a file holds', () => {
    const codes = tensorFigures(
      { ...small, values: Int16Array.of(1, 2, 3, 4, 5, 6, 7, 8), raw: true },
      inTwoBanks,
    );
    expect(codes).toMatchObject({ values: 'int16 codes', number: null });
    expect(tensorFigures({ ...small, scales: Float64Array.of(1, 1) }, inTwoBanks).values).toBe('int8 codes');
  });
});

describe('non-zeros of banks', () => {
  it('are those of the banks that have columns: three of five for three columns', () => {
    const { banks } = countNonZeros([1, 0, 1], 1, placeColumns('even', 3, 5));
    expect(Array.from(banks)).toEqual([1, 0, 1]);
  });

  it('add up to those of rows and of columns, in bars that hold them all', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(
        values,
        fc.constantFrom(1, 2, 3, 5),
        fc.integer({ min: 1, max: 70 }),
        (ones, rows, banks) => {
          const counts = countNonZeros(ones, rows, placeColumns('even', 60 / rows, banks));
          const total = ones.reduce((sum, one) => sum + one, 0);
          for (const part of [counts.rows, counts.columns, counts.banks]) {
            expect(part.reduce((sum, count) => sum + count, 0)).toBe(total);
            const { mean, histogram } = summaryOf(part);
            expect(mean * part.length).toBeCloseTo(total, 9);
            expect(histogram.counts.length).toBeLessThanOrEqual(64);
            expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(part.length);
          }
        },
      ),
    );
  });

  it('share a bar where there are more of them than bars', () => {
    const { histogram } = summaryOf(Uint32Array.from({ length: 130 }, (_, i) => i));
    expect(histogram).toMatchObject({ first: 0, width: 3 });
    expect(histogram.counts).toEqual([...new Array(43).fill(3), 1]);
  });
});

describe('the number format that fits', () => {
  it.each([
    { min: -1, max: 0.999_96, bits: 16, expected: 15 },
    { min: -1, max: 0.999_99, bits: 16, expected: 14 },
    { min: -1.00002, max: 0, bits: 16, expected: 14 },
    { min: 0, max: 3.9, bits: 8, expected: 5 },
    { min: 0, max: 32_767.4, bits: 16, expected: 0 },
    { min: 0, max: 32_767.5, bits: 16, expected: null },
  ])('has $expected fraction bits of $bits for $min to $max', ({ min, max, bits, expected }) => {
    expect(mostFractionBits({ min, max }, bits)).toBe(expected);
  });

  it('cuts no value, would cut one with a bit more, and says what rounds to zero', () => {
    const values = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, fc.integer({ min: 8, max: 16 }), (list, bits) => {
        const ends = { min: Math.min(...list), max: Math.max(...list) };
        const fitting = fittingFormat([{ values: list, ...ends }], bits);
        if (fitting === null) throw new Error('40 fits 8 bits');
        const { fractionBits, integerBits, roundsToZeroShare } = fitting;
        const isCut = (value: number, fraction: number) =>
          toCode(value, fraction) >= 2 ** (bits - 1) || toCode(value, fraction) < -(2 ** (bits - 1));
        expect(integerBits + fractionBits).toBe(bits);
        expect(list.some((value) => isCut(value, fractionBits))).toBe(false);
        if (fractionBits < bits - 1) expect(list.some((value) => isCut(value, fractionBits + 1))).toBe(true);
        const nonZeros = list.filter((value) => value !== 0);
        const lost = nonZeros.filter((value) => toCode(value, fractionBits) === 0);
        expect(roundsToZeroShare).toBe(nonZeros.length === 0 ? 0 : lost.length / nonZeros.length);
      }),
    );
  });
});
