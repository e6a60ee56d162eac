import type { Device } from '../energy/device.ts';
import type { ResourceCosts } from '../energy/resource-costs.ts';
import type { Technology } from '../energy/technology.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { loadAccelerator, loadDevice, loadResourceCosts, loadTechnology } from './load-config.ts';

/** An accelerator with the device it is built on and the energy per action it is charged. */
export interface Platform {
  readonly name: string;
  readonly config: AcceleratorConfig;
  readonly device: Device;
  readonly technology: Technology;
  readonly costs: ResourceCosts;
}

/** Loads an accelerator by preset name or path, `--set` overrides applied, with the device and technology that it names. */
export function loadPlatform(nameOrPath: string, sets: readonly string[] = []): Platform {
  const { name, config } = loadAccelerator(nameOrPath, sets);
  return {
    name,
    config,
    device: loadDevice(config.device).config,
    technology: loadTechnology(config.technology).config,
    costs: loadResourceCosts().config,
  };
}
