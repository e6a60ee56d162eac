import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addProducts } from '../../../src/bbs/add-products.ts';
import { expandCirculant, nearestCirculant } from '../../../src/bbs/formats/circulant.ts';
import { transform } from '../../../src/published/c-lstm/fft.ts';
import { multiplySpectra, spectralWeights } from '../../../src/published/c-lstm/multiply.ts';
import type { CLstmConfig } from '../../../src/published/c-lstm/parameters.ts';
import { timeStages } from '../../../src/published/c-lstm/stages.ts';

const code = fc.integer({ min: -32768, max: 32767 });
const anyLength = fc.constantFrom(1, 2, 4, 8, 16, 32);

/** The discrete Fourier transform by its definition. */
function definition(re: readonly number[], im: readonly number[], sign: number): [number, number][] {
  const n = re.length;
  return re.map((_, k) => {
    let [r, i] = [0, 0];
    for (let t = 0; t < n; t++) {
      const angle = (sign * 2 * Math.PI * k * t) / n;
      r += re[t] * Math.cos(angle) - im[t] * Math.sin(angle);
      i += re[t] * Math.sin(angle) + im[t] * Math.cos(angle);
    }
    return [r, i];
  });
}

describe('the FFT', () => {
  it('is the transform by its definition, both ways', () => {
    const vectors = anyLength.chain((n) =>
      fc.tuple(
        fc.array(code, { minLength: n, maxLength: n }),
        fc.array(code, { minLength: n, maxLength: n }),
        fc.constantFrom(-1 as const, 1 as const),
      ),
    );
    fc.assert(
      fc.property(vectors, ([re, im, sign]) => {
        const found = { re: Float64Array.from(re), im: Float64Array.from(im) };
        transform(found, sign);
        definition(re, im, sign).forEach(([r, i], k) => {
          expect(Math.abs(found.re[k] - r)).toBeLessThan(1e-6);
          expect(Math.abs(found.im[k] - i)).toBeLessThan(1e-6);
        });
      }),
    );
  });

  it('refuses a length that is no power of two', () => {
    expect(() => transform({ re: new Float64Array(6), im: new Float64Array(6) }, 1)).toThrow('6 points');
  });
});

const anyMatrix = fc
  .record({
    rows: fc.integer({ min: 1, max: 20 }),
    cols: fc.integer({ min: 1, max: 20 }),
    block: fc.constantFrom(2, 4, 8, 16),
  })
  .chain(({ rows, cols, block }) =>
    fc.record({
      matrix: fc
        .array(fc.double({ min: -4, max: 4, noNaN: true }), {
          minLength: rows * cols,
          maxLength: rows * cols,
        })
        .map((values) => ({
          tensor: 'w',
          rows,
          cols,
          values: Float64Array.from(values),
          raw: false,
          mask: null,
        })),
      block: fc.constant(block),
      x: fc.array(code, { minLength: cols, maxLength: cols }),
    }),
  );

describe('block-circulant weights', () => {
  it('repeat along the wrapped diagonals of every block', () => {
    fc.assert(
      fc.property(anyMatrix, ({ matrix, block }) => {
        const { codes, rows, cols } = expandCirculant(nearestCirculant(matrix, block, 12));
        for (let row = 0; row + 1 < rows; row++) {
          for (let col = 0; col + 1 < cols; col++) {
            const isInside = (row + 1) % block !== 0 && (col + 1) % block !== 0;
            if (isInside) expect(codes[row * cols + col]).toBe(codes[(row + 1) * cols + col + 1]);
          }
        }
      }),
    );
  });

  it('are the means of those diagonals', () => {
    const values = Float64Array.of(1, 2, 3, 5);
    const found = nearestCirculant({ tensor: 'w', rows: 2, cols: 2, values, raw: false, mask: null }, 2, 4);
    // Element (i, j) is the vector's element (i - j) mod 2: 0 on the diagonal (1
    // and 5), 1 beside it (2 and 3).
    expect([...found.vectors]).toEqual([3 * 16, 2.5 * 16]);
  });

  it('give in the frequency domain the integers of the time domain', () => {
    fc.assert(
      fc.property(anyMatrix, ({ matrix, block, x }) => {
        const circulant = nearestCirculant(matrix, block, 12);
        const input = Int16Array.from(x);
        const expected = new Float64Array(matrix.rows);
        addProducts(expandCirculant(circulant), input, expected);
        const found = multiplySpectra(spectralWeights(circulant, 12, null), input);
        expect([...found].map((value) => Math.round(value) || 0)).toEqual(
          [...expected].map((value) => value || 0),
        );
      }),
    );
  });

  it('lose something when their spectra are rounded, and nothing when all bits are kept', () => {
    const values = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i));
    const circulant = nearestCirculant(
      { tensor: 'w', rows: 8, cols: 8, values, raw: false, mask: null },
      8,
      12,
    );
    const x = Int16Array.from({ length: 8 }, (_, i) => 400 * i - 1000);
    const exact = multiplySpectra(spectralWeights(circulant, 12, null), x);
    const errorOf = (bits: number) =>
      Math.max(
        ...multiplySpectra(spectralWeights(circulant, 12, bits), x).map((y, row) => Math.abs(y - exact[row])),
      );
    expect(errorOf(4)).toBeGreaterThan(errorOf(8));
    expect(errorOf(8)).toBeGreaterThan(0);
  });
});

describe('the stages of C-LSTM', () => {
  const config = {
    clockMhz: 200,
    shape: { inputs: 153, hidden: 1024, projection: 512 },
    rowsInParallel: 16,
    blockColumnsPerCycle: 1,
    inverseFftRowsPerCycle: 1,
    copiedBlocksPerCycle: 1,
    elementWiseLanes: 2,
    groupFillCycles: 0,
  } as CLstmConfig;

  it('are those of the open code for blocks of 8: 84 block columns, 128 and 64 block rows', () => {
    expect(timeStages(config, 8, 0)).toEqual({
      convolution: 672 + 128 + 64,
      elementWise: 512,
      projection: 512 + 64,
      initiationInterval: 864,
      latency: 3 * 864,
    });
  });

  it('are bound by the element-wise stage for blocks of 16', () => {
    const { convolution, elementWise, initiationInterval } = timeStages(config, 16, 0);
    expect(convolution).toBe(4 * 42 + 64 + 32);
    expect(initiationInterval).toBe(elementWise);
  });

  it('drain the pipeline after every group of block rows', () => {
    const drained = timeStages({ ...config, groupFillCycles: 10 }, 8, 0);
    expect(drained.convolution).toBe(864 + 8 * 10);
    expect(drained.projection).toBe(576 + 4 * 10);
  });
});
