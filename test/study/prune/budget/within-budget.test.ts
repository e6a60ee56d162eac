import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastLoss } from '../../../../src/study/prune/budget/least-loss.ts';
import { lossesByMagnitude } from '../../../../src/study/prune/budget/magnitude-losses.ts';
import { type Choices, withinBudget } from '../../../../src/study/prune/budget/within-budget.ts';

/** Rising costs from 0 and falling losses of one matrix. */
const options = fc
  .array(fc.record({ cost: fc.nat(9), loss: fc.nat(50) }), { minLength: 1, maxLength: 5 })
  .map((steps) => {
    let [cost, loss] = [0, steps.reduce((sum, step) => sum + step.loss, 0)];
    const of = steps.map((step, i) => {
      if (i > 0) [cost, loss] = [cost + step.cost, loss - step.loss];
      return [cost, loss];
    });
    return { costs: Float64Array.from(of, ([c]) => c), losses: Float64Array.from(of, ([, l]) => l) };
  });

/** All ways to choose one of each. */
const allOf = (lengths: readonly number[]): number[][] =>
  lengths.reduce<number[][]>(
    (all, length) => all.flatMap((before) => Array.from({ length }, (_, at) => [...before, at])),
    [[]],
  );

const sum = (lists: readonly Float64Array[], choices: Choices) =>
  choices.reduce((total, at, m) => total + lists[m][at], 0);

describe('the options that lose least within a sum of costs', () => {
  it('are those of an exhaustive search', () => {
    fc.assert(
      fc.property(fc.array(options, { minLength: 1, maxLength: 4 }), fc.nat(60), (lists, most) => {
        const [costs, losses] = [lists.map((list) => list.costs), lists.map((list) => list.losses)];
        const found = leastLoss(lists, 60)(most) ?? [];
        const best = Math.min(
          ...allOf(losses.map(({ length }) => length))
            .filter((choices) => sum(costs, choices) <= most)
            .map((choices) => sum(losses, choices)),
        );
        expect(sum(costs, found)).toBeLessThanOrEqual(most);
        expect(sum(losses, found)).toBe(best);
      }),
    );
  });

  it('are none where even the cheapest cost more', () => {
    const lists = [{ costs: Float64Array.of(5, 9), losses: Float64Array.of(1, 0) }];
    expect([leastLoss(lists, 20)(4), leastLoss(lists, 20)(5), leastLoss(lists, 20)(9)]).toEqual([
      null,
      [0],
      [1],
    ]);
  });
});

describe('the choices within a budget of cycles', () => {
  it('are the best where the cycles of matrices add up', () => {
    fc.assert(
      fc.property(fc.array(options, { minLength: 1, maxLength: 4 }), fc.nat(60), (lists, most) => {
        const [costs, losses] = [lists.map((list) => list.costs), lists.map((list) => list.losses)];
        const cyclesOf = (choices: Choices) => 7 + sum(costs, choices);
        const found = withinBudget({ losses, cyclesOf, most });
        const feasible = allOf(losses.map(({ length }) => length)).filter((each) => cyclesOf(each) <= most);
        if (most < 7) {
          expect(found).toBe(null);
          return;
        }
        expect(sum(losses, found?.choices ?? [])).toBe(
          Math.min(...feasible.map((each) => sum(losses, each))),
        );
        expect(found?.cycles).toBe(cyclesOf(found?.choices ?? []));
      }),
    );
  });

  it('are within it where cycles overlap too', () => {
    fc.assert(
      fc.property(fc.array(options, { minLength: 2, maxLength: 4 }), fc.nat(60), (lists, most) => {
        const [costs, losses] = [lists.map((list) => list.costs), lists.map((list) => list.losses)];
        const cyclesOf = ([first, ...others]: Choices) =>
          Math.max(costs[0][first], 9) + sum(costs.slice(1), others);
        const found = withinBudget({ losses, cyclesOf, most });
        if (most < 9) {
          expect(found).toBe(null);
          return;
        }
        expect(cyclesOf(found?.choices ?? [])).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('lose the squares of what the largest of a bank leave, and nothing of what the file had cut', () => {
    const matrix = {
      rows: 2,
      values: Float64Array.of(3, -1, 2, 4, 5, 6),
      mask: Uint8Array.of(1, 1, 1, 1, 0, 1),
    };
    expect([...lossesByMagnitude(matrix, Uint32Array.of(2, 1), 2)]).toEqual([1 + 0, 0]);
    expect([...lossesByMagnitude({ ...matrix, mask: null }, Uint32Array.of(2, 1), 2)]).toEqual([1 + 16, 0]);
  });
});
