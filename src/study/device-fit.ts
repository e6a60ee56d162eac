import type { Device } from '../energy/device.ts';
import type { ResourceCosts } from '../energy/resource-costs.ts';
import type { ResourceReport } from '../energy/resource-report.ts';
import { estimateResources, weightMemoryCapacity } from '../energy/resources.ts';
import { type LayerDesign, openFootprint, residentBeatsPerPe } from '../hw/layer-design.ts';
import type { SpmvArray } from '../hw/spmv-array.ts';
import type { Residency } from '../hw/spmv-unit.ts';
import { BadInput } from '../num/bad-input.ts';

/** A device, and what logic costs on it. */
export interface Target {
  readonly device: Device;
  readonly costs: ResourceCosts;
}

/** Where a design keeps its weights on a device, and what it takes of it. */
export interface DeviceFit {
  readonly residency: Residency;
  readonly resources: ResourceReport;
}

/** Streaming needs room for two tiles. */
const BUFFERS = 2;

/**
 * Fits a design to a device. Resident weights take the depth that they need; streamed weights take what the other memories leave, but
 * no more than all weights twice. `auto` keeps the weights on chip when they fit and streams all of them when they do not; where the
 * device has no room to stream through either, the resident design is reported with its overflow. A depth given as
 * `weightMemory.beatsPerPe` is what is built; throws BadInput when resident weights need more.
 */
export function fitToDevice(array: SpmvArray, layers: readonly LayerDesign[], target: Target): DeviceFit {
  const { weights, weightMemory, pes } = array.config;
  const open = openFootprint(array, layers);
  const needed = residentBeatsPerPe(layers, pes);
  const capacity = weightMemory.beatsPerPe ?? weightMemoryCapacity(open, target.device, target.costs);
  const build = (residency: Residency, depth: number): DeviceFit => {
    const beatsPerPe = weightMemory.beatsPerPe ?? depth;
    return { residency, resources: estimateResources({ ...open, beatsPerPe }, target.device, target.costs) };
  };
  const canStream = capacity >= BUFFERS;
  if (weights === 'streamed' || (weights === 'auto' && needed > capacity && canStream)) {
    const depth = canStream ? Math.min(BUFFERS * needed, capacity) : BUFFERS * needed;
    return build({ kind: 'streamed', beatsPerPe: depth }, depth);
  }
  if (weightMemory.beatsPerPe !== null && needed > capacity) {
    throw new BadInput(
      `weightMemory.beatsPerPe: ${capacity} beats, but the fullest PE must hold ${needed} (weights: streamed needs less)`,
    );
  }
  return build({ kind: 'resident' }, needed);
}
