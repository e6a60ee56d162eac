import type { ClockEstimate } from '../energy/clock/clock-estimate.ts';
import { clockOf } from '../energy/clock/clock-of.ts';
import type { Device } from '../energy/device.ts';
import type { ResourceCosts } from '../energy/resource-costs.ts';
import type { ResourceReport } from '../energy/resource-report.ts';
import { estimateResources, weightMemoryCapacity } from '../energy/resources.ts';
import { ImpossibleDesign } from '../errors/impossible-design.ts';
import type { Footprint } from '../hw/accounts/footprint.ts';
import {
  longestRowBeats,
  openFootprint,
  type PlacedLayer,
  residentBeatsPerPe,
} from '../hw/accounts/placed-layer.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { SpmvArray } from '../hw/array/spmv-array.ts';
import type { Residency } from '../hw/array/spmv-unit.ts';

/** A device, and what logic costs on it. */
export interface TargetDevice {
  readonly device: Device;
  readonly costs: ResourceCosts;
}

/** Where a design keeps its weights on a device, and what it takes of it. */
export interface DeviceFit {
  readonly residency: Residency;
  readonly resources: ResourceReport;
  /** How fast it can be. */
  readonly clock: ClockEstimate;
}

/** Streaming needs room for two tiles, and a tile holds at least one row of every PE. */
const BUFFERS = 2;

/**
 * Fits a design to a device. Resident weights take the depth that they need; streamed weights take what the
 * other memories leave, but no more than all weights twice. `auto` keeps the weights on chip when they fit
 * and streams all of them when they do not; where the device has no room to stream through either, the
 * resident design is reported with its overflow. A depth given as `weightMemory.beatsPerPe` is what is built;
 * throws BadInput when resident weights need more. `needed` are the beats of the fullest PE.
 */
export function fitToDevice(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  target: TargetDevice,
  needed = residentBeatsPerPe(layers, array.config),
): DeviceFit {
  const { weights, weightMemory } = array.config;
  const asked = openFootprint(array, layers);
  const clock = clockOf(asked, target.device, target.costs);
  const open = { ...asked, clockMhz: asked.clockMhz ?? clock.fmaxMhz };
  const capacity = weightMemory.beatsPerPe ?? weightMemoryCapacity(open, target.device, target.costs);
  const leastToStream = BUFFERS * longestRowBeats(layers);
  const build = (residency: Residency, depth: number): DeviceFit => {
    const beatsPerPe = weightMemory.beatsPerPe ?? depth;
    const footprint = { ...open, ...dmaOf(array, residency, open.clockMhz), beatsPerPe };
    return { residency, resources: estimateResources(footprint, target.device, target.costs), clock };
  };
  if (weights === 'streamed' || (weights === 'auto' && needed > capacity && capacity >= leastToStream)) {
    // Where no RAM is left, the weight memory gets the depth of a block all the
    // same, and the overflow is reported.
    const room = capacity >= leastToStream ? capacity : Math.max(leastToStream, blockDepth(target.device));
    const beatsPerPe = weightMemory.beatsPerPe ?? Math.min(BUFFERS * needed, room);
    return build({ kind: 'streamed', beatsPerPe }, beatsPerPe);
  }
  if (weightMemory.beatsPerPe !== null && needed > capacity) {
    throw new ImpossibleDesign(
      `weightMemory.beatsPerPe: ${capacity} beats, but the fullest PE must hold ${needed} (weights: streamed needs less)`,
    );
  }
  return build({ kind: 'resident' }, needed);
}

/** Words of a block of RAM in its widest shape. */
function blockDepth({ ram }: Device): number {
  return ram.widths.reduce((widest, mode) => (mode.width > widest.width ? mode : widest)).depth;
}

/** The bursts that streamed weights come in, and the expander of those that come packed. */
function dmaOf(
  { stream, config }: SpmvArray,
  { kind }: Residency,
  clockMhz: number,
): Pick<Footprint, 'expandedBurstBits' | 'stream'> {
  if (kind === 'resident') return {};
  const burstBits = 8 * config.dram.burstBytes;
  const bitsPerCycle = Math.ceil((8000 * config.dram.gbPerS) / clockMhz);
  const dma = { stream: { burstBits, bitsPerCycle } };
  return stream === 'packed' ? { ...dma, expandedBurstBits: burstBits } : dma;
}

/** The array at its clock, of layers that are encoded for it; the rest of the design is not fitted. */
export function atClockOf(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  { device, costs }: TargetDevice,
): SpmvArray {
  if (array.config.clockMhz !== 'auto') return array;
  return atItsClock(array, { clock: clockOf(openFootprint(array, layers), device, costs) });
}

/** The array at its clock: the one that its configuration gives, or the highest that it reaches. */
export function atItsClock(array: SpmvArray, { clock }: Pick<DeviceFit, 'clock'>): SpmvArray {
  const { config } = array;
  return config.clockMhz === 'auto' ? buildArray({ ...config, clockMhz: clock.fmaxMhz }) : array;
}
