import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keptCountOrOne } from '../../../src/bbs/patterns/kept-count.ts';
import { nearestSparsity } from '../../../src/bbs/patterns/nearest-sparsity.ts';

/** What parts that round for themselves keep together, at least one weight each. */
const keptOf = (parts: readonly number[]) => (sparsity: number) =>
  parts.reduce((kept, part) => kept + keptCountOrOne(part, sparsity), 0);

const inBlocksOf = (size: number, blocks: number) => (sparsity: number) =>
  size * keptCountOrOne(blocks, sparsity);

it('is the plain share where that keeps the count', () => {
  expect(nearestSparsity(25, 100, keptOf([100]))).toBe(0.75);
  expect(nearestSparsity(0, 100, (sparsity) => Math.round(100 * (1 - sparsity)))).toBe(1);
});

it('keeps the nearest count where whole blocks cannot keep the one that is asked for', () => {
  const kept = inBlocksOf(4, 10);
  expect([13, 15, 4, 38, 39].map((count) => kept(nearestSparsity(count, 40, kept)))).toEqual([
    12, 16, 4, 40, 40,
  ]);
});

it('keeps the larger of two counts that are equally near', () => {
  const kept = inBlocksOf(4, 10);
  expect(kept(nearestSparsity(14, 40, kept))).toBe(16);
});

it('keeps as few as it can where fewer are asked for, and everything where nothing is left out', () => {
  expect(nearestSparsity(0, 40, inBlocksOf(4, 10))).toBe(1);
  expect(nearestSparsity(7, 40, () => 40)).toBe(1);
  expect(nearestSparsity(40, 40, () => 30)).toBe(0);
  expect(nearestSparsity(0, 0, () => 0)).toBe(0);
});

it('finds every count that parts of unlike sizes lead to, and for others no sparsity comes nearer', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(parts, fc.nat(), (parts, draw) => {
      const kept = keptOf(parts);
      const total = parts.reduce((sum, part) => sum + part, 0);
      const count = draw % (total + 1);
      // Every part takes a step where its share is a half: between those steps nothing changes.
      const steps = parts.flatMap((part) => Array.from({ length: part }, (_, i) => 1 - (i + 0.5) / part));
      const around = steps.flatMap((step) => [step - 1e-6, step + 1e-6]).filter((s) => s >= 0 && s <= 1);
      const distances = [0, 1, ...around].map((sparsity) => Math.abs(kept(sparsity) - count));
      const found = kept(nearestSparsity(count, total, kept));
      expect(Math.abs(found - count)).toBe(Math.min(...distances));
    }),
  );
});
