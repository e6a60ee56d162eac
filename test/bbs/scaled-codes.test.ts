import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DenseMatrix, ScaledColumns } from '../../src/bbs/matrix.ts';
import { storeEntries } from '../../src/bbs/store.ts';
import { BadInput } from '../../src/errors/bad-input.ts';
import { noSaturations } from '../../src/num/fixed.ts';
import { matrix } from './matrices.ts';
import { format } from './stored.ts';

const int8 = { ...format, weightBits: 8 } as const;
const tensor = { ...int8, weightScale: 'tensor' } as const;
const store = (weights: DenseMatrix, number: typeof int8 | typeof tensor = int8) =>
  storeEntries(weights, new Uint8Array(weights.values.length).fill(1), number, noSaturations());

/** A matrix of int8 codes in the columns of each part, with its scales. */
function scaled(rows: number[][], ...scaled: readonly ScaledColumns[]): DenseMatrix {
  const cols = rows[0].length;
  const at = (row: number, col: number) =>
    scaled.filter(({ fromColumn }) => fromColumn <= col).at(-1)?.scales?.[row] ?? 1;
  const values = Float64Array.from(rows.flat(), (code, i) => code * at(Math.floor(i / cols), i % cols));
  return { tensor: 'w', rows: rows.length, cols, values, raw: false, mask: null, scaled };
}

describe('int8 codes made from floats', () => {
  it('have 127 for the largest of their row, and the others in its steps, halves up', () => {
    // Scales 1 and 2: 0.5 is half a step, 2.5 and -2.5 are two and a half, 127 / 2 = 63.5.
    const w = matrix([
      [127, 0.5, 2.5, -2.5],
      [-254, 127, 1, -1],
    ]);
    const { codes, weights, scales } = store(w);
    expect([...codes]).toEqual([127, 1, 3, -2, -127, 64, 1, 0]);
    expect([...weights]).toEqual([...w.values]);
    // 1 * 2^12 = 2^15 / 2^3.
    expect(scales).toEqual({
      multipliers: Uint16Array.of(0x8000, 0x8000),
      shifts: Uint8Array.of(3, 2),
      requantised: 0,
    });
  });

  it('have one scale of the whole matrix when they are told to', () => {
    const { codes, scales } = store(matrix([[127], [-254]]), tensor);
    expect([...codes]).toEqual([64, -127]);
    expect([...(scales?.shifts ?? [])]).toEqual([2, 2]);
  });

  it('look at stored weights alone: what is pruned leaves its row finer steps', () => {
    const w = matrix([[1270, 127]]);
    const { codes } = storeEntries(w, Uint8Array.of(0, 1), int8, noSaturations());
    expect([...codes]).toEqual([127]);
  });

  it('of a row of zeros, or of none, have the scale 0', () => {
    const { codes, scales } = store(matrix([[0, 0]]));
    expect([...codes]).toEqual([0, 0]);
    expect(scales).toMatchObject({ multipliers: Uint16Array.of(0) });
  });

  it('are within half a step of their weights, and saturate nothing', () => {
    const weight = fc.integer({ min: -20_000, max: 20_000 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 9 }), (row) => {
        const counts = noSaturations();
        const w = matrix([row]);
        const { codes } = storeEntries(w, new Uint8Array(row.length).fill(1), int8, counts);
        const step = Math.max(...row.map(Math.abs)) / 127;
        for (const [i, code] of codes.entries()) {
          expect(Math.abs(code * step - row[i])).toBeLessThanOrEqual(step * 0.5000001);
          expect(Math.abs(code)).toBeLessThanOrEqual(127);
        }
        expect(counts).toEqual(noSaturations());
      }),
    );
  });

  it('refuse a scale that 16 bits cannot multiply by, naming tensor and row', () => {
    const w = matrix([[1], [127 * 16]]);
    expect(() => store(w)).toThrow(BadInput);
    expect(() => store(w)).toThrow(/tensor w: row 1 needs the scale 16, .* below 16 are held .*fractionBits/);
  });
});

describe('int8 codes of a file', () => {
  it('stay as they are with the scale of their row, whatever it is', () => {
    const code = fc.integer({ min: -127, max: 127 });
    const scale = fc.float({ min: Math.fround(1e-6), max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(code, { minLength: 1, maxLength: 20 }), scale, (row, one) => {
        const { codes, scales } = store(scaled([row], { fromColumn: 0, scales: Float64Array.of(one) }));
        expect([...codes]).toEqual(row);
        expect(scales?.requantised).toBe(0);
      }),
    );
  });

  it('of two scales in a row go to the larger one, and those that change it are counted', () => {
    // Row 0: scales 1 and 2, so 3 becomes floor(1.5 + 1/2); row 1: both the same.
    const w = scaled(
      [
        [3, 0, 10],
        [3, 5, 10],
      ],
      { fromColumn: 0, scales: Float64Array.of(1, 1) },
      { fromColumn: 2, scales: Float64Array.of(2, 1) },
    );
    const { codes, scales } = store(w);
    expect([...codes]).toEqual([2, 0, 10, 3, 5, 10]);
    expect(scales?.requantised).toBe(1);
  });

  it('with one scale for all rows go to the largest of the file', () => {
    const w = scaled([[100], [100]], { fromColumn: 0, scales: Float64Array.of(1, 2) });
    const { codes, scales } = store(w, tensor);
    expect([...codes]).toEqual([50, 100]);
    expect(scales?.requantised).toBe(1);
  });

  it('beside floats of the same row are weights like those', () => {
    const w = scaled(
      [[100, 254]],
      { fromColumn: 0, scales: Float64Array.of(1) },
      { fromColumn: 1, scales: null },
    );
    const { codes, scales } = store(w);
    expect([...codes]).toEqual([50, 127]);
    expect(scales?.requantised).toBe(1);
  });
});
