import { describe, expect, it } from 'vitest';
import { treeLogic } from '../../src/energy/pe-logic.ts';
import { passFlipFlops } from '../../src/energy/tree-logic.ts';
import { bbs, costs } from './shipped.ts';

describe('registers that carry a sum past a level of the tree', () => {
  it.each([2, 4, 8, 64, 4096])('are not there with %i lanes', (lanes) => {
    expect(passFlipFlops(lanes, 32)).toBe(0);
  });

  it.each([
    { lanes: 3, nodes: '3, 2, 1', flipFlops: 32 },
    { lanes: 5, nodes: '5, 3, 2, 1', flipFlops: 32 + 33 },
    { lanes: 6, nodes: '6, 3, 2, 1', flipFlops: 33 },
    { lanes: 40, nodes: '40, 20, 10, 5, 3, 2, 1', flipFlops: 35 + 36 },
  ])('are as wide as what they hold: nodes $nodes, products of 32 bits', ({ lanes, flipFlops }) => {
    expect(passFlipFlops(lanes, 32)).toBe(flipFlops);
  });

  it.each([3, 5, 6, 40, 48, 100])(
    'are the registers of the tree beyond its N - 1 adders: N = %i',
    (lanes) => {
      let registers = 0;
      for (let nodes = lanes; nodes > 1; registers += nodes) nodes = Math.ceil(nodes / 2);
      // A bit each, whatever the level.
      const passes = passFlipFlops(lanes, 1000);
      expect(Math.floor(passes / 1000)).toBe(registers - (lanes - 1));
    },
  );

  it('come on top of the lanes of every PE', () => {
    const unit = costs.families.intel;
    const flipFlopsOf = (lanes: number) => treeLogic({ ...bbs, pes: 3, lanes }, costs, unit).flipFlops;
    const perLane = flipFlopsOf(8) - flipFlopsOf(4);
    expect(flipFlopsOf(6)).toBeCloseTo(flipFlopsOf(4) + perLane / 2 + 3 * passFlipFlops(6, 2 * bbs.bits), 6);
  });
});
