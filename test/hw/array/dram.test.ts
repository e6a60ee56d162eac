import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstBytes, type Dram, fetchCycles } from '../../../src/hw/array/dram.ts';

const dram = (config: Partial<Dram['config']> = {}, clockMhz = 200): Dram => ({
  clockMhz,
  config: { gbPerS: 19.2, latencyNs: 100, burstBytes: 64, ...config },
});

describe('a fetch from off-chip memory', () => {
  // 19.2 GB/s at 200 MHz are 96 bytes per cycle; 100 ns are 20 cycles.
  it.each([
    { bytes: 1, bursts: 64, cycles: 20 + 1 },
    { bytes: 64, bursts: 64, cycles: 20 + 1 },
    { bytes: 65, bursts: 128, cycles: 20 + 2 },
    { bytes: 192, bursts: 192, cycles: 20 + 2 },
    { bytes: 193, bursts: 256, cycles: 20 + 3 },
    { bytes: 9600, bursts: 9600, cycles: 20 + 100 },
    { bytes: 9601, bursts: 9664, cycles: 20 + 101 },
  ])('of $bytes bytes moves $bursts and takes $cycles cycles', ({ bytes, bursts, cycles }) => {
    expect(burstBytes(dram(), bytes)).toBe(bursts);
    expect(fetchCycles(dram(), bytes)).toBe(cycles);
  });

  it.each([
    { latencyNs: 0, cycles: 0 },
    { latencyNs: 1, cycles: 1 },
    { latencyNs: 5, cycles: 1 },
    { latencyNs: 5.1, cycles: 2 },
    { latencyNs: 100, cycles: 20 },
  ])('waits a latency of $latencyNs ns for $cycles cycles of 5 ns', ({ latencyNs, cycles }) => {
    expect(fetchCycles(dram({ latencyNs }), 64)).toBe(cycles + 1);
  });

  it('does not take a fraction of a cycle after millions of them for a rounding error', () => {
    // 2406976 * 333.3 / 100 = 8022451.008
    const slow = dram({ gbPerS: 0.1, latencyNs: 0 }, 333.3);
    expect(fetchCycles(slow, 2406976)).toBe(8022452);
  });

  it('rounds the exact quotients of decimal rates up, as rational numbers do', () => {
    const fields = fc.record({
      tenthsGbPerS: fc.integer({ min: 1, max: 5000 }),
      tenthsNs: fc.integer({ min: 0, max: 5000 }),
      tenthsMhz: fc.integer({ min: 100, max: 10000 }),
      burst: fc.constantFrom(1, 32, 64, 512),
      bytes: fc.integer({ min: 1, max: 10_000_000 }),
    });
    const ceil = (a: bigint, b: bigint) => Number((a + b - 1n) / b);
    fc.assert(
      fc.property(fields, ({ tenthsGbPerS, tenthsNs, tenthsMhz, burst, bytes }) => {
        const config = {
          gbPerS: tenthsGbPerS / 10,
          latencyNs: tenthsNs / 10,
          burstBytes: burst,
        } as Dram['config'];
        const moved = Math.ceil(bytes / burst) * burst;
        const latency = ceil(BigInt(tenthsNs) * BigInt(tenthsMhz), 100_000n);
        const transfer = ceil(BigInt(moved) * BigInt(tenthsMhz), BigInt(tenthsGbPerS) * 1000n);
        expect(fetchCycles(dram(config, tenthsMhz / 10), bytes)).toBe(latency + transfer);
      }),
      { numRuns: 1000 },
    );
  });
});
