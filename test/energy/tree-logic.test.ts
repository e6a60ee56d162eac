import { describe, expect, it } from 'vitest';
import { treeLogic } from '../../src/energy/pe-logic.ts';
import { treeShape } from '../../src/energy/tree-logic.ts';
import { bbs, costs } from './shipped.ts';

describe('an adder tree', () => {
  it.each([
    { lanes: 2, nodes: 1, width: 33, says: '1' },
    { lanes: 4, nodes: 3, width: 34, says: '2, 1' },
    { lanes: 3, nodes: 3, width: 34, says: '2, 1, of which one is a register alone' },
    { lanes: 6, nodes: 6, width: 35, says: '3, 2, 1' },
    { lanes: 40, nodes: 41, width: 38, says: '20, 10, 5, 3, 2, 1' },
    { lanes: 64, nodes: 63, width: 38, says: '32, 16, 8, 4, 2, 1' },
  ])('of $lanes products of 32 bits has nodes $says, as wide as their sum', ({ lanes, nodes, width }) => {
    expect(treeShape(lanes, 32)).toMatchObject({ nodes, width });
  });

  it('has N - 1 adders, those of the first level as wide as a product', () => {
    expect(treeShape(2, 32).adderBits).toBe(32);
    expect(treeShape(4, 32).adderBits).toBe(2 * 32 + 34);
    expect(treeShape(8, 24).adderBits).toBe(4 * 24 + 3 * 27);
  });

  it('grows with the bits of a product, and with every lane of every PE', () => {
    const unit = costs.families.intel;
    const of = (fields: object) => treeLogic({ ...bbs, pes: 3, lanes: 8, ...fields }, unit);
    // Seven nodes of 35 bits, and two bits at each of three levels.
    expect(of({}).flipFlops).toBe(3 * (7 * 35 + 2 * 3));
    expect(of({ weightBits: 8 }).flipFlops).toBe(3 * (7 * 27 + 2 * 3));
    expect(of({ lanes: 6 }).flipFlops).toBe(3 * (6 * 35 + 2 * 3));
    expect(of({ weightBits: 8 }).logic).toBeLessThan(of({}).logic);
  });
});
