import type { BlockName } from './blocks.ts';
import type { Device } from './device.ts';

/**
 * Resources that a device has a number of. `distributedRam` is the logic used as
 * memory, which is part of `logic` too.
 */
export type Resource = 'dsp' | 'ramBlocks' | 'ultraRam' | 'logic' | 'distributedRam' | 'flipFlops';

/** Use of one resource. */
export interface ResourceUse {
  readonly unit: string;
  readonly used: number;
  readonly available: number;
  readonly percent: number;
}

/** A resource of which the device has too little, or a memory that is clocked faster than it can go. */
export interface Overflow {
  readonly resource: Resource | 'ramClock' | 'distributedRamClock';
  readonly unit: string;
  readonly used: number;
  readonly available: number;
  readonly percentOver: number;
}

/** What one part of the design takes, in whole units. */
export interface ComponentResources extends Readonly<Record<Resource, number>> {
  readonly component: BlockName;
}

/**
 * Whether and how a design fits a device: an estimate from mapped cell counts and stated
 * assumptions, without place and route. PCIe and the DRAM controller are not part of it, and of the clock
 * only what the data sheet says of memories. Every total is the sum of the breakdown.
 */
export interface ResourceReport extends Readonly<Record<Exclude<Resource, 'ultraRam'>, ResourceUse>> {
  readonly device: string;
  /** Null on a device without UltraRAM. */
  readonly ultraRam: ResourceUse | null;
  readonly fits: boolean;
  readonly overflows: readonly Overflow[];
  readonly breakdown: readonly ComponentResources[];
}

/** Blocks that a sentence names, and the least share of what is used that one of them has. */
const NAMED_BLOCKS = 3;
const NAMED_SHARE = 0.02;

/**
 * A sentence that names every resource the device lacks, with the blocks that take most of it, or says that
 * the design fits: `needs 5,200 of 2,713 M20K (91.7 % over): weight memory 4,900, vector buffers 300`.
 */
export function describeOverflow({ device, overflows, breakdown }: ResourceReport): string {
  if (overflows.length === 0) return `fits ${device}`;
  const lacks = overflows.map((overflow) => {
    const { used, available, unit, percentOver } = overflow;
    const needs = `needs ${grouped(used)} of ${grouped(available)} ${unit} (${percentOver.toFixed(1)} % over)`;
    const blocks = largestBlocks(overflow, breakdown);
    return blocks === '' ? needs : `${needs}: ${blocks}`;
  });
  return `does not fit ${device}: ${lacks.join('; ')}`;
}

/** The blocks that take most of what is lacking, and how much; none of a clock that is too high. */
function largestBlocks({ resource, used }: Overflow, breakdown: readonly ComponentResources[]): string {
  if (resource === 'ramClock' || resource === 'distributedRamClock') return '';
  return breakdown
    .filter((block) => block[resource] >= NAMED_SHARE * used)
    .sort((a, b) => b[resource] - a[resource])
    .slice(0, NAMED_BLOCKS)
    .map((block) => `${block.component} ${grouped(block[resource])}`)
    .join(', ');
}

/** A number with its thousands apart. */
function grouped(value: number): string {
  const [whole, rest] = String(value).split('.');
  const apart = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return rest === undefined ? apart : `${apart}.${rest}`;
}

/** The report of a breakdown: totals, and what of them the device lacks, beside clocks that are too high. */
export function resourceReport(
  device: Device,
  breakdown: readonly ComponentResources[],
  tooFast: readonly Overflow[] = [],
): ResourceReport {
  const use = (resource: Resource, unit: string, available: number): ResourceUse => {
    const used = breakdown.reduce((total, part) => total + part[resource], 0);
    return { unit, used, available, percent: available === 0 ? 0 : (used / available) * 100 };
  };
  const { logic, ram, distributedRam, dsp, ultraRam, flipFlops } = device;
  const uses = {
    dsp: use('dsp', dsp.unit, dsp.count),
    ramBlocks: use('ramBlocks', ram.unit, ram.count),
    ultraRam: ultraRam ? use('ultraRam', ultraRam.unit, ultraRam.count) : null,
    logic: use('logic', logic.unit, logic.count),
    distributedRam: use('distributedRam', `${logic.unit} as ${distributedRam.unit}`, distributedRam.maxLogic),
    flipFlops: use('flipFlops', 'flip-flops', flipFlops.count),
  };
  const lacks = (Object.entries(uses) as [Resource, ResourceUse | null][]).flatMap(([resource, found]) => {
    if (!found || found.used <= found.available) return [];
    const { unit, used, available } = found;
    return [{ resource, unit, used, available, percentOver: ((used - available) / available) * 100 }];
  });
  const overflows: readonly Overflow[] = [...lacks, ...tooFast];
  return { device: device.name, ...uses, fits: overflows.length === 0, overflows, breakdown };
}
