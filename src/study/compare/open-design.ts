import { BadInput } from '../../errors/bad-input.ts';
import { type PlacedLayer, residentBeatsPerPe } from '../../hw/accounts/placed-layer.ts';
import { buildArray } from '../../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { StoredLayer } from '../../lstm/stored-layer.ts';
import { canonicalJson } from '../../num/digest.ts';
import { weightValueBits } from '../../num/row-scale.ts';
import { atClockOf, type DeviceFit, fitToDevice, type TargetDevice } from '../../run/device-fit.ts';
import { machineOf } from '../../run/machines.ts';
import { dealLayers, encodeLayers, type PlacedModel, placedModelOf } from '../../run/placed-model.ts';
import { variantsOf } from './design-space.ts';
import { type BySpmv, fewestWithPes, type SpmvLoad, spmvLoads } from './step-bound.ts';

/** A design of a search but for its number of PEs, with a model in its format. */
export interface OpenDesign {
  /** Place in the order of the search. */
  readonly at: number;
  readonly config: AcceleratorConfig;
  readonly target: TargetDevice;
  /** As one PE has it. */
  readonly encoded: readonly PlacedLayer[];
  readonly loads: BySpmv<SpmvLoad>;
  /** The most PEs with which nothing but RAM overflows, and which have a row each. */
  readonly mostPes: number;
  /** The least time of a step with so many PEs, in us: never more with more PEs. */
  leastUs(pes: number): number;
}

/**
 * The designs that a search tries for one accelerator, in a fixed order from `firstAt` on. None where the
 * device cannot hold what is resident, whatever the format.
 */
export function openDesigns(
  config: AcceleratorConfig,
  stored: readonly StoredLayer[],
  target: TargetDevice,
  firstAt: number,
): OpenDesign[] {
  if (config.weights === 'resident' && !mayBeResident(config, stored, target)) return [];
  const images = new Map<string, readonly PlacedLayer[]>();
  const bounds = new Map<string, OpenDesign['leastUs']>();
  return variantsOf(config).map((variant, i) => {
    const imageKey = canonicalJson(machineOf(variant).decides(variant, 'encoded'));
    const encoded = images.get(imageKey) ?? encodeLayers(buildArray({ ...variant, pes: 1 }), stored);
    images.set(imageKey, encoded);
    const unclocked = { at: firstAt + i, config: variant, target, encoded };
    const mostPes = mostAffordable((pes) => evenFit(unclocked, pes), mostRows(encoded));
    const clockMhz = highestClock(unclocked, mostPes);
    const timed = { ...variant, clockMhz };
    const loads = spmvLoads(buildArray({ ...timed, pes: 1 }), encoded);
    const boundKey = canonicalJson([imageKey, clockMhz, loads]);
    const leastUs = bounds.get(boundKey) ?? leastTime(timed, clockMhz, encoded, loads);
    bounds.set(boundKey, leastUs);
    return { ...unclocked, loads, leastUs, mostPes };
  });
}

/** A design with so many PEs, its rows dealt to them, on its device; null where it does not fit. */
export function placeDesign(open: OpenDesign, pes: number): PlacedModel | null {
  if (!evenFit(open, pes)?.resources.fits) return null;
  const { encoded, config, target } = open;
  const array = buildArray({ ...config, pes });
  const layers = dealLayers(
    array,
    encoded.map(({ program }) => program),
    encoded.map(({ matrices }) => matrices),
  );
  const fit = fitIfHeld(config, pes, layers, target, residentBeatsPerPe(layers, { ...config, pes }));
  return fit?.resources.fits ? placedModelOf(array, layers, fit) : null;
}

/** Whether the values alone, without indices, are no more than the RAM of the device. */
function mayBeResident(
  { number }: AcceleratorConfig,
  stored: readonly StoredLayer[],
  { device: { ram, ultraRam } }: TargetDevice,
): boolean {
  const matrices = stored.flatMap(({ gates, projection }) => [...gates, ...(projection ? [projection] : [])]);
  const values = matrices.reduce((sum, { codes }) => sum + codes.length, 0);
  const bits =
    ram.count * ram.bitsPerBlock + (ultraRam ? ultraRam.count * ultraRam.width * ultraRam.depth : 0);
  return values * weightValueBits(number) <= bits;
}

/** Worked out once for a number of PEs. */
function leastTime(
  config: AcceleratorConfig,
  clockMhz: number,
  encoded: readonly PlacedLayer[],
  loads: BySpmv<SpmvLoad>,
): OpenDesign['leastUs'] {
  const known = new Map<number, number>();
  const array = buildArray({ ...config, pes: 1 });
  return (pes) => {
    const cycles = known.get(pes) ?? fewestWithPes(array, encoded, loads, pes);
    known.set(pes, cycles);
    return cycles / clockMhz;
  };
}

/**
 * The clock of a design, or where that is `auto` the highest that it reaches with any number of PEs: nothing
 * is sooner than at it.
 */
function highestClock({ config, encoded, target }: Unclocked, mostPes: number): number {
  if (config.clockMhz !== 'auto') return config.clockMhz;
  const clocks = Array.from({ length: Math.max(1, mostPes) }, (_, i) => {
    const { clockMhz } = atClockOf(buildArray({ ...config, pes: i + 1 }), encoded, target).config;
    return clockMhz === 'auto' ? 0 : clockMhz;
  });
  return Math.max(...clocks);
}

/** What is known of a design before its clock. */
type Unclocked = Pick<OpenDesign, 'config' | 'encoded' | 'target'>;

/** As if all PEs held the same share of the weights, which is the least that the fullest can hold. */
function evenFit(
  { config, encoded, target }: Pick<OpenDesign, 'config' | 'encoded' | 'target'>,
  pes: number,
): DeviceFit | null {
  return fitIfHeld(
    config,
    pes,
    encoded,
    target,
    Math.ceil(residentBeatsPerPe(encoded, { ...config, pes: 1 }) / pes),
  );
}

/** Null where a given depth of the weight memory does not hold the weights. */
function fitIfHeld(
  config: AcceleratorConfig,
  pes: number,
  layers: readonly PlacedLayer[],
  target: TargetDevice,
  needed: number,
): DeviceFit | null {
  try {
    return fitToDevice(buildArray({ ...config, pes }), layers, target, needed);
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

/**
 * More PEs than a matrix has rows do nothing. More than an SpMV has make none faster, but rows of other SpMVs
 * may leave less on each for its weight memory.
 */
function mostRows(encoded: readonly PlacedLayer[]): number {
  return Math.max(1, ...encoded.flatMap(({ matrices }) => matrices.map(({ beats }) => beats.rows)));
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
