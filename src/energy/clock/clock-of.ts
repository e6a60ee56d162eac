import type { Footprint } from '../../hw/accounts/footprint.ts';
import type { Device } from '../device.ts';
import { mapMemory } from '../memory-mapping.ts';
import type { ResourceCosts } from '../resource-costs.ts';
import { packRegions } from '../resources.ts';
import {
  type Clocked,
  issueStage,
  loadStage,
  type StagePath,
  sumStages,
  wordStages,
} from './array-stages.ts';
import type { ClockEstimate, StageDelay } from './clock-estimate.ts';
import { delaysOn } from './delays.ts';
import { elementStages } from './element-stages.ts';

/**
 * The highest clock that a design reaches on a device: the slowest of its stages, each from register to
 * register, or the limit of a block. Its levels are mapped ones, fitted by size; what a level takes is an
 * assumption of its family, so the interval is wide, and ratios of designs are better known than clocks.
 * Throws a RangeError for a footprint that does not say how its pipeline is cut.
 */
export function clockOf(
  footprint: Omit<Footprint, 'beatsPerPe'>,
  device: Device,
  costs: ResourceCosts,
): ClockEstimate {
  const { pipeline } = footprint;
  if (!pipeline) throw new RangeError('a footprint without a pipeline has no clock');
  const uncertainty = costs.stages.uncertainty.value;
  const stages: StageDelay[] = [
    ...pathsOf({ ...footprint, pipeline }, device, costs).map((path) => ({
      ...path,
      lowNs: path.delayNs * (1 - uncertainty),
      highNs: path.delayNs * (1 + uncertainty),
    })),
    ...blockLimits(footprint, device, costs),
  ];
  return estimateOf(stages);
}

function pathsOf(footprint: Clocked, device: Device, costs: ResourceCosts): StagePath[] {
  const delays = delaysOn(device, costs.stages.families[device.family]);
  const bank = {
    outputNs: isShallow(footprint, device, costs) ? delays.distributedOutput : delays.ramOutput,
  };
  return [
    issueStage(footprint, costs.stages, delays),
    ...wordStages(footprint, costs.stages, delays, bank),
    ...sumStages(footprint, delays),
    loadStage(footprint, delays),
    ...elementStages(footprint, delays),
  ];
}

/** Whether all regions of the vector buffers are in memories made of logic. */
function isShallow(
  { bits, ports, regionWords }: Pick<Footprint, 'bits' | 'ports' | 'regionWords'>,
  device: Device,
  costs: ResourceCosts,
): boolean {
  const shallow = costs.distributedRamWords.value;
  return packRegions(regionWords, shallow).every(
    (depth) => mapMemory({ width: bits, depth, readPorts: ports }, device, shallow).ramBlocks === 0,
  );
}

/** Data sheets say how fast blocks go: weight memories, vector buffers at their own clock, multipliers. */
function blockLimits(
  { pump = 1, ...footprint }: Omit<Footprint, 'beatsPerPe'>,
  device: Device,
  costs: ResourceCosts,
): StageDelay[] {
  const { ram, distributedRam, dsp } = device;
  const buffers = isShallow(footprint, device, costs) ? distributedRam : ram;
  const limits: readonly (readonly [string, number | null])[] = [
    [ram.unit, ram.maxMhz],
    [`${buffers.unit} of vector buffers`, buffers.maxMhz === null ? null : buffers.maxMhz / pump],
    [dsp.unit, dsp.maxMhz],
  ];
  return limits.flatMap(([stage, maxMhz]) => {
    if (maxMhz === null) return [];
    const delayNs = 1000 / maxMhz;
    return [{ stage, delayNs, lowNs: delayNs, highNs: delayNs, register: null }];
  });
}

/** Down to a tenth of a megahertz. */
const clockOfNs = (delayNs: number): number => Math.floor(10_000 / delayNs) / 10;

function estimateOf(stages: readonly StageDelay[]): ClockEstimate {
  const longest = (of: (stage: StageDelay) => number) =>
    stages.reduce((most, one) => Math.max(most, of(one)), 0);
  const slowest = stages.reduce((a, b) => (b.delayNs > a.delayNs ? b : a));
  const { register } = slowest;
  const cutMhz = register
    ? clockOfNs(
        longest((stage) =>
          stage.register?.field === register.field ? stage.register.delayNs : stage.delayNs,
        ),
      )
    : 0;
  const fmaxMhz = clockOfNs(slowest.delayNs);
  return {
    fmaxMhz,
    lowMhz: clockOfNs(longest(({ highNs }) => highNs)),
    highMhz: clockOfNs(longest(({ lowNs }) => lowNs)),
    limitedBy: slowest.stage,
    register: register && cutMhz > fmaxMhz ? { field: register.field, fmaxMhz: cutMhz } : null,
    stages,
  };
}
