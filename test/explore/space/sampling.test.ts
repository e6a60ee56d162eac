import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AxisLevels, AxisSchema, axisLevels } from '../../../src/explore/space/axis.ts';
import {
  type Combination,
  gridLevels,
  gridSize,
  latinHypercube,
  randomCombinations,
} from '../../../src/explore/space/sampling.ts';
import { refusal } from '../../config/refusal.ts';

const levelsOf = (axis: unknown): AxisLevels => axisLevels(AxisSchema.parse(axis));
const whole = (field: string, count: number) =>
  levelsOf({ field, range: { from: 0, to: count - 1, step: 1 } });
const share = (field: string) => levelsOf({ field, range: { from: 0, to: 1 } });
const everything = () => true;
const keys = (combinations: readonly Combination[]) =>
  combinations.map((combination) => JSON.stringify(combination));
const column = (combinations: readonly Combination[], axis: number) =>
  combinations.map((one) => Number(one[axis][0]));

describe('a grid', () => {
  it('has the first axis slowest', () => {
    const axes = [whole('a', 2), whole('b', 3)];
    const levels = Array.from({ length: gridSize(axes) }, (_, i) => gridLevels(axes, i));
    expect(levels).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
  });

  it('is one point without axes', () => expect([gridSize([]), gridLevels([], 0)]).toEqual([1, []]));

  it('finds any of a trillion points at once', () => {
    const axes = ['a', 'b'].map((field) => whole(field, 1_000_000));
    expect(gridSize(axes)).toBe(1e12);
    expect(gridLevels(axes, 1e12 - 2)).toEqual([999_999, 999_998]);
  });

  it('has every combination once', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    const act = (sizes: readonly number[]) => {
      const axes = sizes.map((count, i) => whole(`f${i}`, count));
      const all = Array.from({ length: gridSize(axes) }, (_, i) => gridLevels(axes, i).join());
      expect(new Set(all).size).toBe(sizes.reduce((a, b) => a * b, 1));
      expect(all).toEqual([...all].sort());
    };
    fc.assert(fc.property(counts, act));
  });

  it('needs axes with values of their own', () => {
    expect(refusal(() => gridSize([share('a')]))).toMatch(
      /^axis a: a grid needs values, found a range without/,
    );
    expect(refusal(() => gridLevels([share('a')], 0))).toMatch(/^axis a: a grid needs values/);
  });
});

describe('random points', () => {
  const axes = [whole('a', 10), whole('b', 10)];

  it('are as many as wanted, none twice, the same for the same seed', () => {
    const found = randomCombinations(axes, { points: 60, seed: 1 }, everything);
    expect(new Set(keys(found)).size).toBe(60);
    expect(randomCombinations(axes, { points: 60, seed: 1 }, everything)).toEqual(found);
    expect(randomCombinations(axes, { points: 60, seed: 2 }, everything)).not.toEqual(found);
  });

  it.each([100, 101, 5000])('are all points of the space, not in order, for %i of 100', (points) => {
    const found = keys(randomCombinations(axes, { points, seed: 1 }, everything));
    expect(new Set(found).size).toBe(100);
    expect(found).not.toEqual([...found].sort());
  });

  it('are only those that are allowed', () => {
    const isEven = ([[a], [b]]: Combination) => (Number(a) + Number(b)) % 2 === 0;
    for (const points of [20, 100]) {
      const found = randomCombinations(axes, { points, seed: 3 }, isEven);
      expect(found).toHaveLength(Math.min(points, 50));
      expect(found.every(isEven)).toBe(true);
    }
  });

  it('are given up after 200 draws per wanted point', () => {
    let draws = 0;
    const found = randomCombinations([share('a')], { points: 5, seed: 1 }, () => draws++ < 2);
    expect([found.length, draws]).toEqual([2, 1000]);
  });

  it('repeat the level of an axis where another axis is continuous', () => {
    const found = randomCombinations([whole('a', 2), share('b')], { points: 50, seed: 1 }, everything);
    expect(new Set(keys(found)).size).toBe(50);
  });

  it('are the same on an axis whatever the other axes are', () => {
    const alone = randomCombinations([share('a')], { points: 20, seed: 1 }, everything);
    const among = randomCombinations(
      [share('z'), share('a'), whole('c', 3)],
      { points: 20, seed: 1 },
      everything,
    );
    expect(column(among, 1)).toEqual(column(alone, 0));
    expect(column(among, 0)).not.toEqual(column(alone, 0));
  });

  it('are on every level equally often', () => {
    const counts = new Array(10).fill(0);
    const found = randomCombinations([whole('a', 10), share('b')], { points: 10_000, seed: 1 }, everything);
    for (const level of column(found, 0)) counts[level]++;
    // 1000 each; 5 standard deviations are 150
    expect(counts.every((count) => Math.abs(count - 1000) < 150)).toBe(true);
  });
});

describe('a Latin hypercube', () => {
  const seed = fc.integer({ min: 0, max: 1_000_000 });

  it('has one point in every stratum of every axis', () => {
    const act = (points: number, dimensions: number, from: number) => {
      const axes = Array.from({ length: dimensions }, (_, i) => share(`f${i}`));
      const found = latinHypercube(axes, { points, seed: from });
      for (let a = 0; a < dimensions; a++) {
        const strata = column(found, a).map((u) => Math.floor(u * points));
        expect(strata.sort((x, y) => x - y)).toEqual(Array.from({ length: points }, (_, i) => i));
      }
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 4 }), seed, act));
  });

  it('has every level of an axis equally often where the points divide among them', () => {
    const act = (count: number, times: number, from: number) => {
      const found = latinHypercube([whole('a', count), share('b')], { points: count * times, seed: from });
      const sorted = column(found, 0).sort((x, y) => x - y);
      expect(sorted).toEqual(Array.from({ length: count * times }, (_, i) => Math.floor(i / times)));
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 10 }), seed, act));
  });

  it('is the same for the same seed, and on an axis whatever the other axes are', () => {
    const alone = latinHypercube([share('a')], { points: 30, seed: 7 });
    expect(latinHypercube([share('a')], { points: 30, seed: 7 })).toEqual(alone);
    expect(column(latinHypercube([share('z'), share('a')], { points: 30, seed: 7 }), 1)).toEqual(
      column(alone, 0),
    );
    expect(latinHypercube([share('a')], { points: 30, seed: 8 })).not.toEqual(alone);
  });

  it('does not run along the diagonal', () => {
    const found = latinHypercube([share('a'), share('b')], { points: 1000, seed: 1 });
    const products = column(found, 0).map((u, i) => (u - 0.5) * (column(found, 1)[i] - 0.5) * 12);
    const correlation = products.reduce((sum, one) => sum + one, 0) / 1000;
    expect(Math.abs(correlation)).toBeLessThan(0.15); // independent shares: standard deviation 0.03
  });

  it('is the one that it has always been', () => {
    const axes = [levelsOf({ field: 'pes', powersOfTwo: { from: 8, to: 64 } }), share('workload.sparsity')];
    expect(latinHypercube(axes, { points: 4, seed: 1 })).toMatchInlineSnapshot(`
      [
        [
          [
            16,
          ],
          [
            0.221024832863,
          ],
        ],
        [
          [
            64,
          ],
          [
            0.25884351338,
          ],
        ],
        [
          [
            8,
          ],
          [
            0.616454078991,
          ],
        ],
        [
          [
            32,
          ],
          [
            0.910473822209,
          ],
        ],
      ]
    `);
    expect(randomCombinations(axes, { points: 3, seed: 1 }, everything)).toMatchInlineSnapshot(`
      [
        [
          [
            32,
          ],
          [
            0.756779675605,
          ],
        ],
        [
          [
            16,
          ],
          [
            0.679383026902,
          ],
        ],
        [
          [
            16,
          ],
          [
            0.733551279875,
          ],
        ],
      ]
    `);
  });
});
