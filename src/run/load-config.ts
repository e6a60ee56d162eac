import { isAbsolute, join } from 'node:path';
import type { z } from 'zod';
import { type Override, overridesFor } from '../config/overrides.ts';
import { type ConfigFile, isPath, loadPreset } from '../config/presets.ts';
import { parseYaml } from '../config/yaml-file.ts';
import { type Device, DeviceSchema } from '../energy/device.ts';
import { type ResourceCosts, ResourceCostsSchema } from '../energy/resource-costs.ts';
import { type Technology, TechnologySchema } from '../energy/technology.ts';
import { type Sweep, SweepSchema } from '../explore/space/spec.ts';
import { type AcceleratorConfig, AcceleratorSchema } from '../hw/config/config.ts';
import { type Workload, WorkloadSchema } from '../lstm/workload.ts';
import { type Design, DesignSchema } from '../published/design.ts';

/**
 * A configuration that was read and checked. `name` is its own, else that of its preset or file; `source` is the file, for a preset
 * relative to the package.
 */
export interface Loaded<T> {
  readonly name: string;
  readonly config: T;
  readonly source: string;
}

function parse<S extends z.ZodType<{ readonly name?: string | undefined }>>(
  file: ConfigFile,
  schema: S,
  overrides: readonly Override[] = [],
): Loaded<z.output<S>> {
  const config = parseYaml(file.text, file.source, schema, overrides);
  return { name: config.name ?? file.name, config, source: file.source };
}

/** A path that a file gives is relative to the file; one that an override gives is relative to the working directory. */
export function fromFile(
  field: 'device' | 'technology',
  config: AcceleratorConfig,
  file: ConfigFile,
  overrides: readonly Override[],
): string {
  const reference = config[field];
  const overridden = overrides.some(({ path }) => path[0] === field);
  const relative = isPath(reference) && !overridden && !isAbsolute(reference);
  return relative ? join(file.folder, reference) : reference;
}

/**
 * The accelerator of that preset or file, with `sets` (`--set path=value`) applied; those with the prefix `workload.` are left to
 * `loadWorkload`. Its `device` and `technology` can be given to `loadDevice` and `loadTechnology` as they are. Throws BadInput.
 */
export function loadAccelerator(nameOrPath: string, sets: readonly string[] = []): Loaded<AcceleratorConfig> {
  const overrides = overridesFor('accelerator', sets);
  const file = loadPreset('accelerator', nameOrPath);
  const { name, config, source } = parse(file, AcceleratorSchema, overrides);
  const device = fromFile('device', config, file, overrides);
  const technology = fromFile('technology', config, file, overrides);
  return { name, config: { ...config, device, technology }, source };
}

/**
 * The workload of that preset or file, with those of `sets` applied that have the prefix `workload.` (`--set workload.sparsity=0.9`,
 * `--set workload.layers.0.hidden=256`). Throws BadInput.
 */
export function loadWorkload(nameOrPath: string, sets: readonly string[] = []): Loaded<Workload> {
  const overrides = overridesFor('workload', sets);
  return parse(loadPreset('workload', nameOrPath), WorkloadSchema, overrides);
}

/** The device of that preset or file. Throws BadInput. */
export function loadDevice(nameOrPath: string): Loaded<Device> {
  return parse(loadPreset('device', nameOrPath), DeviceSchema);
}

/** The technology of that preset or file. Throws BadInput. */
export function loadTechnology(nameOrPath: string): Loaded<Technology> {
  return parse(loadPreset('technology', nameOrPath), TechnologySchema);
}

/** The constants of the resource estimate. Throws BadInput. */
export function loadResourceCosts(nameOrPath = 'resource-costs'): Loaded<ResourceCosts> {
  return parse(loadPreset('resource-costs', nameOrPath), ResourceCostsSchema);
}

/** The published design of that preset or file. Throws BadInput. */
export function loadDesign(nameOrPath: string): Loaded<Design> {
  return parse(loadPreset('design', nameOrPath), DesignSchema);
}

/** The sweep of that preset or file, before the accelerators and workloads that it names are looked at. Throws BadInput. */
export function loadSweepSpec(nameOrPath: string): Loaded<Sweep> {
  return parse(loadPreset('sweep', nameOrPath), SweepSchema);
}
