import { BadInput } from '../../errors/bad-input.ts';
import { type PlacedLayer, residentBeatsPerPe } from '../../hw/accounts/placed-layer.ts';
import { buildArray } from '../../hw/array/kinds/index.ts';
import type { SpmvArray } from '../../hw/array/spmv-array.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { StoredLayer } from '../../lstm/stored-layer.ts';
import { type DeviceFit, fitToDevice, type TargetDevice } from '../../run/device-fit.ts';
import {
  dealLayers,
  encodeLayers,
  type PlacedModel,
  placedModelOf,
  timeLayers,
} from '../../run/placed-model.ts';

/**
 * The largest array of an accelerator kind that fits a device: the (PEs, banks) with the most multipliers,
 * and of equal ones the one with the fewest cycles. Banks are the powers of two up to the configured ones.
 * Weights that may be resident or streamed are kept resident if any such array fits. Null when nothing fits.
 */
export function largestFit(
  config: AcceleratorConfig,
  stored: readonly StoredLayer[],
  target: TargetDevice,
): AcceleratorConfig | null {
  if (config.weights !== 'auto') return largestOf(config, stored, target);
  const resident = largestOf({ ...config, weights: 'resident' }, stored, target);
  return resident ? { ...resident, weights: 'auto' } : largestOf(config, stored, target);
}

function largestOf(
  config: AcceleratorConfig,
  stored: readonly StoredLayer[],
  target: TargetDevice,
): AcceleratorConfig | null {
  let best: PlacedModel | null = null;
  for (let banks = 2; banks <= config.banks; banks *= 2) {
    const candidate = mostPes(banks, config, stored, target);
    best = candidate === null ? best : largerOf(best, candidate);
  }
  return best?.array.config ?? null;
}

/**
 * The design with the most PEs that fits, with a given number of banks. Logic and multipliers grow with the
 * PEs, so they set a bound. Block RAM does not: more PEs have shallower weight memories. So below the bound
 * every number of PEs is tried, from the most down, first as if all PEs held the same share of the weights,
 * which is the least that the fullest can hold.
 */
function mostPes(
  banks: number,
  config: AcceleratorConfig,
  stored: readonly StoredLayer[],
  target: TargetDevice,
): PlacedModel | null {
  const encoded = encodeLayers(buildArray({ ...config, banks, pes: 1 }), stored);
  const programs = encoded.map(({ program }) => program);
  const images = encoded.map(({ matrices }) => matrices);
  const beats = residentBeatsPerPe(encoded, 1);
  const arrayOf = (pes: number) => buildArray({ ...config, banks, pes });
  const evenFit = (pes: number) => fitIfHeld(arrayOf(pes), encoded, target, Math.ceil(beats / pes));
  // More PEs than rows do nothing.
  const mostUseful = Math.max(...stored.flatMap(({ gates }) => gates.map(({ rows }) => rows)));
  for (let pes = mostAffordable(evenFit, mostUseful); pes > 0; pes--) {
    if (!evenFit(pes)?.resources.fits) continue;
    const array = arrayOf(pes);
    const layers = dealLayers(array, programs, images);
    const fit = fitIfHeld(array, layers, target, residentBeatsPerPe(layers, pes));
    if (fit?.resources.fits) return placedModelOf(array, layers, fit);
  }
  return null;
}

/** Null where a given depth of the weight memory does not hold the weights. */
function fitIfHeld(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  target: TargetDevice,
  needed: number,
): DeviceFit | null {
  try {
    return fitToDevice(array, layers, target, needed);
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

/** The most PEs, up to a limit, with which nothing but RAM overflows. */
function mostAffordable(fitOf: (pes: number) => DeviceFit | null, limit: number): number {
  let low = 0;
  let high = limit + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const overflows = fitOf(middle)?.resources.overflows ?? [];
    if (overflows.every(({ resource }) => resource === 'ramBlocks' || resource === 'ultraRam')) low = middle;
    else high = middle;
  }
  return low;
}

function largerOf(best: PlacedModel | null, candidate: PlacedModel): PlacedModel {
  if (best === null) return candidate;
  const [sizeBest, size] = [best, candidate].map(({ array }) => array.config.pes * array.config.banks);
  if (size === sizeBest) return totalCycles(candidate) < totalCycles(best) ? candidate : best;
  return size > sizeBest ? candidate : best;
}

function totalCycles(design: PlacedModel): number {
  return timeLayers(design).reduce((sum, { cycles }) => sum + cycles, 0);
}
