import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energyOf as energyOfActions, scalingFactor } from '../../src/energy/energy.ts';
import {
  type ActionCounts,
  actionTable,
  addActions,
  countedActions,
  noActions,
} from '../../src/hw/accounts/actions.ts';
import { device, deviceNames, technology, technologyNames } from './shipped.ts';

const arria10 = device('arria10-gx1150');
const fpga20 = technology('fpga-20nm');
const names = Object.keys(noActions()) as (keyof ActionCounts)[];
const anyCounts: fc.Arbitrary<ActionCounts> = fc.record(
  Object.fromEntries(names.map((name) => [name, fc.nat(1e9)])) as Record<
    keyof ActionCounts,
    fc.Arbitrary<number>
  >,
);
const energyOf = (
  counts: ActionCounts,
  ...others: Parameters<typeof energyOfActions> extends [unknown, ...infer Others] ? Others : never
) => energyOfActions(countedActions(counts), ...others);
/** Weights of as many bits as the vector. */
const widths = (bits: number) => ({ bits, weightBits: bits });
const anyTechnology = fc.constantFrom(...technologyNames.map(technology));
const anyDevice = fc.constantFrom(...deviceNames.map(device));

describe('energy', () => {
  it('of products with int8 weights is half, of their sums three quarters, and of all else the same', () => {
    const counts = Object.fromEntries(names.map((name) => [name, 1e6])) as unknown as ActionCounts;
    const of = (weightBits: number) =>
      energyOf(counts, 0, fpga20, arria10, { bits: 16, weightBits }).components.flatMap(
        ({ actions }) => actions,
      );
    const shares = of(8).map(({ action, energyPj }, at) => [action, energyPj / of(16)[at].energyPj] as const);
    expect(shares.filter(([, share]) => share !== 1)).toEqual([
      ['multiplies', 0.5],
      ['treeAdds', 0.75],
    ]);
  });

  it('puts every action that the hardware counts into exactly one component', () => {
    expect(actionTable.map(({ name }) => name)).toEqual(names);
    const components = energyOf(noActions(), 0, fpga20, arria10, widths(16)).components;
    expect(components.flatMap(({ actions }) => actions.map(({ action }) => action))).toEqual(names);
  });

  it('of one weight beat, its multiplies and 2 us is count x energy per action + watts x time', () => {
    const counts = { ...noActions(), weightReadBits: 1280, bufferReads: 64, multiplies: 64, dramBits: 512 };
    const report = energyOf(counts, 2, fpga20, arria10, widths(16));
    const pj = (component: string) =>
      report.components.find((found) => found.component === component)!.energyUj * 1e6;
    expect(pj('weight memory')).toBeCloseTo(1280 * 0.256, 9);
    expect(pj('vector buffers')).toBeCloseTo(64 * 2.31, 9);
    expect(pj('multipliers')).toBeCloseTo(64 * 3.48, 9);
    expect(pj('off-chip memory')).toBeCloseTo(512 * 20.3, 9);
    expect(pj('adder trees')).toBe(0);
    expect(report.staticUj).toBe(arria10.staticPowerW.value * 2);
  });

  it('is the sum of its components, each the sum of its actions, exactly as reported', () => {
    const property = fc.property(
      anyCounts,
      fc.nat(1e6),
      anyTechnology,
      anyDevice,
      fc.integer({ min: 6, max: 16 }),
      (counts, ns, tech, chip, bits) => {
        const { totalUj, staticUj, components } = energyOf(counts, ns / 1000, tech, chip, widths(bits));
        expect(totalUj).toBe(components.reduce((sum, { energyUj }) => sum + energyUj, 0));
        for (const { component, energyUj, count, actions } of components) {
          if (component === 'static') {
            expect([energyUj, count]).toEqual([staticUj, ns / 1000]);
            continue;
          }
          expect(energyUj).toBe(actions.reduce((sum, action) => sum + action.energyUj, 0));
          expect(count).toBe(actions.reduce((sum, action) => sum + action.count, 0));
        }
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  it('keeps the count, unit, energy and mark of every action', () => {
    const counts = noActions();
    for (const [index, name] of names.entries()) counts[name] = index + 1;
    const actions = energyOf(counts, 1, fpga20, arria10, widths(16)).components.flatMap(
      (component) => component.actions,
    );
    expect(actions).toHaveLength(names.length);
    for (const { action, count, unit, energyPj, mark } of actions) {
      const { value, per, mark: stated } = fpga20.entries[action as keyof ActionCounts];
      expect({ count, unit, energyPj, mark }).toEqual({
        count: counts[action as keyof ActionCounts],
        unit: per,
        energyPj: value,
        mark: stated,
      });
    }
  });

  it('is the same for one long run as for its parts', () => {
    const property = fc.property(anyCounts, anyCounts, anyTechnology, (first, second, tech) => {
      const both = { ...first };
      addActions(both, second);
      const parts =
        energyOf(first, 3, tech, arria10, widths(16)).totalUj +
        energyOf(second, 5, tech, arria10, widths(16)).totalUj;
      expect(energyOf(both, 8, tech, arria10, widths(16)).totalUj / parts).toBeCloseTo(1, 9);
    });
    fc.assert(property);
  });

  it.each([
    ['multiplies', 8, 0.25],
    ['elementMultiplies', 12, 0.5625],
    ['treeAdds', 8, 0.5],
    ['bufferReads', 12, 0.75],
    ['weightReadBits', 8, 1],
    ['dramBits', 8, 1],
  ] as const)('of %s at %i bits is %d of its energy at 16 bits', (action, bits, share) => {
    const dynamic = (width: number) =>
      energyOf({ ...noActions(), [action]: 1e6 }, 0, fpga20, arria10, widths(width)).totalUj;
    expect(dynamic(bits) / dynamic(16)).toBeCloseTo(share, 12);
  });

  it.each([
    ['none', 1],
    ['bits', 0.5],
    ['bits-squared', 0.25],
  ] as const)('scaling %s: half the bits take %d of the energy', (scaling, factor) => {
    expect(scalingFactor(scaling, 8, 16)).toBe(factor);
  });

  it('takes static power from the device for an FPGA and from the technology for an ASIC', () => {
    for (const chip of deviceNames.map(device)) {
      expect(energyOf(noActions(), 10, fpga20, chip, widths(16))).toMatchObject({
        device: chip.name,
        staticPowerW: chip.staticPowerW.value,
        staticMark: 'assumption',
        totalUj: chip.staticPowerW.value * 10,
      });
      expect(energyOf(noActions(), 10, technology('asic-45nm'), chip, widths(16)).totalUj).toBe(0);
    }
  });

  it.each([
    ['a negative count', { multiplies: -1 }, 1, 16, /multiplies: count of -1/],
    ['a count that is not a number', { dramBits: Number.NaN }, 1, 16, /dramBits/],
    ['a negative latency', {}, -1, 16, /latency of -1 us/],
    ['an infinite latency', {}, Number.POSITIVE_INFINITY, 16, /latency/],
    ['no operand bits', {}, 1, 0, /operands of 0 bits/],
  ])('refuses %s', (_what, counts, latencyUs, bits, message) => {
    const run = () => energyOf({ ...noActions(), ...counts }, latencyUs, fpga20, arria10, widths(bits));
    expect(run).toThrow(RangeError);
    expect(run).toThrow(message);
  });

  it('is of the actions of any machine, in components of its own', () => {
    const warps = { name: 'multiplies', words: 'products of a warp', component: 'tensor cores', count: 10 };
    const { components } = energyOfActions([warps], 1, fpga20, arria10, widths(16));
    expect(components.map(({ component }) => component)).toEqual(['tensor cores', 'static']);
    expect(components[0]).toMatchObject({ count: 10, energyUj: 10 * 3.48e-6 });
  });

  it('refuses an action that the technology has no energy of', () => {
    const unknown = { name: 'toString', words: 'none', component: 'none', count: 1 };
    expect(() => energyOfActions([unknown], 1, fpga20, arria10, widths(16))).toThrow(
      'fpga-20nm knows no energy of toString',
    );
  });
});
