import { describe, expect, it } from 'vitest';
import { multiplyRows } from '../../../src/hw/array/multiply.ts';
import { loadElements, vectorBuffer } from '../../../src/hw/array/vector-buffer.ts';
import { accelerator, spmvCase, storedMatrix } from './arrays.ts';

describe('the products of rows', () => {
  const stored = storedMatrix(4, [[0, 3], [], [1, 2, 3]]);
  stored.codes.set([2, 3, 100, 50, -1]);
  const { beats } = spmvCase(accelerator({ kind: 'csr', pes: 1, banks: 2 }), stored);
  const buffer = vectorBuffer(beats.placement);
  loadElements(buffer, Int16Array.of(1, 10, 4, -5), 0);
  const multiply = (
    bits: number,
    rowFrom: number,
    rows: number,
    accumulate: boolean,
    out: number[],
    outFrom = 0,
  ) => {
    const sums = Float64Array.from(out);
    multiplyRows(beats, buffer, bits, rowFrom, rows, accumulate, sums, outFrom);
    return Array.from(sums);
  };

  it('replace what was there, an empty row by 0', () => {
    expect(multiply(48, 0, 3, false, [7, 7, 7])).toEqual([-13, 0, 1205]);
  });

  it('are added to what is there when they accumulate', () => {
    expect(multiply(48, 0, 3, true, [7, 7, 7])).toEqual([-6, 7, 1212]);
  });

  it('of a slice of the rows go to a slice of the destination', () => {
    expect(multiply(48, 2, 1, false, [7, 7, 7], 1)).toEqual([7, 1205, 7]);
  });

  it('wrap to the bits of the accumulator, with what is there', () => {
    expect(multiply(8, 2, 1, false, [0])).toEqual([1205 - 5 * 256]);
    expect(multiply(8, 2, 1, true, [100])).toEqual([1305 - 5 * 256]);
    expect(multiply(8, 0, 1, true, [-120])).toEqual([123]);
  });
});
