import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scalingFactor } from '../../src/energy/action-energy.ts';
import type { ChargedRun } from '../../src/energy/charged-run.ts';
import { type EnergyReport, energyOf } from '../../src/energy/energy.ts';
import { estimateResources } from '../../src/energy/resources.ts';
import type { Technology } from '../../src/energy/technology.ts';
import { knownRate, type Toggles, togglesOf } from '../../src/energy/toggles.ts';
import { type ActionCounts, actionTable, countedActions, noActions } from '../../src/hw/accounts/actions.ts';
import { bbs, costs, csr, device, deviceNames, technology, technologyNames } from './shipped.ts';

const arria10 = device('arria10-gx1150');
const fpga20 = technology('fpga-20nm');
const asic = technology('asic-45nm');
const resources = estimateResources(bbs, arria10, costs);
const names = Object.keys(noActions()) as (keyof ActionCounts)[];
const toggling = (rate: number): Toggles => ({
  weights: knownRate(rate, 'given'),
  words: knownRate(rate, 'given'),
});

/** A step of the BBS design in which nothing was done, but for what is asked for. */
function step(
  counts: Partial<ActionCounts>,
  { cycles: total = 0, ...others }: Partial<Omit<ChargedRun, 'cycles'>> & { readonly cycles?: number } = {},
): ChargedRun {
  return {
    actions: countedActions({ ...noActions(), ...counts }),
    latencyUs: 0,
    cycles: { total, load: total, spmv: total, elementWise: total },
    technology: fpga20,
    device: arria10,
    widths: { bits: 16, weightBits: 16, weightWordBits: 64 * 20, registerWordBits: 64 * 16 },
    resources,
    toggles: toggling(0.15),
    lanes: 64 * 64,
    arrays: 1,
    offChip: null,
    ...others,
  };
}

const uj = ({ components }: EnergyReport, asked: string) =>
  components.find(({ component }) => component === asked)!.energyUj;
const pj = (run: ChargedRun, asked: string) => uj(energyOf(run), asked) * 1e6;
const block = (name: string) => resources.breakdown.find(({ component }) => component === name)!;

describe('energy', () => {
  it('puts every action that the hardware counts into exactly one component', () => {
    expect(actionTable.map(({ name }) => name)).toEqual(names);
    const { components } = energyOf(step({}));
    expect(components.flatMap(({ actions }) => actions.map(({ action }) => action))).toEqual(names);
  });

  it('of a memory is affine in the width of an access, for every block that a word needs', () => {
    const { base, perBit } = fpga20.entries.weightReadBits;
    // A beat of 1,280 bits lies in 32 blocks of 40.
    expect(pj(step({ weightReadBits: 1280 }), 'weight memory')).toBeCloseTo(32 * base + 1280 * perBit, 9);
    const widths = { bits: 16, weightBits: 16, weightWordBits: 20, registerWordBits: 16 };
    expect(pj(step({ weightReadBits: 20 }, { widths }), 'weight memory')).toBeCloseTo(base + 20 * perBit, 9);
  });

  it('of a bank in distributed memory is that of an MLAB, and of a deep one that of block RAM', () => {
    expect(block('vector buffers').ramBlocks).toBe(0);
    const { distributedMemory } = fpga20.fabric!;
    const read = pj(step({ bufferReads: 1 }), 'vector buffers');
    expect(read).toBeCloseTo(distributedMemory.base + 16 * distributedMemory.perBit, 9);
    const deep = estimateResources({ ...bbs, regionWords: [600] }, arria10, costs);
    const { base, perBit } = fpga20.entries.bufferReads;
    expect(pj(step({ bufferReads: 1 }, { resources: deep }), 'vector buffers')).toBeCloseTo(
      base + 16 * perBit,
      9,
    );
  });

  it('of products is that of their DSP blocks, and of lanes without one that of their logic', () => {
    const { dsp, logic } = block('multipliers');
    expect(dsp).toBe(1518);
    const beats = 100;
    const products = 4096 * beats;
    const inDsp = (products * (1518 * 2)) / 4096;
    const each = fpga20.entries.multiplies.value;
    const luts = 2 * logic * fpga20.fabric!.logic.value;
    expect(pj(step({ multiplies: products }, { cycles: 200 }), 'multipliers')).toBeCloseTo(
      inDsp * each + luts * beats,
      3,
    );
  });

  it('of additions is the logic of trees and accumulators in the cycles that all lanes need for them', () => {
    const logic = block('adder trees').logic + block('accumulators').logic;
    const run = step({ treeAdds: 4096 * 50 }, { cycles: 200 });
    expect(pj(run, 'adder trees')).toBeCloseTo(50 * 2 * logic * fpga20.fabric!.logic.value, 4);
  });

  it('of a crossbar grows with its crosspoints, and is nothing without one', () => {
    const granted = { crossbarTransfers: 4096 * 50 };
    const crossbar = estimateResources(csr, arria10, costs);
    expect(pj(step(granted, { cycles: 200 }), 'arbiter and crossbar')).toBe(0);
    const logic = crossbar.breakdown
      .filter(({ component }) => component === 'arbiter' || component === 'crossbar')
      .reduce((sum, part) => sum + part.logic, 0);
    expect(pj(step(granted, { cycles: 200, resources: crossbar }), 'arbiter and crossbar')).toBeCloseTo(
      50 * 2 * logic * fpga20.fabric!.logic.value,
      2,
    );
  });

  it('of the clock tree is that of every flip-flop in every cycle, whatever is done', () => {
    expect(pj(step({}, { cycles: 1000 }), 'clock tree')).toBeCloseTo(
      1000 * resources.flipFlops.used * fpga20.fabric!.clockTree.value,
      3,
    );
  });

  it('of the chip and its board is their power over the time, with an interface where weights are streamed', () => {
    const idle = energyOf(step({}, { latencyUs: 10 }));
    expect(uj(idle, 'static')).toBe(arria10.staticPowerW.value * 10);
    expect(uj(idle, 'board')).toBe(fpga20.board!.baseW.value * 10);
    expect(uj(idle, 'off-chip interface')).toBe(0);
    const offChip = { gbPerS: 19.2, clockMhz: 200 };
    const streaming = energyOf(step({ dramBits: 512 }, { latencyUs: 10, offChip }));
    expect(uj(streaming, 'off-chip interface')).toBeCloseTo(0.08 * 19.2 * 10, 9);
    expect(streaming.offChipUj).toBeCloseTo(0.08 * 19.2 * 10 + (512 * 20.3) / 1e6, 9);
    expect(streaming.staticUj).toBe(idle.staticUj);
  });

  it('takes static power from the device for an FPGA and from the technology for an ASIC', () => {
    for (const chip of deviceNames.map(device)) {
      const { staticPowerW, staticMark } = energyOf(step({}, { device: chip }));
      expect([staticPowerW, staticMark]).toEqual([chip.staticPowerW.value, 'assumption']);
      expect(energyOf(step({}, { device: chip, latencyUs: 10, technology: asic })).totalUj).toBe(0);
    }
  });

  it('of an ASIC is charged by the operation, not by logic, and its flip-flops have no price', () => {
    const run = step({ treeAdds: 1000 }, { technology: asic, cycles: 500, toggles: toggling(0.5) });
    expect(pj(run, 'adder trees')).toBeCloseTo(100, 9);
    expect(energyOf(run).components.map(({ component }) => component)).not.toContain('clock tree');
  });

  it('of products with int8 weights is half, of their sums in an ASIC three quarters', () => {
    const widths = { bits: 16, weightBits: 8, weightWordBits: 768, registerWordBits: 1024 };
    const of = (counts: Partial<ActionCounts>, component: string) =>
      pj(step(counts, { technology: asic, widths }), component) /
      pj(step(counts, { technology: asic }), component);
    expect(of({ multiplies: 1e6 }, 'multipliers')).toBeCloseTo(0.5, 9);
    expect(of({ treeAdds: 1e6 }, 'adder trees')).toBeCloseTo(0.75, 9);
    expect(of({ elementMultiplies: 1e6 }, 'element-wise unit')).toBe(1);
  });

  it.each([
    ['none', 1],
    ['bits', 0.5],
    ['bits-squared', 0.25],
  ] as const)('scaling %s: half the bits take %d of the energy', (scaling, factor) => {
    expect(scalingFactor(scaling, 8, 16)).toBe(factor);
  });

  it('of products and logic is in proportion to the toggle rate, of memories and the clock it is not', () => {
    const counts = Object.fromEntries(names.map((name) => [name, 4096])) as unknown as ActionCounts;
    const of = (rate: number) => energyOf(step(counts, { cycles: 10, toggles: toggling(rate) }));
    const ratios = of(0.3).components.map(({ component, energyUj }) => [
      component,
      energyUj / uj(of(0.15), component),
    ]);
    expect(Object.fromEntries(ratios)).toMatchObject({
      'weight memory': 1,
      'vector buffers': 1,
      multipliers: expect.closeTo(2, 9),
      'adder trees': expect.closeTo(2, 9),
      'element-wise unit': expect.closeTo(2, 9),
      'off-chip memory': 1,
      'clock tree': 1,
    });
  });

  it('of weights that do not change is that of words that do, by the share of their bits', () => {
    const toggles = { weights: knownRate(0, 'measured'), words: knownRate(0.5, 'measured') };
    const of = (rates: Toggles) => pj(step({ multiplies: 1000 }, { toggles: rates }), 'multipliers');
    expect(of(toggles) / of(toggling(0.25))).toBeCloseTo(1, 9);
  });

  it.each([
    ['a negative count', step({ multiplies: -1 }), /multiplies: count of -1/],
    ['a count that is not a number', step({ dramBits: Number.NaN }), /dramBits/],
    ['a negative latency', step({}, { latencyUs: -1 }), /latency of -1 us/],
    ['an infinite latency', step({}, { latencyUs: Number.POSITIVE_INFINITY }), /latency/],
    ['negative cycles', step({}, { cycles: -1 }), /total: -1 cycles/],
    [
      'no operand bits',
      step({}, { widths: { bits: 0, weightBits: 16, weightWordBits: 1, registerWordBits: 1 } }),
      /operands of 0 bits/,
    ],
  ])('refuses %s', (_what, run, message) => {
    expect(() => energyOf(run)).toThrow(RangeError);
    expect(() => energyOf(run)).toThrow(message);
  });

  it('is of the actions of any machine, in components of its own', () => {
    const warps = { name: 'dramBits', words: 'bits of a warp', component: 'tensor cores', count: 10 };
    const { components } = energyOf({ ...step({}), actions: [warps] });
    expect(components[0]).toMatchObject({
      component: 'tensor cores',
      count: 10,
      energyUj: expect.closeTo(203e-6, 12),
    });
  });

  it('refuses an action that the technology has no energy of', () => {
    const unknown = { name: 'toString', words: 'none', component: 'none', count: 1 };
    expect(() => energyOf({ ...step({}), actions: [unknown] })).toThrow(
      'fpga-20nm knows no energy of toString',
    );
  });
});

const anyCounts = fc.record(
  Object.fromEntries(names.map((name) => [name, fc.nat(1e7)])) as Record<
    keyof ActionCounts,
    fc.Arbitrary<number>
  >,
);
const anyToggles = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }).map(toggling),
  fc.constant(togglesOf('measured', fpga20)),
);
const anyRun: fc.Arbitrary<ChargedRun> = fc
  .record({
    counts: anyCounts,
    cycles: fc.nat(1e6),
    latencyUs: fc.nat(1e6).map((ns) => ns / 1000),
    technology: fc.constantFrom(...technologyNames.map(technology)),
    device: fc.constantFrom(...deviceNames.map(device)),
    toggles: anyToggles,
    offChip: fc.constantFrom(null, { gbPerS: 19.2, clockMhz: 200 }),
    arrays: fc.constantFrom(1, 2),
    footprint: fc.constantFrom(bbs, csr, { ...bbs, arrays: 2 as const }),
  })
  .map(({ counts, footprint, ...rest }) =>
    step(counts, { ...rest, resources: estimateResources(footprint, rest.device, costs) }),
  );

describe('the energy of any run', () => {
  it('is the sum of its three parts, each of its components, each of its actions, exactly', () => {
    const property = fc.property(anyRun, (run) => {
      const report = energyOf(run);
      const sumOf = (part: string) =>
        report.components.reduce((sum, each) => (each.part === part ? sum + each.energyUj : sum), 0);
      expect(report.dynamicUj).toBe(sumOf('dynamic'));
      expect(report.staticUj).toBe(sumOf('static'));
      expect(report.offChipUj).toBe(sumOf('off-chip'));
      expect(report.totalUj).toBe(report.dynamicUj + report.staticUj + report.offChipUj);
      for (const { actions, energyUj, count } of report.components) {
        if (actions.length === 0) continue;
        expect(energyUj).toBe(actions.reduce((sum, action) => sum + action.energyUj, 0));
        expect(count).toBe(actions.reduce((sum, action) => sum + action.count, 0));
      }
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('lies between the least and the most that is left open, in total and in every component', () => {
    const property = fc.property(anyRun, (run) => {
      const { totalUj, lowUj, highUj, components } = energyOf(run);
      expect(lowUj).toBeLessThanOrEqual(totalUj);
      expect(totalUj).toBeLessThanOrEqual(highUj);
      for (const each of components) {
        expect(0).toBeLessThanOrEqual(each.lowUj);
        expect(each.lowUj).toBeLessThanOrEqual(each.energyUj);
        expect(each.energyUj).toBeLessThanOrEqual(each.highUj);
      }
    });
    fc.assert(property, { numRuns: 100 });
  });

  const grown: readonly [string, (run: ChargedRun, by: number) => ChargedRun][] = [
    ...names.map((name): [string, (run: ChargedRun, by: number) => ChargedRun] => [
      `count of ${name}`,
      (run, by) => ({
        ...run,
        actions: run.actions.map((action) =>
          action.name === name ? { ...action, count: action.count * by } : action,
        ),
      }),
    ]),
    ['latency', (run, by) => ({ ...run, latencyUs: run.latencyUs * by })],
    ['cycles', (run, by) => ({ ...run, cycles: { ...run.cycles, total: run.cycles.total * by } })],
    ['toggle rate', (run) => ({ ...run, toggles: toggling(1) })],
    [
      'number of flip-flops',
      (run, by) => {
        const { used } = run.resources.flipFlops;
        const flipFlops = { ...run.resources.flipFlops, used: used * by };
        return { ...run, resources: { ...run.resources, flipFlops } };
      },
    ],
    ['any constant', (run, by) => ({ ...run, technology: dearer(run.technology, by) })],
  ];
  it.each(grown)('never falls when a %s grows', (_what, grow) => {
    const property = fc.property(anyRun, fc.integer({ min: 1, max: 5 }), (run, by) => {
      const before = energyOf(run);
      const after = energyOf(grow(run, by));
      expect(after.totalUj).toBeGreaterThanOrEqual(before.totalUj * (1 - 1e-12));
      expect(after.highUj).toBeGreaterThanOrEqual(before.highUj * (1 - 1e-12));
    });
    fc.assert(property, { numRuns: 30 });
  });
});

/** A technology with every energy so many times as large. */
function dearer(tech: Technology, by: number): Technology {
  const entries = Object.fromEntries(
    Object.entries(tech.entries).map(([action, entry]) => [action, grownEntry(entry, by)]),
  ) as unknown as Technology['entries'];
  return { ...tech, entries };
}

function grownEntry(entry: Technology['entries'][keyof Technology['entries']], by: number) {
  if (entry === 'logic') return entry;
  return 'base' in entry
    ? { ...entry, base: entry.base * by, perBit: entry.perBit * by }
    : { ...entry, value: entry.value * by };
}
