import type { DramConfig } from '../config/streaming.ts';

/**
 * Off-chip memory as the DMA sees it: a latency, a bandwidth, whole bursts; one fetch at a
 * time. docs/timing.md section 3.
 */
export interface Dram {
  readonly clockMhz: number;
  readonly config: DramConfig;
}

/** Bytes that a fetch really moves: whole bursts. */
export function burstBytes({ config }: Dram, bytes: number): number {
  return Math.ceil(bytes / config.burstBytes) * config.burstBytes;
}

/** Cycles until the first byte of a fetch comes. */
export function latencyCyclesOf({ clockMhz, config }: Dram): number {
  return ceilExact((config.latencyNs * clockMhz) / 1000);
}

/**
 * Cycles of a fetch: dramLatencyCycles + ceil(bytes / bytesPerCycle), bytes in whole
 * bursts. docs/timing.md section 3.
 */
export function fetchCycles(dram: Dram, bytes: number): number {
  const { clockMhz, config } = dram;
  return latencyCyclesOf(dram) + ceilExact((burstBytes(dram, bytes) * clockMhz) / (config.gbPerS * 1000));
}

/**
 * ceil of a quotient of decimal inputs: 19.2 has no exact double, so a quotient within rounding of an integer
 * is that integer. Five roundings of half a unit in the last place are at most 2.5 EPSILON.
 */
function ceilExact(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= 4 * Number.EPSILON * nearest ? nearest : Math.ceil(value);
}
