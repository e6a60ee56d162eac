import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepLargest } from '../../../src/bbs/patterns/largest.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';

/** Keeps the `count` largest of values[from ..], through a scratch of `scratchLength`. */
function kept(
  values: Float32Array | Float64Array,
  from: number,
  count: number,
  scratchLength: number,
): number[] {
  const mask = new Uint8Array(values.length).fill(7);
  keepLargest(values, from, values.length, count, mask, new Float64Array(scratchLength));
  return [...mask];
}

function bySorting(values: Float32Array | Float64Array, from: number, count: number): number[] {
  const order = [...values.keys()].slice(from).sort((a, b) => values[b] - values[a] || a - b);
  const chosen = new Set(order.slice(0, Math.max(0, count)));
  return Array.from(values, (_, i) => (i < from ? 7 : Number(chosen.has(i))));
}

const magnitude = fc.oneof(
  fc.constantFrom(-1, 0, 1, 2),
  fc.double({ min: 0, noNaN: true }),
  fc.constantFrom(Number.MIN_VALUE, Number.MAX_VALUE, Number.POSITIVE_INFINITY),
);

it('keeps what sorting would keep, in short segments and in long ones', () => {
  fc.assert(
    fc.property(
      fc.array(magnitude, { maxLength: 60 }),
      fc.nat(10),
      fc.integer({ min: -1, max: 62 }),
      fc.constantFrom(0, 100),
      (magnitudes, start, count, scratchLength) => {
        const values = Float64Array.from(magnitudes);
        const from = Math.min(start, values.length);
        expect(kept(values, from, count, scratchLength)).toEqual(bySorting(values, from, count));
      },
    ),
    { numRuns: 1000 },
  );
});

it.each([0, 5000])(
  'keeps what sorting would keep of 4000 Gaussian weights with a scratch of %d',
  (scratchLength) => {
    const values = new Float32Array(4000);
    fillGaussian(values, 0, values.length, 1, seeded('largest'));
    for (let i = 0; i < values.length; i++) values[i] = Math.abs(values[i]);
    for (const count of [1, 10, 500, 2000, 3999]) {
      expect(kept(values, 0, count, scratchLength)).toEqual(bySorting(values, 0, count));
    }
  },
);

it.each([
  ['ascending', (i: number) => i],
  ['descending', (i: number) => -i],
  ['equal', () => 3],
  ['organ pipes', (i: number) => Math.min(i, 2000 - i)],
  ['saw', (i: number) => i % 7],
])('takes %s magnitudes', (_name, value) => {
  const values = Float64Array.from({ length: 2000 }, (_, i) => 5000 + value(i));
  for (const count of [1, 3, 999, 1000, 1999]) {
    expect(kept(values, 0, count, 2000)).toEqual(bySorting(values, 0, count));
  }
});

it('stays quick on an order that defeats the choice of pivots', () => {
  const length = 400_000;
  const rank = length / 2;
  const values = killer(length, rank - 1);
  const mask = new Uint8Array(length);
  keepLargest(values, 0, length, rank, mask, new Float64Array(length));
  expect(mask.reduce((sum, bit) => sum + bit, 0)).toBe(rank);
});

/** Magnitudes whose element at `pivot` is the largest left, again and again, as Hoare's FIND moves them. */
function killer(length: number, pivot: number): Float64Array {
  const at = Uint32Array.from({ length }, (_, i) => i);
  const values = Float64Array.from({ length }, (_, i) => i / length);
  for (let low = 0; low < pivot; low++) {
    values[at[pivot]] = length - low;
    [at[low], at[pivot]] = [at[pivot], at[low]];
  }
  return values;
}
