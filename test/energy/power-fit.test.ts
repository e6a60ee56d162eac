import { describe, expect, it } from 'vitest';
import {
  countedWatts,
  fabricWatts,
  fitPower,
  type KnownPower,
  leaveOneOut,
  predictPower,
} from '../../src/energy/power-fit.ts';
import { loadTechnology } from '../../src/run/load-config.ts';

const technology = loadTechnology('fpga-20nm').config;

function point(name: string, isBoard: boolean, productsPerS: number, lookupTables: number): KnownPower {
  const shape = {
    design: name,
    name,
    isBoard,
    leakageW: 2,
    fabric: { lookupTables, flipFlops: 2 * lookupTables, clockMhz: 200 },
    activity: {
      productsPerS,
      weightBits: 16,
      activationBits: 16,
      memoryBitsPerS: 10 * productsPerS,
      dramBitsPerS: 0,
      dramPjPerBit: 0,
    },
    technology,
    toggleRate: 0.25,
  };
  return { ...shape, watts: 1 };
}

describe('the counted part of a power', () => {
  it('is products, memory bits and off-chip bits at the energies of the table', () => {
    const activity = {
      productsPerS: 1e12,
      weightBits: 8,
      activationBits: 16,
      memoryBitsPerS: 2e12,
      dramBitsPerS: 3e12,
      dramPjPerBit: 20,
    };
    const { multiplies, weightReadBits } = technology.entries;
    const memory = weightReadBits.perBit + weightReadBits.base / 40;
    expect(countedWatts({ activity, technology, toggleRate: 0.15 })).toBeCloseTo(
      multiplies.value / 2 + 2 * memory + 60,
      9,
    );
    // Products are given at a toggle rate of 15 %; memories and off-chip bits do not follow it.
    expect(countedWatts({ activity, technology, toggleRate: 0.3 })).toBeCloseTo(
      multiplies.value + 2 * memory + 60,
      9,
    );
  });
});

describe('the clock tree and the logic of a design', () => {
  const fabric = { lookupTables: 300_000, flipFlops: 500_000, clockMhz: 200 };

  it('take the energies of the table in every cycle, the logic in proportion to the toggle rate', () => {
    const { clockTree, logic } = technology.fabric ?? {};
    if (!clockTree || !logic) throw new Error('an FPGA has a fabric');
    const watts = (toggleRate: number) => fabricWatts({ fabric, technology, toggleRate });
    const clock = (500_000 * clockTree.value * 200e6) / 1e12;
    const work = (300_000 * logic.value * 200e6) / 1e12;
    expect(watts(0)).toBeCloseTo(clock, 9);
    expect(watts(0.15)).toBeCloseTo(clock + work, 9);
    expect(watts(0.3)).toBeCloseTo(clock + 2 * work, 9);
  });

  it('are not known of a technology without a fabric', () => {
    const asic = loadTechnology('asic-45nm').config;
    expect(() => fabricWatts({ fabric, technology: asic, toggleRate: 0.2 })).toThrow(RangeError);
  });
});

describe('the power model', () => {
  const designs = [
    point('0', true, 1e11, 200_000),
    point('1', true, 3e11, 150_000),
    point('2', false, 2e11, 400_000),
    point('3', false, 5e11, 100_000),
    point('4', false, 1e11, 300_000),
  ];
  const exact = designs.map((each) => ({
    ...each,
    watts: predictPower({ fabricFactor: 0.5, countedFactor: 3, boardW: 12 }, each),
  }));

  it('finds the three factors of powers that were made with them', () => {
    const model = fitPower(exact);
    expect(model.fabricFactor).toBeCloseTo(0.5, 6);
    expect(model.countedFactor).toBeCloseTo(3, 6);
    expect(model.boardW).toBeCloseTo(12, 6);
    for (const each of exact) expect(predictPower(model, each)).toBeCloseTo(each.watts, 6);
  });

  it('has no part below zero, whatever the powers are', () => {
    // Boards draw less than chips that do as much: least squares would make a board negative.
    const odd = exact.map((each) => ({ ...each, watts: each.isBoard ? each.watts - 15 : each.watts }));
    const model = fitPower(odd);
    expect(model.boardW).toBe(0);
    for (const { leakageW, boardW, fabricW, countedW } of leaveOneOut(odd))
      for (const part of [leakageW, boardW, fabricW, countedW]) expect(part).toBeGreaterThanOrEqual(0);
  });

  it('is the sum of its parts', () => {
    for (const { fittedW, leakageW, boardW, fabricW, countedW } of leaveOneOut(exact))
      expect(leakageW + boardW + fabricW + countedW).toBeCloseTo(fittedW, 9);
  });

  it('says of every design what the others alone would', () => {
    const odd = exact.map((each, i) => (i === 3 ? { ...each, watts: each.watts + 10 } : each));
    const fitted = leaveOneOut(odd);
    const others = odd.filter((_, i) => i !== 3);
    expect(fitted[3].leftOutW).toBeCloseTo(predictPower(fitPower(others), odd[3]), 9);
    // A variant of the same design does not help.
    const variant = { ...odd[3], name: 'variant' };
    expect(leaveOneOut([...odd, variant])[3].leftOutW).toBeCloseTo(fitted[3].leftOutW, 9);
    expect(Math.abs(fitted[3].leftOutW - odd[3].watts)).toBeGreaterThan(
      Math.abs(fitted[3].fittedW - odd[3].watts),
    );
  });
});
