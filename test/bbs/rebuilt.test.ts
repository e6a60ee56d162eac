import { describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../../src/bbs/matrix.ts';
import { countedValues, rebuiltMatrix } from '../../src/bbs/rebuilt.ts';
import { noSaturations } from '../../src/num/fixed.ts';
import { matrix } from './matrices.ts';

const valuesOf = (w: DenseMatrix, values: number[], bits?: number) => [
  ...rebuiltMatrix(w, { values: Float64Array.from(values) }, bits).values,
];

describe('rebuilt weights', () => {
  it('of raw codes are the nearest codes, which saturate to the bits of the array and are counted', () => {
    const w = { ...matrix([[1, 2, 3, 4]]), values: Int16Array.of(1, 2, 3, 4), raw: true };
    expect(valuesOf(w, [0.5, -0.5, 1.4, 40000])).toEqual([1, 0, 1, 32767]);
    const saturations = noSaturations();
    const values = Float64Array.of(127.4, 127.5, -128.5, -128.6);
    expect([...rebuiltMatrix(w, { values }, 8, saturations).values]).toEqual([127, 127, -128, -128]);
    expect(saturations.weight).toBe(2);
  });

  it('of single precision are of single precision, and finite', () => {
    const w = { ...matrix([[1, 2]]), values: Float32Array.of(1, 2) };
    expect(valuesOf(w, [0.1, 1e39])).toEqual([Math.fround(0.1), 2 ** 128 - 2 ** 104]);
    expect(valuesOf(matrix([[1, 2]]), [0.1, 1e39])).toEqual([0.1, 1e39]);
  });

  it('of floats of 16 bits are such', () => {
    const values = Float32Array.of(1, 2);
    expect(valuesOf({ ...matrix([[1, 2]]), values, smallFloat: 'float16' }, [1.0001, 7e4])).toEqual([
      1, 65504,
    ]);
    expect(valuesOf({ ...matrix([[1, 2]]), values, smallFloat: 'bfloat16' }, [1.001, 7e4])).toEqual([
      1, 70144,
    ]);
  });

  it('of int8 codes are codes of their scales, beside floats of single precision', () => {
    const scaled = [
      { fromColumn: 0, scales: Float64Array.of(0.5, 0.25) },
      { fromColumn: 2, scales: null },
    ];
    const w = {
      ...matrix([
        [1, 2, 3],
        [1, 2, 3],
      ]),
      scaled,
    };
    const rebuilt = rebuiltMatrix(w, { values: Float64Array.of(0.7, -99, 0.1, 0.7, 99, 1) });
    expect([...rebuilt.values]).toEqual([0.5, -63.5, Math.fround(0.1), 0.75, 31.75, 1]);
    expect(rebuilt.scaled).toBe(scaled);
  });

  it('have no mask of the file any more, and know what they are rebuilt from', () => {
    const w = matrix([[1, 2]], [[0, 1]]);
    expect([...countedValues(w)]).toEqual([0, 2]);
    const factors = { kind: 'wrapped-diagonals', block: 2 } as const;
    expect(rebuiltMatrix(w, { values: Float64Array.of(3, 4), factors })).toEqual({
      ...matrix([[3, 4]]),
      factors,
    });
    expect(rebuiltMatrix(w, null)).toBe(w);
  });
});
