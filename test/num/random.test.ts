import { describe, expect, it } from 'vitest';
import { fillGaussian, type Random, seeded } from '../../src/num/random.ts';

const take = (random: Random, count: number) => Array.from({ length: count }, () => random());

describe('a seed', () => {
  it('gives the same numbers for ever', () => {
    expect(take(seeded(1), 3)).toEqual([0.526047095656395, 0.12264361372217536, 0.47771977609954774]);
  });

  it('is the same as a number and as text', () => {
    expect(take(seeded(42), 10)).toEqual(take(seeded('42'), 10));
  });

  it('differs from the next seed', () => {
    expect(take(seeded(1), 5)).not.toEqual(take(seeded(2), 5));
  });

  it('stays in [0, 1)', () => {
    expect(take(seeded('range'), 10_000).filter((number) => number < 0 || number >= 1)).toEqual([]);
  });
});

describe('Gaussian weights', () => {
  it('have the mean, the spread and the tails of a normal distribution', () => {
    const values = new Float64Array(100_000);
    fillGaussian(values, 0, values.length, 2, seeded(1));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const beyondTwo = values.filter((value) => Math.abs(value) > 4).length / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 4)).toBeLessThan(0.1);
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.003);
  });

  it.each([
    [2, 7],
    [2, 8],
    [3, 3],
    [0, 9],
  ])('fill exactly the elements %d to %d', (from, to) => {
    const values = new Float32Array(9).fill(99);
    fillGaussian(values, from, to, 1, seeded(3));
    values.forEach((value, i) => {
      expect(value === 99).toBe(i < from || i >= to);
    });
  });

  it('are finite where the source gives 0', () => {
    const values = new Float64Array(2);
    fillGaussian(values, 0, 2, 1, () => 0);
    expect([...values].map(Math.abs)).toEqual([0, 0]);
  });

  it('take both numbers of a pair from two uniform ones', () => {
    let calls = 0;
    const values = new Float64Array(4);
    fillGaussian(values, 0, 4, 1, () => [0.5, 0.25][calls++ % 2]);
    const radius = Math.sqrt(2 * Math.LN2);
    expect(calls).toBe(4);
    expect(values[0]).toBeCloseTo(0, 12);
    expect(values[1]).toBeCloseTo(radius, 12);
    expect([values[2], values[3]]).toEqual([values[0], values[1]]);
  });
});
