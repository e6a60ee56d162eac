import { describe, expect, it } from 'vitest';
import { coefficientOf } from '../../src/bbs/factors.ts';
import { fitPart, type PartFit } from '../../src/bbs/power-of-two-fit.ts';
import { fillGaussian, seeded } from '../../src/num/random.ts';

/** C B of a fit, row by row. */
function product({ coefficients, basis }: PartFit, columns: number): number[] {
  return Array.from(coefficients, (_, at) => {
    const [run, j] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let i = 0; i < columns; i++)
      sum += coefficientOf[coefficients[run * columns + i]] * basis[i * columns + j];
    return sum;
  });
}

const realsOf = ({ coefficients }: PartFit) => Array.from(coefficients, (code) => coefficientOf[code]);

function gaussian(runs: number, columns: number, seed: string): Float64Array {
  const values = new Float32Array(runs * columns);
  fillGaussian(values, 0, values.length, 1, seeded(seed));
  return Float64Array.from(values);
}

const errorOf = (values: Float64Array, fit: PartFit, columns: number) =>
  product(fit, columns).reduce((sum, value, i) => sum + (value - values[i]) ** 2, 0);

describe('the coefficients of a part', () => {
  it('are zero and the powers from 2^-1 to 2^5, in 4 bits', () => {
    expect([...coefficientOf]).toEqual([0, 0.5, 1, 2, 4, 8, 16, 32, 0, -0.5, -1, -2, -4, -8, -16, -32]);
  });

  it('reproduce what is powers of two times a diagonal basis, with the largest moved to 2^5', () => {
    // Columns of +-2^e times 1.25, 1 and 1.375: the nearest powers are the factors.
    const values = Float64Array.of(8 * 1.25, -2, 1.375, -1.25, 8, 0.25 * 1.375, 2.5, 0, -8 * 1.375);
    const fit = fitPart({ values, runs: 3, columns: 3 });
    expect(realsOf(fit)).toEqual([32, -8, 4, -4, 32, 1, 8, 0, -32]);
    const basis = [1.25 / 4, 0, 0, 0, 1 / 4, 0, 0, 0, 1.375 / 4];
    for (const [i, value] of fit.basis.entries()) expect(value).toBeCloseTo(basis[i], 12);
    expect(fit.errors.at(-1)).toBeCloseTo(0, 20);
  });

  it('are the nearest of seven powers and zero, of two equally near the lower', () => {
    // One run: B stays I, scaled by 2^0 since 32 is 2^5. 24 is between 16 and 32, 0.25 between 0 and 1/2.
    const row = (values: number[]) =>
      realsOf(fitPart({ values: Float64Array.from(values), runs: 1, columns: 7 }));
    expect(row([32, 24, -24.1, 0.75, 0.76, 0.25, -0.26])).toEqual([32, 16, -32, 0.5, 1, 0, -0.5]);
    // The largest decides: 48 is nearer to 32 by the rule of ties, 48.1 to 64, which becomes 2^5.
    expect(row([48, 1, 0, 0, 0, 0, 0])).toEqual([32, 1, 0, 0, 0, 0, 0]);
    expect(row([48.1, 1, 0.5, 0, 0, 0, 0])).toEqual([32, 0.5, 0, 0, 0, 0, 0]);
  });
});

describe('the fit of a part', () => {
  it('SmartExchange (Zhao et al., ISCA 2020): its error falls over the rounds, and the best of them counts', () => {
    for (const [runs, columns] of [
      [5, 3],
      [16, 3],
      [64, 3],
      [171, 3],
      [40, 4],
    ]) {
      const values = gaussian(runs, columns, `${runs} runs`);
      const fit = fitPart({ values, runs, columns });
      // Least squares only gain, nearest powers may lose: few rounds do, and less than 1 %.
      const rises = fit.errors.slice(1).map((error, round) => error / fit.errors[round] - 1);
      expect(rises.filter((rise) => rise > 0).length).toBeLessThanOrEqual(rises.length / 3);
      expect(Math.max(...rises)).toBeLessThan(0.01);
      const least = Math.min(...fit.errors);
      expect(least).toBeLessThan(0.9 * fit.errors[0]);
      expect(errorOf(values, fit, columns)).toBeCloseTo(least, 9);
      expect(fit.errors.length).toBeLessThanOrEqual(30);
    }
  });

  it('has the basis of least squares over its coefficients: no other is nearer', () => {
    const [runs, columns] = [20, 3];
    const values = gaussian(runs, columns, 'least squares');
    const fit = fitPart({ values, runs, columns });
    for (let at = 0; at < fit.basis.length; at++) {
      for (const by of [-1e-3, 1e-3]) {
        const basis = fit.basis.map((value, i) => (i === at ? value + by : value));
        expect(errorOf(values, { ...fit, basis }, columns)).toBeGreaterThan(errorOf(values, fit, columns));
      }
    }
  });

  it('keeps the basis that it has where fewer runs than columns decide none', () => {
    const values = Float64Array.of(5, -3, 1, 0.5, 2, 9);
    const fit = fitPart({ values, runs: 2, columns: 3 });
    // Nearest powers of 5 -3 1 / 0.5 2 9 are 4 -2 1 / 0.5 2 8; 8 becomes 2^5.
    expect(realsOf(fit)).toEqual([16, -8, 4, 2, 8, 32]);
    expect([...fit.basis]).toEqual([1 / 4, 0, 0, 0, 1 / 4, 0, 0, 0, 1 / 4]);
  });

  it('is of zeros for zeros', () => {
    const fit = fitPart({ values: new Float64Array(6), runs: 2, columns: 3 });
    expect(realsOf(fit)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(fit.errors).toEqual([0]);
  });
});
