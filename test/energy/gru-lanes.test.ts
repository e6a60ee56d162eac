import { describe, expect, it } from 'vitest';
import { tableMemories } from '../../src/energy/activation-tables.ts';
import { ewopLogic } from '../../src/energy/ewop-logic.ts';
import { ewopMultipliers } from '../../src/energy/multiplier-logic.ts';
import type { Footprint } from '../../src/hw/accounts/footprint.ts';
import { bbs, costs, device } from './shipped.ts';

const intel = costs.families.intel;
/** Beside results of vector instructions: a group, the last, of which, to where; ready, and who. */
const BESIDE_BITS = 1 + 1 + 8 + 16 + 1 + 8;
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

  it('is the same where it runs a GRU: 1 - z is an addition of its adder', () => {
    const [lstm, gru, both] = ([['lstm'], ['gru'], ['lstm', 'gru']] as const).map((cells) =>
      ewopLogic(lanesOf(cells, style), costs, intel),
    );
    expect(gru).toEqual(lstm);
    expect(both).toEqual(lstm);
    expect(multipliers(lanesOf(['gru'], style))).toEqual(multipliers(lanesOf(['lstm'], style)));
  });
});

describe('the registers of an element-wise lane', () => {
  const timing = { mulLatency: 3, bankOutputRegister: 0, crossbarRegister: 0 };
  const wiring = { issue: 'parallel', arbiter: 'fixed', arbiterStyle: null, ...timing } as const;
  const registers = (add: number, activate: number, multiply: number, fields: Partial<Footprint> = {}) =>
    ewopLogic(
      lanesOf(['lstm'], {
        pipeline: { ...wiring, addLatency: add, activationLatency: activate, ewMulLatency: multiply },
        ...fields,
      }),
      costs,
      intel,
    ).flipFlops;
  const instructions = { ewopStyle: 'instruction' } as const;
  const sequence = (add: number, activate: number, multiply: number) =>
    34 * 2 * (add + activate + multiply) + 96;

  it('are operands, and words for every cycle of its stages', () => {
    // Four sums of 51 bits, four biases and the state; eight words for an adder and a table, five a product.
    expect(registers(1, 2, 3)).toBe(4 * 51 + 5 * 16 + 16 * (8 + 16 + 15) + sequence(1, 2, 3));
    expect(registers(2, 2, 3) - registers(1, 2, 3)).toBe(8 * 16 + 68);
    expect(registers(1, 3, 3) - registers(1, 2, 3)).toBe(8 * 16 + 68);
    expect(registers(1, 2, 4) - registers(1, 2, 3)).toBe(5 * 16 + 68);
  });

  it('with peepholes are sums that wait for products, as wide as an accumulator', () => {
    const [narrow, wide] = [48, 58].map((accumulatorBits) => registers(1, 2, 3, { accumulatorBits }));
    expect(wide - narrow).toBe(4 * 10);
    const peepholes = [48, 58].map((accumulatorBits) =>
      registers(1, 2, 3, { accumulatorBits, peepholes: true }),
    );
    // Four sums wait for three cycles, that of o for the seven until c' and three more.
    expect(peepholes[1] - peepholes[0]).toBe(10 * (4 + 4 * 3 + 7 + 3));
    expect(peepholes[0]).toBeGreaterThan(narrow);
  });

  it('of vector instructions are a result of every kind for every cycle of its latency', () => {
    const one = registers(1, 2, 3, instructions);
    expect(registers(2, 2, 3, instructions) - one).toBe(52 + BESIDE_BITS);
    expect(registers(1, 3, 3, instructions) - one).toBe(17 + BESIDE_BITS);
    expect(registers(1, 2, 4, instructions) - one).toBe(33 + BESIDE_BITS);
  });
});
