import { isAbsolute, join } from 'node:path';
import { type Loaded, loadConfig, parseConfig } from '../config/load-config.ts';
import { type Override, overridesFor, parseOverride, setField } from '../config/overrides.ts';
import { type ConfigFile, isPath, loadPreset } from '../config/presets.ts';
import { readYaml } from '../config/yaml-document.ts';
import { parseYaml } from '../config/yaml-file.ts';
import { type Device, DeviceSchema } from '../energy/device.ts';
import { ErtSchema, isErt } from '../energy/ert-schema.ts';
import { technologyOfErt } from '../energy/read-ert.ts';
import { type ResourceCosts, ResourceCostsSchema } from '../energy/resource-costs.ts';
import { type StageDelays, StageDelaysSchema } from '../energy/stage-delays.ts';
import { type Technology, TechnologySchema } from '../energy/technology.ts';
import { AcceleratorSchema, explainMissing } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { type Workload, WorkloadSchema } from '../lstm/workload.ts';
import { explainLayerField } from '../lstm/workload-layers.ts';

/**
 * A path that a file gives is relative to the file; one that an override gives is
 * relative to the working directory.
 */
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

/** An accelerator, and whether somebody named its clock. */
export interface LoadedAccelerator extends Loaded<AcceleratorConfig> {
  readonly clockIsNamed: boolean;
}

/** Whether a clock is named by an override, or by a file that is no preset. */
export function namesClock(nameOrPath: string, file: ConfigFile, overrides: readonly Override[]): boolean {
  if (overrides.some(({ path }) => path[0] === 'clockMhz')) return true;
  const { data } = readYaml(file.text, file.source);
  return isPath(nameOrPath) && typeof data === 'object' && data !== null && 'clockMhz' in data;
}

/**
 * The accelerator of that preset or file, with `sets` (`--set path=value`) applied; those with the prefix
 * `workload.` are left to `loadWorkload`. Its `device` and `technology` can be given to `loadDevice` and
 * `loadTechnology` as they are. Throws BadInput.
 */
export function loadAccelerator(nameOrPath: string, sets: readonly string[] = []): LoadedAccelerator {
  const overrides = overridesFor('accelerator', sets);
  const file = loadPreset('accelerator', nameOrPath);
  const { name, config, source } = parseConfig(file, AcceleratorSchema, overrides, explainMissing);
  const device = fromFile('device', config, file, overrides);
  const technology = fromFile('technology', config, file, overrides);
  const clockIsNamed = config.clockMhz !== 'auto' && namesClock(nameOrPath, file, overrides);
  return { name, config: { ...config, device, technology }, source, clockIsNamed };
}

/**
 * Whether the accelerator of that preset or file, with all of `sets` applied, is of a kind that lacks the
 * field of `set` although others have it.
 */
export function lacksField(nameOrPath: string, set: string, sets: readonly string[]): boolean {
  const { text, source } = loadPreset('accelerator', nameOrPath);
  let { data } = readYaml(text, source);
  for (const override of overridesFor('accelerator', sets)) {
    if (override.path[0] === 'kind') data = setField(data, override);
  }
  return explainMissing(parseOverride(set).path, data) !== null;
}

/**
 * The workload of that preset or file, with those of `sets` applied that have the prefix `workload.`
 * (`--set workload.sparsity=0.9`, `--set workload.layers.0.hidden=256`). Throws BadInput.
 */
export function loadWorkload(nameOrPath: string, sets: readonly string[] = []): Loaded<Workload> {
  const overrides = overridesFor('workload', sets);
  return parseConfig(loadPreset('workload', nameOrPath), WorkloadSchema, overrides, explainLayerField);
}

/** The device of that preset or file. Throws BadInput. */
export function loadDevice(nameOrPath: string): Loaded<Device> {
  return loadConfig('device', nameOrPath, DeviceSchema);
}

/** The technology of that preset or file, which may be an energy reference table. Throws BadInput. */
export function loadTechnology(nameOrPath: string): Loaded<Technology> {
  const file = loadPreset('technology', nameOrPath);
  const { text, source } = file;
  if (!isErt(readYaml(text, source).data)) return parseConfig(file, TechnologySchema);
  const config = technologyOfErt(parseYaml(text, source, ErtSchema), file.name, source);
  return { name: config.name, config, source };
}

/** What the stages of a design take. Throws BadInput. */
export function loadStageDelays(): Loaded<StageDelays> {
  return loadConfig('stage-delays', 'stage-delays', StageDelaysSchema);
}

/** The constants of the resource estimate, and the delays of stages. Throws BadInput. */
export function loadResourceCosts(): Loaded<ResourceCosts> {
  const costs = loadConfig('resource-costs', 'resource-costs', ResourceCostsSchema);
  const { config: stages } = loadStageDelays();
  return { ...costs, config: { ...costs.config, stages } };
}
