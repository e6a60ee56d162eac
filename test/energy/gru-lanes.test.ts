import { describe, expect, it } from 'vitest';
import { tableMemories } from '../../src/energy/activation-tables.ts';
import { ewopLogic } from '../../src/energy/ewop-logic.ts';
import { ewopMultipliers } from '../../src/energy/multiplier-logic.ts';
import type { Footprint } from '../../src/hw/accounts/footprint.ts';
import { bbs, costs, device } from './shipped.ts';

const intel = costs.families.intel;
const lanesOf = (cells: NonNullable<Footprint['cells']>, fields: Partial<Footprint> = {}): Footprint => {
  return { ...bbs, ewopLanes: 1, ...fields, cells };
};
/** Multipliers of products and of interpolations. */
const multipliers = (footprint: Footprint) =>
  ewopMultipliers(footprint, costs, intel).map(({ count }) => count);

describe('a chained lane of a GRU', () => {
  it('has three products, and three interpolations of two sigmoids and a tanh', () => {
    expect(multipliers(lanesOf(['gru']))).toEqual([3, 3]);
    expect(multipliers(lanesOf(['lstm']))).toEqual([3, 5]);
  });

  it('has three tables where those are block RAM', () => {
    const deep = { activation: { segments: 1024, stepBits: 6, clampedBits: 0 } };
    const blocks = (cells: NonNullable<Footprint['cells']>) =>
      tableMemories(lanesOf(cells, deep), device('arria10-gx1150'), costs).ramBlocks;
    expect(blocks(['gru']) / blocks(['lstm'])).toBe(3 / 5);
    expect(blocks(['lstm', 'gru'])).toBe(blocks(['lstm']));
  });

  it('that computes LSTMs, too, has of each resource what the one that needs more of it has', () => {
    const peepholes = { peepholes: true };
    expect(multipliers(lanesOf(['lstm', 'gru'], peepholes))).toEqual([6, 5]);
    const [lstm, gru, both] = ([['lstm'], ['gru'], ['lstm', 'gru']] as const).map((cells) =>
      ewopLogic(lanesOf(cells), costs, intel),
    );
    expect(both).toEqual({
      logic: Math.max(lstm.logic, gru.logic),
      flipFlops: Math.max(lstm.flipFlops, gru.flipFlops),
    });
    expect(gru.logic).not.toBe(lstm.logic);
    expect(both.flipFlops).toBe(gru.flipFlops);
  });
});

describe('a lane of the instruction style', () => {
  const style = { ewopStyle: 'instruction' } as const;

  it('has a complement more, and the same multipliers, where it runs a GRU', () => {
    const [lstm, gru, both] = ([['lstm'], ['gru'], ['lstm', 'gru']] as const).map((cells) =>
      ewopLogic(lanesOf(cells, style), costs, intel),
    );
    const { logic, flipFlops } = intel.ewopLane.complement;
    expect(gru).toEqual({
      logic: lstm.logic + logic.value,
      flipFlops: lstm.flipFlops + flipFlops.value,
    });
    expect(both).toEqual(gru);
    expect(multipliers(lanesOf(['gru'], style))).toEqual(multipliers(lanesOf(['lstm'], style)));
  });
});
