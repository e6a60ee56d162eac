import type { BlockName } from './blocks.ts';
import type { BudgetShare, Device } from './device.ts';

/**
 * Resources that a device has a number of. `distributedRam` is the logic used as
 * memory, which is part of `logic` too.
 */
export type Resource = 'dsp' | 'ramBlocks' | 'ultraRam' | 'logic' | 'distributedRam' | 'flipFlops';

/** Use of one resource: of all that the device has. */
export interface ResourceUse {
  readonly unit: string;
  readonly used: number;
  readonly available: number;
  readonly percent: number;
  /** The most that the design may take, and the share that it is, where a budget leaves less than all. */
  readonly budget?: { readonly most: number; readonly percent: number };
}

/** A resource of which the device has too little, or a memory that is clocked faster than it can go. */
export interface Overflow {
  readonly resource: Resource | 'ramClock' | 'distributedRamClock';
  readonly unit: string;
  readonly used: number;
  /** What a budget leaves, where there is one. */
  readonly available: number;
  readonly percentOver: number;
  /** The share of the device that `available` is, where a budget leaves less than all. */
  readonly budget?: BudgetShare;
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
    const needs = `needs ${grouped(used)} of ${grouped(available)} ${unit}${budgetText(overflow)} (${percentOver.toFixed(1)} % over)`;
    const blocks = largestBlocks(overflow, breakdown);
    return blocks === '' ? needs : `${needs}: ${blocks}`;
  });
  return `does not fit ${device}: ${lacks.join('; ')}`;
}

/** ` of the budget (50 % of 1,518)`. */
function budgetText({ budget }: Overflow): string {
  return budget === undefined ? '' : ` of the budget (${budget.percent} % of ${grouped(budget.of)})`;
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
  const use = (resource: Resource, unit: string, most: number): ResourceUse => {
    const used = breakdown.reduce((total, part) => total + part[resource], 0);
    const share = device.budget?.[resource];
    const available = share?.of ?? most;
    const percent = available === 0 ? 0 : (used / available) * 100;
    const limit = share && { budget: { most, percent: share.percent } };
    return { unit, used, available, percent, ...limit };
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
    const available = found?.budget?.most ?? found?.available ?? 0;
    if (!found || found.used <= available) return [];
    const { unit, used } = found;
    const budget = device.budget?.[resource];
    const percentOver = ((used - available) / available) * 100;
    return [{ resource, unit, used, available, percentOver, ...(budget && { budget }) }];
  });
  const overflows: readonly Overflow[] = [...lacks, ...tooFast];
  return { device: device.name, ...uses, fits: overflows.length === 0, overflows, breakdown };
}
