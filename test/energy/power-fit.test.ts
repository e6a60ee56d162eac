import { describe, expect, it } from 'vitest';
import {
  fitPower,
  type KnownPower,
  leaveOneOut,
  predictPower,
  tableWatts,
} from '../../src/energy/power-fit.ts';
import { loadTechnology } from '../../src/run/load-config.ts';

const technology = loadTechnology('fpga-20nm').config;
const point = (name: string, deviceMultipliers: number, productsPerS: number, watts: number): KnownPower => ({
  design: name,
  name,
  watts,
  deviceMultipliers,
  activity: {
    productsPerS,
    weightBits: 16,
    activationBits: 16,
    memoryBitsPerS: 10 * productsPerS,
    dramBitsPerS: 0,
    dramPjPerBit: 0,
  },
  technology,
});

describe('the activity of a design', () => {
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
    expect(tableWatts(activity, technology)).toBeCloseTo(
      multiplies.value / 2 + 2 * (weightReadBits.perBit + weightReadBits.base / 40) + 60,
      9,
    );
  });
});

describe('the power model', () => {
  const designs = [
    [1000, 1e11],
    [2000, 3e11],
    [3000, 2e11],
    [2500, 5e11],
  ] as const;
  const exact = designs.map(([multipliers, products], i) =>
    point(
      String(i),
      multipliers,
      products,
      2 + 0.004 * multipliers + 3 * tableWatts(point('', 0, products, 0).activity, technology),
    ),
  );

  it('finds the three parameters of powers that were made with them', () => {
    const model = fitPower(exact);
    expect(model.baseW).toBeCloseTo(2, 6);
    expect(model.perMultiplierW).toBeCloseTo(0.004, 9);
    expect(model.activityFactor).toBeCloseTo(3, 6);
    for (const each of exact) expect(predictPower(model, each)).toBeCloseTo(each.watts, 6);
  });

  it('says of every design what the others alone would', () => {
    const odd = exact.map((each, i) => (i === 3 ? { ...each, watts: each.watts + 10 } : each));
    const fitted = leaveOneOut([...odd, point('4', 1500, 4e11, exact[0].watts)]);
    const model = fitPower([...odd.slice(0, 3), point('4', 1500, 4e11, exact[0].watts)]);
    expect(fitted[3].leftOutW).toBeCloseTo(predictPower(model, odd[3]), 9);
    // A variant of the same design does not help.
    const variant = { ...odd[3], name: 'variant' };
    expect(leaveOneOut([...odd, variant, point('4', 1500, 4e11, exact[0].watts)])[3].leftOutW).toBeCloseTo(
      fitted[3].leftOutW,
      9,
    );
    expect(Math.abs(fitted[3].leftOutW - odd[3].watts)).toBeGreaterThan(
      Math.abs(fitted[3].fittedW - odd[3].watts),
    );
  });
});
