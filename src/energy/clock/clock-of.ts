import type { Footprint } from '../../hw/accounts/footprint.ts';
import type { Device } from '../device.ts';
import type { ResourceCosts } from '../resource-costs.ts';
import type { ClockEstimate, StageDelay } from './clock-estimate.ts';

/** The highest clock that a design reaches on a device. */
export function clockOf(
  { pump = 1 }: Omit<Footprint, 'beatsPerPe'>,
  { ram, distributedRam }: Device,
  _costs: ResourceCosts,
): ClockEstimate {
  const limits = [ram, distributedRam].map(({ unit, maxMhz }) => ({ unit, maxMhz: (maxMhz ?? 700) / pump }));
  const slowest = limits.reduce((a, b) => (b.maxMhz < a.maxMhz ? b : a));
  const stages: StageDelay[] = limits.map(({ unit, maxMhz }) => {
    const delayNs = 1000 / maxMhz;
    return { stage: unit, delayNs, lowNs: delayNs, highNs: delayNs, register: null };
  });
  const fmaxMhz = slowest.maxMhz;
  return { fmaxMhz, lowMhz: fmaxMhz, highMhz: fmaxMhz, limitedBy: slowest.unit, register: null, stages };
}
