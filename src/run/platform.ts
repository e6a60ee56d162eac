import { type DeviceBudget, deviceWithin } from '../energy/budget.ts';
import type { Device } from '../energy/device.ts';
import type { ResourceCosts } from '../energy/resource-costs.ts';
import type { Technology } from '../energy/technology.ts';
import { BadInput } from '../errors/bad-input.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { lacksField, loadAccelerator, loadDevice, loadResourceCosts, loadTechnology } from './load-config.ts';

/** An accelerator with the device it is built on and the energy per action it is charged. */
export interface Platform {
  readonly name: string;
  /** Whether somebody named its clock: a file of their own, or `--set`; false of a preset's, and of auto. */
  readonly clockIsNamed: boolean;
  readonly config: AcceleratorConfig;
  readonly device: Device;
  readonly technology: Technology;
  readonly costs: ResourceCosts;
}

/**
 * Loads an accelerator by preset name or path, `--set` overrides applied, with the
 * device and technology that it names.
 */
export function loadPlatform(nameOrPath: string, sets: readonly string[] = []): Platform {
  const { name, config, clockIsNamed } = loadAccelerator(nameOrPath, sets);
  return {
    name,
    clockIsNamed,
    config,
    device: loadDevice(config.device).config,
    technology: loadTechnology(config.technology).config,
    costs: loadResourceCosts().config,
  };
}

/** The platform with no more of its device than a budget leaves; as it is without one. */
export function platformWithin(platform: Platform, budget: DeviceBudget | null): Platform {
  return budget === null ? platform : { ...platform, device: deviceWithin(platform.device, budget) };
}

/**
 * Accelerators that are set beside each other, and what is to be said of the
 * fields that not all of them have.
 */
export interface LoadedPlatforms {
  readonly platforms: readonly Platform[];
  /** One line for every override that some of them could not take. */
  readonly remarks: readonly string[];
}

/**
 * Loads several accelerators as `loadPlatform` does. An override of a field that only some of their kinds
 * have is taken by those; one that none of them has is refused, and so is a nested model, which computes with
 * fewer weights than it stores: what is set beside each other computes as much as it stores.
 */
export function loadPlatforms(names: readonly string[], sets: readonly string[]): LoadedPlatforms {
  const lacking = new Map(sets.map((set) => [set, names.filter((name) => lacksField(name, set, sets))]));
  const isLeftOut = (name: string, set: string) => {
    const without = lacking.get(set) ?? [];
    return without.length < names.length && without.includes(name);
  };
  const platforms = names.map((name) =>
    loadPlatform(
      name,
      sets.filter((set) => !isLeftOut(name, set)),
    ),
  );
  platforms.forEach(refuseNested);
  return {
    platforms,
    remarks: [...lacking].flatMap(([set, without]) =>
      without.length === 0 || without.length === names.length
        ? []
        : [`--set ${set} has no effect on ${without.join(', ')}: no such field there`],
    ),
  };
}

/** Beside designs that use all that they store a nested model would win by computing less. */
function refuseNested({ name, config }: Platform): void {
  if (!buildArray(config).skipsBeats) return;
  throw new BadInput(
    `${name}: keepPerBank is set, so that it uses fewer weights than it stores, and designs are compared by those that they store: leave it out, and ask for the sparsity of what is used (bbsim run and sweeps have it)`,
  );
}
