import type { Device } from './device.ts';
import type { MemoryUse } from './memory-mapping.ts';
import type { Overflow } from './resource-report.ts';

/** Memories of a design that have one clock, and what they take of the device. */
export interface ClockedMemories extends Pick<MemoryUse, 'ramBlocks' | 'distributedLogic'> {
  readonly clockMhz: number;
}

/**
 * What of the device's memories a design clocks faster than they can go: block RAM and memory made of logic,
 * each by the fastest memory that is mapped to it. A limit that is not known is none.
 */
export function clockOverflows(
  { ram, distributedRam }: Device,
  memories: readonly ClockedMemories[],
): readonly Overflow[] {
  const fastest = (isMapped: (memory: ClockedMemories) => boolean) =>
    memories.filter(isMapped).reduce((most, { clockMhz }) => Math.max(most, clockMhz), 0);
  return [
    ...overflowOf(
      'ramClock',
      ram,
      fastest(({ ramBlocks }) => ramBlocks > 0),
    ),
    ...overflowOf(
      'distributedRamClock',
      distributedRam,
      fastest(({ distributedLogic }) => distributedLogic > 0),
    ),
  ];
}

function overflowOf(
  resource: Overflow['resource'],
  { unit, maxMhz }: Device['ram'] | Device['distributedRam'],
  used: number,
): readonly Overflow[] {
  if (maxMhz === null || used <= maxMhz) return [];
  const percentOver = (used / maxMhz - 1) * 100;
  return [{ resource, unit: `MHz of ${unit}`, used, available: maxMhz, percentOver }];
}
