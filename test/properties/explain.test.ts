import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownersOf } from '../../src/hw/accounts/cycle-owners.ts';
import { stallsOfStep } from '../../src/hw/accounts/stalls.ts';
import { acceleratorKinds } from '../../src/hw/array/kinds/index.ts';
import { boundsOf } from '../../src/study/explain/bounds.ts';
import { criticalPathOf } from '../../src/study/explain/critical-path.ts';
import type { TreeNode } from '../../src/study/explain/explain-result.ts';
import { figuresOf } from '../../src/study/explain/step-figures.ts';
import { treeOf } from '../../src/study/explain/tree.ts';
import { casesOf } from '../drawn.ts';
import { anyCase, type Case, runCase } from './cases.ts';

const runs = { seed: 20_190_224, numRuns: casesOf(20, 1000) } as const;

/** Small accelerators of every kind, with and without chaining, on small networks. */
const anyDesign = fc.tuple(anyCase({ kinds: acceleratorKinds }), fc.boolean()).map(([one, wantsChaining]) => {
  const ewop = one.fields.ewop as { readonly style: string };
  const chaining = wantsChaining && ewop.style === 'instruction';
  return { ...one, fields: { ...one.fields, ewop: { ...ewop, chaining } } };
});

const figuresOfCase = (one: Case) => figuresOf(runCase(one));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function expectClosed(node: TreeNode): void {
  expect(Number.isInteger(node.cycles) && node.cycles >= 0).toBe(true);
  expect(node.energyUj).toBeGreaterThanOrEqual(0);
  if (node.children.length === 0) return;
  expect(sum(node.children.map(({ cycles }) => cycles))).toBe(node.cycles);
  expect(sum(node.children.map(({ energyUj }) => energyUj))).toBe(node.energyUj);
  for (const child of node.children) expectClosed(child);
}

describe('the tree of where cycles and joules went', () => {
  it('closes at each level, and at its root with the cycles and joules of the step', () => {
    fc.assert(
      fc.property(anyDesign, (one) => {
        const figures = figuresOfCase(one);
        const tree = treeOf(figures);
        expectClosed(tree);
        expect(tree.cycles).toBe(figures.cost.cycles);
        expect(tree.energyUj / figures.cost.energyUj).toBeCloseTo(1, 9);
      }),
      runs,
    );
  });

  it('has every cause with the cycles that the stall account gives it', () => {
    fc.assert(
      fc.property(anyDesign, (one) => {
        const figures = figuresOfCase(one);
        const found = new Map<string, number>();
        const add = ({ name, cycles, children }: TreeNode): void => {
          if (children.length === 0) found.set(name, (found.get(name) ?? 0) + cycles);
          children.forEach(add);
        };
        add(treeOf(figures));
        for (const { name, words } of figures.account.causes)
          expect([words, found.get(words) ?? 0]).toEqual([words, figures.totals.stalls[name]]);
      }),
      runs,
    );
  });

  it('gives every cycle of a timeline one owner, as the stall account does', () => {
    fc.assert(
      fc.property(anyDesign, (one) => {
        for (const timeline of runCase(one).timelines) {
          const owned = ownersOf(timeline);
          const stalls = stallsOfStep(timeline);
          const of = (asked: string) =>
            sum(owned.filter(({ activity }) => activity === asked).map(({ cycles }) => cycles));
          expect(sum(owned.map(({ cycles }) => cycles))).toBe(timeline.cycles);
          for (const name of ['dependency', 'ewop', 'writeBack', 'load', 'weightFetch'] as const)
            expect(of(name)).toBe(stalls[name]);
        }
      }),
      runs,
    );
  });
});

describe('the critical path', () => {
  it('runs from the first cycle of a step to its last without a gap', () => {
    fc.assert(
      fc.property(anyDesign, (one) => {
        const figures = figuresOfCase(one);
        const path = criticalPathOf(figures);
        let at = 0;
        for (const { from, to } of path) {
          expect(from).toBe(at);
          expect(to).toBeGreaterThan(from);
          at = to;
        }
        expect(at).toBe(figures.cost.cycles);
      }),
      runs,
    );
  });
});

describe('a bound', () => {
  it('is never more than the cycles of the step', () => {
    fc.assert(
      fc.property(anyDesign, (one) => {
        const figures = figuresOfCase(one);
        for (const [name, cycles] of Object.entries(boundsOf(figures))) {
          expect(Number.isInteger(cycles) && cycles >= 0).toBe(true);
          expect([name, cycles <= figures.cost.cycles]).toEqual([name, true]);
        }
      }),
      runs,
    );
  });
});
