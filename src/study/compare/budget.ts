import type { Device } from '../../energy/device.ts';
import type { ResourceReport } from '../../energy/resource-report.ts';

/**
 * A device that has as much of everything as a design takes of a real one: what fits it is within the
 * resources of the design. Memory made of logic is limited by the logic alone. Energy takes the static power
 * of the real chip.
 */
export function deviceOf(label: string, device: Device, used: ResourceReport): Device {
  const { ultraRam, budget: _, ...others } = device;
  return {
    ...others,
    name: `what ${label} takes of ${device.name}`,
    dsp: { ...device.dsp, count: used.dsp.used },
    ram: { ...device.ram, count: used.ramBlocks.used },
    ...(ultraRam && used.ultraRam && used.ultraRam.used > 0
      ? { ultraRam: { ...ultraRam, count: used.ultraRam.used } }
      : {}),
    logic: { ...device.logic, count: used.logic.used },
    flipFlops: { ...device.flipFlops, count: used.flipFlops.used },
    distributedRam: {
      ...device.distributedRam,
      maxLogic: Math.min(device.distributedRam.maxLogic, used.logic.used),
    },
  };
}
