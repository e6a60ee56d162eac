import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockOf } from '../../../src/energy/clock/clock-of.ts';
import { mappedLevels } from '../../../src/energy/clock/delays.ts';
import type { Footprint } from '../../../src/hw/accounts/footprint.ts';
import { costs, device } from '../shipped.ts';

type Open = Omit<Footprint, 'beatsPerPe'>;
type Pipeline = NonNullable<Footprint['pipeline']>;

const arria10 = device('arria10-gx1150');

const registers: Pipeline = {
  issue: 'parallel',
  arbiter: 'fixed',
  arbiterStyle: null,
  mulLatency: 3,
  bankOutputRegister: 0,
  crossbarRegister: 0,
  addLatency: 1,
  activationLatency: 2,
  ewMulLatency: 3,
};

/** 64 PEs of 64 lanes, bank-balanced unless changed. */
function design(changes: Partial<Open> = {}, pipeline: Partial<Pipeline> = {}): Open {
  return {
    pes: 64,
    lanes: 64,
    bits: 16,
    accumulatorBits: 48,
    ports: 1,
    arbitrated: false,
    sharedBuffer: false,
    beatBits: 1344,
    regionWords: [19, 8],
    ewopLanes: 64,
    ewopStyle: 'instruction',
    registerFileBits: 100_000,
    ...changes,
    pipeline: { ...registers, ...pipeline },
  };
}

const csr = (changes: Partial<Open> = {}, pipeline: Partial<Pipeline> = {}) =>
  design(
    { arbitrated: true, beatBits: 1793, ...changes },
    { issue: 'arbitrated', arbiterStyle: 'tree', ...pipeline },
  );

const clock = (open: Open) => clockOf(open, arria10, costs);
const stage = (open: Open, name: string) => clock(open).stages.find((one) => one.stage === name);

describe('the highest clock of a design', () => {
  it('is that of its slowest stage, in tenths of a megahertz', () => {
    const { fmaxMhz, limitedBy, stages } = clock(csr());
    const slowest = Math.max(...stages.map(({ delayNs }) => delayNs));
    expect(stages.find(({ delayNs }) => delayNs === slowest)?.stage).toBe(limitedBy);
    expect(fmaxMhz).toBe(Math.floor(10_000 / slowest) / 10);
  });

  it('of a bank-balanced array of 64 x 64 is above the 200 MHz of its paper, and of CSR far below', () => {
    expect(clock(design()).lowMhz).toBeGreaterThan(200);
    expect(clock(csr()).highMhz).toBeLessThan(200);
    expect(clock(csr()).limitedBy).toBe('arbiter');
  });

  it('lies in an interval, unless a block limits it', () => {
    const { lowMhz, fmaxMhz, highMhz } = clock(csr());
    expect(lowMhz).toBeLessThan(fmaxMhz);
    expect(fmaxMhz).toBeLessThan(highMhz);
  });

  it('of a chain falls with every lane, of a tree with every doubling of them', () => {
    const { chain, tree } = costs.stages.levels;
    expect([4, 8, 16, 32].map((n) => mappedLevels(chain, n))).toEqual([3, 4, 6, 10]);
    expect([4, 8, 16, 32].map((n) => mappedLevels(tree, n))).toEqual([3, 5, 7, 9]);
    expect(mappedLevels(chain, 256) - mappedLevels(chain, 128)).toBe(32);
    expect(mappedLevels(tree, 256) - mappedLevels(tree, 128)).toBe(2);
    for (const lanes of [64, 128, 256])
      expect(clock(csr({ lanes }, { arbiterStyle: 'chain' })).fmaxMhz).toBeLessThan(
        clock(csr({ lanes })).fmaxMhz,
      );
  });

  it('is no higher with a rotating priority, a second port, a window, a shared memory', () => {
    const { fmaxMhz } = clock(csr());
    expect(clock(csr({}, { arbiter: 'rotating' })).fmaxMhz).toBeLessThan(fmaxMhz);
    expect(clock(csr({ ports: 2 }, { arbiterStyle: 'chain' })).fmaxMhz).toBeLessThan(
      clock(csr({}, { arbiterStyle: 'chain' })).fmaxMhz,
    );
    expect(clock(csr({ window: 8 }, { issue: 'windowed' })).fmaxMhz).toBeLessThan(fmaxMhz);
    expect(clock(csr({ sharedBuffer: true }, { issue: 'shared' })).fmaxMhz).toBeLessThan(fmaxMhz);
  });

  it('of lanes that ask again is higher, since their arbiter has as many stages as a retry takes', () => {
    const shuffle = (retryCycles: number) =>
      clock(csr({ shuffle: { retryCycles, openRows: 16 } }, { issue: 'shuffled', arbiter: 'rotating' }));
    expect(shuffle(6).fmaxMhz).toBeGreaterThan(shuffle(1).fmaxMhz);
  });
});

describe('a register', () => {
  it('cuts the path that it stands in', () => {
    const crossbar = (pipeline: Partial<Pipeline>) =>
      stage(csr({}, { mulLatency: 1, ...pipeline }), 'crossbar')?.delayNs ?? 0;
    expect(crossbar({ bankOutputRegister: 1 })).toBeLessThan(crossbar({}));
    expect(crossbar({ crossbarRegister: 1 })).toBeLessThan(crossbar({}));
    const product = (mulLatency: number, name = 'multiplier') =>
      stage(design({}, { mulLatency }), name)?.delayNs ?? 0;
    expect(product(1, 'vector buffer')).toBeGreaterThan(product(2) + product(2, 'vector buffer') / 2);
    expect(product(2)).toBeGreaterThan(product(3));
    expect(product(4)).toBe(product(3));
    const sums = (addLatency: number) => stage(design({}, { addLatency }), 'element-wise sums')?.delayNs ?? 0;
    expect(sums(2)).toBeLessThan(sums(1));
  });

  it('that is missing makes the next stage of a lane longer', () => {
    const activation = (addLatency: number) => stage(design({}, { addLatency }), 'activation')?.delayNs ?? 0;
    expect(activation(0)).toBeGreaterThan(activation(1));
    expect(stage(design({}, { addLatency: 0 }), 'element-wise sums')).toBeUndefined();
  });

  it('in the slowest stage buys the clock that the estimate says', () => {
    const slow = design({}, { mulLatency: 1 });
    const { register, fmaxMhz } = clock(slow);
    expect(register?.field).toBe('timing.mulLatency');
    expect(register?.fmaxMhz).toBeGreaterThan(fmaxMhz);
  });
});

describe('double pumping', () => {
  it('leaves half a cycle for words of the second half, or a whole one behind a register', () => {
    const crossbar = (bankOutputRegister: number) =>
      stage(csr({ pump: 2 }, { bankOutputRegister }), 'crossbar')?.delayNs ?? 0;
    expect(crossbar(0)).toBeGreaterThan(1.7 * crossbar(1));
  });
});

it('more lanes, PEs or bits never make a stage faster', () => {
  const size = fc.record({
    pes: fc.integer({ min: 1, max: 128 }),
    lanes: fc.integer({ min: 2, max: 128 }),
    bits: fc.integer({ min: 6, max: 16 }),
    accumulatorBits: fc.integer({ min: 20, max: 52 }),
  });
  fc.assert(
    fc.property(
      size,
      fc.constantFrom('pes', 'lanes', 'accumulatorBits'),
      fc.boolean(),
      (one, field, isCsr) => {
        const made = isCsr ? csr : design;
        const more = made({ ...one, [field]: one[field] + 1 });
        expect(clock(more).fmaxMhz).toBeLessThanOrEqual(clock(made(one)).fmaxMhz);
      },
    ),
    { seed: 17, numRuns: 100 },
  );
});
