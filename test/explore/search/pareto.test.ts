import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominates, paretoFront, weaklyDominates } from '../../../src/explore/search/pareto.ts';
import { seeded } from '../../../src/num/random.ts';
import { bruteFront } from './spaces.ts';

/** Few different costs, so that ties and equal cost vectors are common. */
const anyPoints = fc
  .integer({ min: 1, max: 5 })
  .chain((m) =>
    fc.array(fc.array(fc.integer({ min: -3, max: 4 }), { minLength: m, maxLength: m }), { maxLength: 40 }),
  );

const anyReals = fc.array(
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 }),
);

describe('domination', () => {
  it('needs no worse objective and a better one', () => {
    expect(dominates([1, 2], [1, 3])).toBe(true);
    expect(dominates([1, 2], [1, 2])).toBe(false);
    expect(dominates([1, 3], [2, 2])).toBe(false);
    expect(weaklyDominates([1, 2], [1, 2])).toBe(true);
    expect(weaklyDominates([1, 3], [2, 2])).toBe(false);
  });
});

describe('the Pareto front', () => {
  it('keeps equal cost vectors and the order of the indices', () => {
    const costs = [
      [5, 1],
      [2, 2],
      [3, 3],
      [2, 2],
      [1, 4],
      [1, 5],
      [6, 1],
    ];
    expect(paretoFront(costs)).toEqual([0, 1, 3, 4]);
    expect(paretoFront([])).toEqual([]);
    expect(paretoFront([[3], [1], [2], [1]])).toEqual([1, 3]);
  });

  it('is what comparing all cost vectors with all finds', () => {
    fc.assert(
      fc.property(fc.oneof(anyPoints, anyReals), (costs) => {
        expect(paretoFront(costs)).toEqual(bruteFront(costs));
      }),
    );
  });

  it('has no member that dominates another, and a member that dominates each cost vector outside', () => {
    fc.assert(
      fc.property(anyPoints, (costs) => {
        const front = paretoFront(costs);
        for (const [i, point] of costs.entries()) {
          expect(front.some((k) => dominates(costs[k], point))).toBe(!front.includes(i));
        }
      }),
    );
  });

  it('does not depend on the order of the cost vectors', () => {
    const anyOrder = anyPoints.chain((costs) =>
      fc.tuple(
        fc.constant(costs),
        fc.shuffledSubarray([...costs.keys()], { minLength: costs.length, maxLength: costs.length }),
      ),
    );
    fc.assert(
      fc.property(anyOrder, ([costs, order]) => {
        const front = paretoFront(order.map((i) => costs[i])).map((k) => order[k]);
        expect(front.sort((i, j) => i - j)).toEqual(paretoFront(costs));
      }),
    );
  });

  it('compares cost vectors whose sums are equal after rounding or overflow', () => {
    expect(
      paretoFront([
        [1e17, 2, 0],
        [1e17, 1, 0],
      ]),
    ).toEqual([1]);
    expect(
      paretoFront([
        [1e308, 1e308, -1e308],
        [1e308, 1e308, -1.1e308],
      ]),
    ).toEqual([1]);
  });

  it.each([2, 3, 5])('takes 100,000 cost vectors of %i objectives', (objectives) => {
    const random = seeded(objectives);
    const costs = Array.from({ length: 100_000 }, () => Array.from({ length: objectives }, random));
    const front = paretoFront(costs);
    const isMember = new Set(front);
    const members = front.map((i) => costs[i]);
    const isBeaten = (point: readonly number[]) => members.some((member) => dominates(member, point));
    expect(members.some(isBeaten)).toBe(false);
    for (let i = 0; i < costs.length; i += 97) expect(isBeaten(costs[i])).toBe(!isMember.has(i));
  });

  it('refuses cost vectors that cannot be compared', () => {
    expect(() =>
      paretoFront([
        [1, 2],
        [1, Number.NaN],
      ]),
    ).toThrow(new RangeError('cost vector 1: objective 1 is NaN'));
    expect(() => paretoFront([[Infinity]])).toThrow('cost vector 0: objective 0 is Infinity');
    expect(() => paretoFront([[1, 2], [1]])).toThrow('cost vector 1 has 1 objectives, vector 0 has 2');
    expect(() => paretoFront([[]])).toThrow('cost vector 0 has no objectives');
  });
});
