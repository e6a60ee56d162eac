import { describe, expect, it } from 'vitest';
import { crowdingDistances } from '../../../src/explore/search/crowding-distance.ts';

describe('the crowding distance', () => {
  it('is the sides of the cuboid between the neighbours, each over the range of its objective', () => {
    // Ranges 10 and 20. Second vector: (4 - 0) / 10 + (20 - 8) / 20; third: (10 - 1) / 10 + (14 - 0) / 20.
    const costs = [
      [4, 8],
      [0, 20],
      [10, 0],
      [1, 14],
    ];
    const [third, first, last, second] = crowdingDistances(costs);
    expect(second).toBeCloseTo(0.4 + 0.6, 12);
    expect(third).toBeCloseTo(0.9 + 0.7, 12);
    expect([first, last]).toEqual([Infinity, Infinity]);
  });

  it('is infinite for the ends of every objective', () => {
    const costs = [
      [0, 5, 5],
      [5, 0, 5],
      [5, 5, 0],
      [4, 4, 4],
      [6, 6, 6],
    ];
    const isEnd = crowdingDistances(costs).map((distance) => distance === Infinity);
    expect(isEnd).toEqual([true, true, true, false, true]);
  });

  it('leaves out objectives without a range', () => {
    const costs = [
      [0, 7],
      [1, 7],
      [4, 7],
    ];
    expect(crowdingDistances(costs)).toEqual([Infinity, 1, Infinity]);
    expect(crowdingDistances([[1], [1], [1]])).toEqual([0, 0, 0]);
  });

  it('is infinite for one cost vector and for two', () => {
    expect(crowdingDistances([])).toEqual([]);
    expect(crowdingDistances([[1, 2]])).toEqual([Infinity]);
    expect(
      crowdingDistances([
        [1, 2],
        [1, 2],
      ]),
    ).toEqual([Infinity, Infinity]);
  });

  it('refuses costs without a place on a scale', () => {
    expect(() => crowdingDistances([[1], [Infinity], [2]])).toThrow(RangeError);
  });
});
