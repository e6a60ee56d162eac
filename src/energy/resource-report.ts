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
  readonly component: string;
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

/** A sentence that names every resource the device lacks, or says that the design fits. */
export function describeOverflow({ device, overflows }: ResourceReport): string {
  if (overflows.length === 0) return `fits ${device}`;
  const lacks = overflows.map(
    ({ used, available, unit, percentOver }) =>
      `needs ${used} of ${available} ${unit} (${percentOver.toFixed(1)} % over)`,
  );
  return `does not fit ${device}: ${lacks.join(', ')}`;
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
