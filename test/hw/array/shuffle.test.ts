import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeShuffle } from '../../../src/hw/array/shuffle.ts';

const lanesOf = (...lanes: number[][]) => lanes.map((lane) => Uint16Array.from(lane));

describe('a shuffle unit', () => {
  it('accepts an entry a slot from every lane that meets nobody', () => {
    expect(timeShuffle(lanesOf([0, 0, 0], [1, 1, 1]), 2, 4)).toMatchObject({ slots: 3 });
  });

  it('asks lane 1 first in slot 0; the lane that lost comes back after the retry, and its next goes before', () => {
    // Slot 0: both want bank 0, lane 1 has it. Slot 1: lane 0 presents its second entry; slot 3: the first.
    const { acceptedAt, slots } = timeShuffle(lanesOf([0, 1], [0]), 2, 3);
    expect(acceptedAt).toEqual(lanesOf([3, 1], [0]).map((lane) => Uint32Array.from(lane)));
    expect(slots).toBe(4);
  });

  it('presents what it lost before what is new', () => {
    const { acceptedAt } = timeShuffle(lanesOf([0, 1, 1, 1], [0]), 2, 2);
    expect(Array.from(acceptedAt[0])).toEqual([2, 1, 3, 4]);
  });

  it('accepts every entry once, at most one a slot and bank, and needs at least as many slots as the fullest', () => {
    const requests = fc
      .record({ lanes: fc.integer({ min: 1, max: 8 }), banks: fc.integer({ min: 1, max: 8 }) })
      .chain(({ lanes, banks }) =>
        fc.record({
          banks: fc.constant(banks),
          retry: fc.integer({ min: 1, max: 7 }),
          bankOf: fc.array(fc.array(fc.nat(banks - 1), { maxLength: 20 }), {
            minLength: lanes,
            maxLength: lanes,
          }),
        }),
      );
    fc.assert(
      fc.property(requests, ({ banks, retry, bankOf }) => {
        const { acceptedAt, perBank, slots } = timeShuffle(lanesOf(...bankOf), banks, retry);
        const places = bankOf.flatMap((lane, l) => lane.map((bank, e) => `${acceptedAt[l][e]} ${bank}`));
        expect(new Set(places).size).toBe(places.length);
        expect(perBank.reduce((sum, n) => sum + n, 0)).toBe(places.length);
        expect(slots).toBeGreaterThanOrEqual(Math.max(0, ...perBank, ...bankOf.map(({ length }) => length)));
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
