import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeOverflow,
  estimateResources,
  packRegions,
  type Resource,
  type ResourceReport,
  weightMemoryCapacity,
} from '../../src/energy/resources.ts';
import type { Footprint } from '../../src/hw/accounts/footprint.ts';
import { bbs, costs, csr, device, deviceNames } from './shipped.ts';

const arria10 = device('arria10-gx1150');
const resources = ['dsp', 'ramBlocks', 'ultraRam', 'logic', 'distributedRam', 'flipFlops'] as const;
const used = (report: ResourceReport, resource: Resource) => report[resource]?.used ?? 0;
const part = (report: ResourceReport, name: string) =>
  report.breakdown.find(({ component }) => component === name)!;

describe('BBS, 64 x 64 on Arria 10 (TIMIT)', () => {
  const report = estimateResources(bbs, arria10, costs);

  it('reads its weights from 2,048 M20K: 1,280 bits per PE in blocks of 512 x 40', () => {
    expect(part(report, 'weight memory').ramBlocks).toBe(2048);
  });

  it('fills all 1,518 DSP blocks and puts the other 1,060 multipliers into ALMs', () => {
    const { dsp, logic } = part(report, 'multipliers');
    expect(dsp).toBe(1518);
    expect(logic / costs.families.intel.multiplierLogic.value).toBe(1060);
    expect(report.dsp).toEqual({ unit: 'DSP block', used: 1518, available: 1518, percent: 100 });
  });

  it('keeps its 4,096 buffer banks in MLABs', () => {
    expect(part(report, 'vector buffers')).toMatchObject({
      ramBlocks: 0,
      logic: 40_960,
      distributedRam: 40_960,
    });
  });

  it('fits', () => {
    expect(report.fits).toBe(true);
    expect(report.overflows).toEqual([]);
    expect(describeOverflow(report)).toBe('fits arria10-gx1150');
  });

  // The printed figures are recalled, unverified; the printed ALMs and M20K include PCIe, DRAM
  // controller and host interface.
  it.each([
    { resource: 'logic', unit: 'ALM', ours: report.logic.used, printed: 289_000, within: 0.4 },
    { resource: 'ramBlocks', unit: 'M20K', ours: report.ramBlocks.used, printed: 2509, within: 0.2 },
    { resource: 'dsp', unit: 'DSP', ours: report.dsp.used, printed: 1518, within: 1e-9 },
  ])('$unit: $ours estimated, $printed in the paper (recalled, unverified)', ({ ours, printed, within }) => {
    expect(Math.abs(ours / printed - 1)).toBeLessThan(within);
  });
});

describe('lanes with weight memories of their own, 2 PEs of 4 lanes on Arria 10', () => {
  const inStep: Footprint = { ...csr, pes: 2, lanes: 4, beatBits: 4 * 21, beatsPerPe: 100 };
  const laneMemories = { wordBits: 21, rowMemories: 2, rowBits: 9, rowsPerPe: 33 };
  const own: Footprint = { ...inStep, laneMemories };
  const rowEnds = (footprint: Footprint) => part(estimateResources(footprint, arria10, costs), 'lane queues');

  it('read from an M20K each, where beats of 84 bits fill three for a PE', () => {
    expect(part(estimateResources(own, arria10, costs), 'weight memory').ramBlocks).toBe(2 * 4);
    expect(part(estimateResources(inStep, arria10, costs), 'weight memory').ramBlocks).toBe(2 * 3);
  });

  it('find the ends of rows in two more for each PE, in MLABs up to 32 rows', () => {
    expect(rowEnds(own)).toMatchObject({ ramBlocks: 2 * 2, distributedRam: 0 });
    const few = rowEnds({ ...own, laneMemories: { ...laneMemories, rowsPerPe: 32 } });
    const mlab = arria10.distributedRam.logicPerCell;
    expect(few).toMatchObject({ ramBlocks: 0, distributedRam: 2 * 2 * mlab });
    // Two counters of seven bits for a lane, and a comparison of nine.
    expect(few.logic).toBe(2 * 2 * mlab + 2 * 4 * (2 * 7 + 9));
    expect(rowEnds(inStep)).toBeUndefined();
  });

  it('fit with the words that the capacity says, and not with one word more', () => {
    const words = weightMemoryCapacity(own, arria10, costs);
    const missing = (beatsPerPe: number) =>
      estimateResources({ ...own, beatsPerPe }, arria10, costs).overflows.map(({ resource }) => resource);
    expect(missing(words)).not.toContain('ramBlocks');
    expect(missing(words + 1)).toContain('ramBlocks');
  });
});

describe('an overflow', () => {
  it.each(deviceNames)('of logic: CSR, 64 x 64, does not fit %s', (name) => {
    const report = estimateResources(csr, device(name), costs);
    expect(report.fits).toBe(false);
    const logic = report.overflows.find(({ resource }) => resource === 'logic')!;
    expect(logic.used).toBeGreaterThan(logic.available);
    expect(logic.percentOver).toBeCloseTo((logic.used / logic.available - 1) * 100, 9);
    const [arbiter, crossbar] = ['arbiter', 'crossbar'].map((name) => part(report, name).logic);
    expect(arbiter + crossbar).toBeGreaterThan(report.logic.available);
  });

  it('is named with what is needed, what there is, and by how much', () => {
    const report = estimateResources({ ...bbs, pes: 88, beatsPerPe: 512 }, arria10, costs);
    const registers = part(report, 'register file').ramBlocks;
    const blocks = 88 * 32 + registers;
    const over = ((blocks / 2713 - 1) * 100).toFixed(1);
    expect(describeOverflow(report)).toContain(
      `does not fit arria10-gx1150: needs ${blocks.toLocaleString('en-US')} of 2,713 M20K (${over} % over): weight memory 2,816; needs `,
    );
  });

  it('of memory made of logic is told apart from logic', () => {
    const report = estimateResources({ ...bbs, pes: 400, lanes: 64 }, device('xc7z100'), costs);
    expect(report.overflows.map(({ resource }) => resource)).toContain('distributedRam');
    expect(describeOverflow(report)).toContain('of 108,200 LUT as LUT RAM');
  });

  it('of a buffer bank deeper than 32 words: 4,096 banks need 4,096 M20K', () => {
    const report = estimateResources({ ...bbs, regionWords: [33] }, arria10, costs);
    expect(part(report, 'vector buffers')).toMatchObject({ ramBlocks: 4096, logic: 0 });
    expect(report.overflows.map(({ resource }) => resource)).toEqual(['ramBlocks']);
  });
});

describe('the regions of a vector buffer bank', () => {
  it.each([
    { regions: [3, 8, 16], memories: [27], why: "TIMIT: x, h and h' share one MLAB of 32 words" },
    { regions: [24, 24], memories: [24, 24], why: 'PTB: x and h take one each' },
    { regions: [33, 8, 16], memories: [33, 24], why: 'a deep region is a memory of its own' },
    { regions: [], memories: [], why: 'nothing' },
  ])('$why', ({ regions, memories }) => {
    expect(packRegions(regions, 32)).toEqual(memories);
  });
});

describe('the weight memory that a device leaves', () => {
  it('is 512 beats of 64 x 20 bits for 64 PEs on Arria 10', () => {
    expect(weightMemoryCapacity(bbs, arria10, costs)).toBe(512);
  });

  it('is 0 when the buffers take all block RAM', () => {
    expect(weightMemoryCapacity({ ...bbs, regionWords: [33] }, arria10, costs)).toBe(0);
  });

  it('uses UltraRAM: 4,096 beats on U250', () => {
    expect(weightMemoryCapacity(bbs, device('alveo-u250'), costs)).toBe(4096);
  });

  it('is what the estimate can hold, and not a beat less', () => {
    fc.assert(
      fc.property(anyFootprint, anyDevice, (footprint, chip) => {
        const beats = weightMemoryCapacity(footprint, chip, costs);
        const lacksRam = (beatsPerPe: number) =>
          estimateResources({ ...footprint, beatsPerPe }, chip, costs).overflows.some(
            ({ resource }) => resource === 'ramBlocks',
          );
        fc.pre(!lacksRam(0));
        expect(lacksRam(beats)).toBe(false);
        expect(lacksRam(beats + 1)).toBe(true);
      }),
    );
  });
});

const anyDevice = fc.constantFrom(...deviceNames.map(device));
const anyFootprint: fc.Arbitrary<Footprint> = fc
  .record({
    pes: fc.integer({ min: 1, max: 128 }),
    issue: fc.constantFrom('parallel', 'arbitrated', 'shared'),
    lanes: fc.integer({ min: 2, max: 64 }),
    bits: fc.integer({ min: 6, max: 16 }),
    accumulatorBits: fc.integer({ min: 32, max: 52 }),
    ports: fc.constantFrom(1, 2),
    laneBits: fc.integer({ min: 7, max: 32 }),
    beatsPerPe: fc.integer({ min: 0, max: 5000 }),
    regionWords: fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 3 }),
    ewopLanes: fc.integer({ min: 1, max: 128 }),
    ewopStyle: fc.constantFrom('chained', 'instruction'),
    peepholes: fc.boolean(),
    registerFileBits: fc.integer({ min: 0, max: 4_000_000 }),
  } as const)
  .map(({ laneBits, issue, ...rest }): Footprint => {
    const arbitrated = issue !== 'parallel';
    return { ...rest, arbitrated, sharedBuffer: issue === 'shared', beatBits: rest.lanes * laneBits };
  });

/** Logic but for selections between stacked blocks: a deeper memory may stack fewer that are narrower. */
function logicWithoutStacks(report: ResourceReport): number {
  const memories = ['weight memory', 'vector buffers', 'register file'].map((name) => part(report, name));
  return memories.reduce(
    (left, { logic, distributedRam }) => left - logic + distributedRam,
    report.logic.used,
  );
}

/**
 * A larger design never uses less. UltraRAM lets blocks trade places with it,
 * so both are taken in bits there.
 */
function expectNoLess(small: Footprint, large: Footprint, chip: ReturnType<typeof device>): void {
  const [less, more] = [small, large].map((footprint) => estimateResources(footprint, chip, costs));
  for (const resource of ['dsp', 'distributedRam', 'flipFlops'] as const) {
    expect(used(more, resource), resource).toBeGreaterThanOrEqual(used(less, resource));
  }
  expect(logicWithoutStacks(more)).toBeGreaterThanOrEqual(logicWithoutStacks(less));
  if (!chip.ultraRam) expect(more.ramBlocks.used).toBeGreaterThanOrEqual(less.ramBlocks.used);
  if (!less.fits) expect(more.fits).toBe(false);
}

describe('a resource estimate', () => {
  it('is the sum of its parts, in whole units', () => {
    fc.assert(
      fc.property(anyFootprint, anyDevice, (footprint, chip) => {
        const report = estimateResources(footprint, chip, costs);
        for (const resource of resources) {
          const sum = report.breakdown.reduce((total, component) => total + component[resource], 0);
          expect(used(report, resource)).toBe(sum);
          expect(Number.isInteger(sum)).toBe(true);
        }
        expect(report.dsp.used).toBeLessThanOrEqual(report.dsp.available);
        expect(report.logic.used).toBeGreaterThanOrEqual(report.distributedRam.used);
        expect(report.fits).toBe(report.overflows.length === 0);
      }),
    );
  });

  it.each([
    ['PEs', (footprint: Footprint, more: number) => ({ pes: footprint.pes + more })],
    ['bits of an expanded burst', (_: Footprint, more: number) => ({ expandedBurstBits: more })],
    ['element-wise peepholes', () => ({ peepholes: true })],
    ['beats per PE', (footprint: Footprint, more: number) => ({ beatsPerPe: footprint.beatsPerPe + more })],
    ['a second read port', () => ({ ports: 2 })],
    [
      'lanes and banks',
      (footprint: Footprint) => ({ lanes: footprint.lanes * 2, beatBits: footprint.beatBits * 2 }),
    ],
  ])('never falls with more of: %s', (_what, enlarge) => {
    fc.assert(
      fc.property(anyFootprint, anyDevice, fc.integer({ min: 1, max: 500 }), (footprint, chip, more) => {
        expectNoLess(footprint, { ...footprint, ...enlarge(footprint, more) }, chip);
      }),
    );
  });

  it('prices two bursts of a stream, what comes in a cycle on either side, and the expander of a packed one', () => {
    const stream = { burstBits: 512, bitsPerCycle: 768 };
    fc.assert(
      fc.property(anyFootprint, anyDevice, (footprint, chip) => {
        const dma = (fields: Partial<Footprint>) =>
          part(estimateResources({ ...footprint, ...fields }, chip, costs), 'DMA buffers');
        expect(dma({})).toMatchObject({ logic: 0, flipFlops: 0 });
        const plain = dma({ stream });
        expect(plain).toMatchObject({ logic: 512 + 2 * 768, flipFlops: 2 * 512 + 2 * 768 });
        const levels = Math.ceil(Math.log(footprint.lanes) / Math.log(4) - 1e-9);
        expect(dma({ stream, expandedBurstBits: 512 })).toMatchObject({
          logic: plain.logic + footprint.beatBits * levels,
          flipFlops: plain.flipFlops + 512 + footprint.beatBits,
        });
      }),
    );
  });

  it('with deeper banks never takes fewer blocks of RAM, nor less logic on the same side of 32 words', () => {
    fc.assert(
      fc.property(anyFootprint, anyDevice, fc.integer({ min: 1, max: 100 }), (footprint, chip, more) => {
        const deeper = { ...footprint, regionWords: footprint.regionWords.map((words) => words + more) };
        const [less, deep] = [footprint, deeper].map((size) =>
          part(estimateResources(size, chip, costs), 'vector buffers'),
        );
        expect(deep.ramBlocks).toBeGreaterThanOrEqual(less.ramBlocks);
        const sameSide = footprint.regionWords.every((words, i) => words > 32 || deeper.regionWords[i] <= 32);
        if (sameSide) expect(deep.logic).toBeGreaterThanOrEqual(less.logic);
      }),
    );
  });

  it('of C copies has C times the banks of C times the memories, and crosspoints of N / C lanes by N banks', () => {
    const parts = [1, 4].map((vectorCopies) => estimateResources({ ...csr, vectorCopies }, arria10, costs));
    const [one, four] = parts.map((report) => part(report, 'vector buffers'));
    expect(four.logic).toBe(4 * one.logic);
    for (const block of ['arbiter', 'crossbar']) {
      const [whole, split] = parts.map((report) => part(report, block).logic);
      expect(split).toBe(whole);
    }
  });

  it('of a shared memory has crosspoints for all lanes and its own banks', () => {
    const logicOf = (footprint: Footprint) =>
      part(estimateResources(footprint, arria10, costs), 'crossbar').logic;
    const shared = { ...csr, pes: 16, lanes: 4, sharedBuffer: true } as const;
    const c = costs.families.intel.crossbarBit.logic.value;
    expect(logicOf({ ...shared, banks: 64 })).toBe(Math.ceil(16 * 4 * 64 * 16 * c));
    expect(logicOf({ ...shared, banks: 128 })).toBe(Math.ceil(16 * 4 * 128 * 16 * c));
  });

  it('of double pumping has crosspoints for two requests a cycle, and registers at every port of a bank', () => {
    const [once, twice] = ([1, 2] as const).map((pump) =>
      estimateResources({ ...csr, pump }, arria10, costs),
    );
    for (const block of ['arbiter', 'crossbar']) {
      const crosspoints = [once, twice].map((report) => part(report, block).logic);
      expect(crosspoints[1] / crosspoints[0]).toBeCloseTo(2, 5);
    }
    expect(part(twice, 'vector buffers')).toEqual(part(once, 'vector buffers'));
    // 64 x 64 banks of x, h and h' in 27 words: an address of 5 bits, a bit that it is asked, a word of 16.
    expect(part(twice, 'double pumping')).toMatchObject({ logic: 4096 * 5, flipFlops: 4096 * (5 + 1 + 16) });
    expect(part(once, 'double pumping')).toBeUndefined();
  });

  it('of csr-shared has one vector buffer where csr has one per PE', () => {
    const shared = { ...csr, sharedBuffer: true } as const;
    const [one, many] = [shared, csr].map((size) =>
      part(estimateResources(size, arria10, costs), 'vector buffers'),
    );
    expect(many.logic).toBe(64 * one.logic);
  });

  it.each([
    { style: 'chained', peepholes: false, multipliers: 64 * (3 + 5) },
    { style: 'chained', peepholes: true, multipliers: 64 * (6 + 5) },
    { style: 'instruction', peepholes: true, multipliers: 64 * (1 + 1) },
  ] as const)(
    'of 64 $style element-wise lanes, peepholes $peepholes: $multipliers multipliers in DSP blocks',
    ({ style, peepholes, multipliers }) => {
      const footprint = { ...bbs, ewopStyle: style, peepholes };
      const report = estimateResources(footprint, device('alveo-u250'), costs);
      expect(part(report, 'element-wise lanes').dsp).toBe(multipliers);
      expect(part(report, 'multipliers').dsp).toBe(4096);
    },
  );

  it('at 6 bits needs no interpolation multipliers: a segment is one step wide', () => {
    const report = estimateResources({ ...bbs, bits: 6 }, device('alveo-u250'), costs);
    expect(part(report, 'element-wise lanes').dsp).toBe(64 * 3);
  });

  describe('of activation tables', () => {
    const of = (activation: Footprint['activation'], style: 'chained' | 'instruction' = 'chained') =>
      part(
        estimateResources(
          { ...bbs, ewopStyle: style, ...(activation && { activation }) },
          device('alveo-u250'),
          costs,
        ),
        'element-wise lanes',
      );
    const plain = { segments: 64, stepBits: 10, clampedBits: 0 };

    it('with 64 segments over all of the format is that of the lanes alone', () => {
      expect(of(plain)).toEqual(of(undefined));
    });

    it('with 256 segments is four functions and two selections for each bit, read twice, of five tables', () => {
      const { logic, ramBlocks } = of({ ...plain, segments: 256 });
      expect(logic - of(plain).logic).toBe(64 * 5 * 2 * 16 * (4 + 1 - 1));
      expect(ramBlocks).toBe(0);
    });

    it('that end two bits before the format take a function for each bit of a code and of an end', () => {
      const clamped = { ...plain, clampedBits: 2 };
      expect(of(clamped).logic - of(plain).logic).toBe(64 * 5 * (16 + 2));
      expect(of(clamped, 'instruction').logic - of(plain, 'instruction').logic).toBe(64 * (16 + 2));
    });

    it('with 512 segments is a block of RAM with two ports for each table, and no logic', () => {
      const { logic, ramBlocks } = of({ ...plain, segments: 512 });
      expect(logic).toBe(of(plain).logic);
      expect(ramBlocks).toBe(Math.ceil(64 * 5 * 0.5));
      expect(of({ ...plain, segments: 512 }, 'instruction').ramBlocks).toBe(Math.ceil(64 * 2 * 0.5));
    });

    it('that are blocks of RAM are taken from what the weight memories may have', () => {
      const { beatsPerPe: _, ...open } = bbs;
      const capacity = (segments: number) =>
        weightMemoryCapacity({ ...open, activation: { ...plain, segments } }, arria10, costs);
      expect(capacity(256)).toBe(capacity(64));
      expect(capacity(4096)).toBeLessThan(capacity(256));
    });
  });
});
