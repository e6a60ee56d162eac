import { isAbsolute, join } from 'node:path';
import { givenIn } from '../../config/given-fields.ts';
import { type Override, setField } from '../../config/overrides.ts';
import { type ConfigFile, type ConfigKind, isPath, loadPreset } from '../../config/presets.ts';
import { resultsSince } from '../../config/version.ts';
import { readYaml } from '../../config/yaml-document.ts';
import { parseYaml } from '../../config/yaml-file.ts';
import { type DeviceBudget, deviceWithin } from '../../energy/budget.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { AcceleratorSchema, explainMissing } from '../../hw/array/kinds/index.ts';
import { WorkloadSchema } from '../../lstm/workload.ts';
import { explainLayerField } from '../../lstm/workload-layers.ts';
import { configHash } from '../../num/digest.ts';
import {
  fromFile,
  loadDevice,
  loadResourceCosts,
  loadTechnology,
  namesClock,
} from '../../run/load-config.ts';
import { type FileBytes, modelOf, refuseLoneChoice, type WeightsChoice } from '../../run/load-model.ts';
import { storedMetrics } from '../../run/metrics.ts';
import { digestedLayers } from '../../run/workload-fields.ts';
import { axisLevels, type Sampling } from './axis.ts';
import { axisRemarks } from './axis-fields.ts';
import type { AcceleratorBase, SweepBasis, WorkloadBase } from './basis.ts';
import { forHash, namedFiles } from './basis-hash.ts';
import { checkAxes } from './check-axes.ts';
import { checkConstraints, filtersOf, type Where } from './conditions.ts';
import { leadingColumns, trailingColumns } from './fixed-columns.ts';
import { type GivenWeights, withWeights } from './given-weights.ts';
import { mootInSweep } from './moot-fields.ts';
import { refuseColumnNames, type Space } from './space.ts';
import { SweepSchema, type SweepSpec } from './spec.ts';

/** Reads a file that a specification names. */
export type ReadFile = (path: string) => FileBytes;

/** A sweep as its file says it. */
export interface LoadedSweep {
  readonly space: Space;
  readonly sampling: Sampling;
  /** What is to be said of weights, of axes that not all accelerators have, and of fields, a line each. */
  readonly remarks: readonly string[];
}

/**
 * Reads and checks a specification, by preset name or path, with all that it names; `given` is as if its one
 * workload named it, and `budget` as if it had it. Throws BadInput with file, line and column, or naming
 * axis, filter or file.
 */
export function loadSweep(
  nameOrPath: string,
  readFile: ReadFile,
  given: GivenWeights | null = null,
  budget: DeviceBudget | null = null,
): LoadedSweep {
  const file = loadPreset('sweep', nameOrPath);
  const written = withBudget(parseYaml(file.text, file.source, SweepSchema), budget, file);
  const spec = given === null ? written : withWeights(written, given, file, isPath(nameOrPath));
  const at = whereIn(file);
  const axes = spec.axes.map((axis, index) => located(at(['axes', index]), () => axisLevels(axis)));
  const accelerators = unlike(
    spec.accelerators.map((entry, i) => located(at(['accelerators', i]), () => acceleratorBase(entry, file))),
  );
  const ofWeights: string[] = [];
  const workloads = unlike(
    spec.workloads.map((entry, i) =>
      located(at(['workloads', i]), () => workloadBase(entry, file, readFile, ofWeights)),
    ),
  );
  const basis = basisOf(spec, accelerators, workloads, axes);
  refuseColumnNames(basis.fields, [
    ...leadingColumns,
    ...trailingColumns,
    ...storedMetrics.map(({ name }) => name),
  ]);
  axes.forEach((axis, index) => {
    located(at(['axes', index]), () => checkAxes(basis, axis));
  });
  const filters = filtersOf(spec, basis, at);
  checkConstraints(spec, at);
  const { name = file.name, description: _description, date: _date, ...rest } = spec;
  const hash = configHash({ version: resultsSince, spec: rest, basis: forHash(basis, axes) });
  return {
    space: { name, spec, hash, basis, axes, seeds: spec.seeds, filters },
    sampling: spec.sampling,
    remarks: [...ofWeights, ...axisRemarks(basis), ...mootInSweep(basis, axes, givenFieldsOf(spec, file))],
  };
}

/** The specification with the budget of the command line. Throws BadInput for one that has a budget. */
function withBudget(spec: SweepSpec, budget: DeviceBudget | null, { source }: ConfigFile): SweepSpec {
  if (budget === null) return spec;
  if (spec.budget === undefined) return { ...spec, budget };
  throw new BadInput(`${source}: --budget is for a sweep without a budget of its own`);
}

/** Reads the devices and technologies that points may name. Throws BadInput. */
function basisOf(
  spec: SweepSpec,
  accelerators: readonly AcceleratorBase[],
  workloads: readonly WorkloadBase[],
  axes: Space['axes'],
): SweepBasis {
  const read = <T>(names: readonly string[], load: (name: string) => { readonly config: T }) =>
    Object.fromEntries([...new Set(names)].map((name) => [name, load(name).config]));
  return {
    accelerators,
    workloads,
    fields: axes.flatMap(({ fields }) => fields),
    devices: read(namedFiles('device', accelerators, axes), (name) => ({
      config: deviceWithin(loadDevice(name).config, spec.budget ?? {}),
    })),
    technologies: read(namedFiles('technology', accelerators, axes), loadTechnology),
    costs: loadResourceCosts().config,
    keep: spec.keep,
    hasValues: spec.values,
    constraints: spec.constraints,
  };
}

/** Places of a specification as messages name them: file:line:column and the field. */
function whereIn(file: ConfigFile): Where {
  const document = readYaml(file.text, file.source);
  return (path) => {
    const position = document.position(path) ?? { line: 1, column: 1 };
    return `${file.source}:${position.line}:${position.column} ${path.map(String).join('.')}`;
  };
}

/** Runs `make`; what it finds wrong is said to be wrong at that place. */
function located<T>(where: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof BadInput) throw new BadInput(`${where}: ${error.message}`);
    throw error;
  }
}

type Entry = SweepSpec['accelerators'][number] | SweepSpec['workloads'][number];

/** A path is relative to the specification; of a shipped one there are only names. */
function openEntry(kind: ConfigKind, entry: Entry, spec: ConfigFile) {
  const { use, name, set } = typeof entry === 'string' ? { use: entry, name: undefined, set: {} } : entry;
  const file = loadPreset(kind, isPath(use) ? beside(spec, use) : use);
  const overrides: Override[] = Object.entries(set).map(([path, value]) => ({
    text: `${path}=${JSON.stringify(value)}`,
    path: path.split('.'),
    value,
  }));
  let { data } = readYaml(file.text, file.source);
  for (const override of overrides) data = setField(data, override);
  return { file, name, overrides, data: data as Readonly<Record<string, unknown>> };
}

function beside({ folder }: ConfigFile, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function acceleratorBase(entry: SweepSpec['accelerators'][number], spec: ConfigFile): AcceleratorBase {
  const { file, name, overrides, data } = openEntry('accelerator', entry, spec);
  const config = parseYaml(file.text, file.source, AcceleratorSchema, overrides, explainMissing);
  const device = fromFile('device', config, file, overrides);
  const technology = fromFile('technology', config, file, overrides);
  const clockIsNamed = namesClock(typeof entry === 'string' ? entry : entry.use, file, overrides);
  return { name: name ?? config.name ?? file.name, data: { ...data, device, technology }, clockIsNamed };
}

function workloadBase(
  entry: SweepSpec['workloads'][number],
  spec: ConfigFile,
  readFile: ReadFile,
  remarks: string[],
): WorkloadBase {
  const { file, name, overrides, data } = openEntry('workload', entry, spec);
  const config = parseYaml(file.text, file.source, WorkloadSchema, overrides, explainLayerField);
  const named = { name: name ?? config.name ?? file.name, data };
  if (typeof entry === 'string' || entry.weights === undefined) {
    if (typeof entry !== 'string' && !entry.prune)
      throw new BadInput('prune: false needs weights: seeded weights are not pruned yet');
    if (typeof entry !== 'string') refuseLoneChoice(choiceOf(entry), null);
    return { ...named, weights: null, prunes: true };
  }
  const bytes = readFile(beside(spec, entry.weights));
  const choice = choiceOf(entry);
  const { inputs, remarks: found } = modelOf({
    workload: { name: named.name, config },
    weights: bytes,
    ...choice,
    seed: '',
  });
  remarks.push(...found);
  const weights = { file: bytes, choice, inputs, layers: digestedLayers(config.layers) };
  return { ...named, weights, prunes: entry.prune };
}

/** What an entry says of the model in its file of weights. */
function choiceOf(entry: Exclude<SweepSpec['workloads'][number], string>): WeightsChoice {
  const { prefix, model, direction } = entry;
  return { prefix: prefix ?? null, model: model ?? null, direction: direction ?? null };
}

/** Results tell accelerators and workloads apart by their names. */
function unlike<T extends { readonly name: string }>(bases: readonly T[]): readonly T[] {
  const twice = bases.find(({ name }, at) => bases.findIndex((other) => other.name === name) < at);
  if (twice !== undefined)
    throw new BadInput(`${twice.name} is there twice, expected names that differ (name: gives one)`);
  return bases;
}

/** What the specification and the user's own files set of every accelerator, by dotted paths. */
function givenFieldsOf(spec: SweepSpec, file: ConfigFile): (readonly string[])[] {
  return spec.accelerators.map((entry) => {
    const { use } = typeof entry === 'string' ? { use: entry } : entry;
    const { data, overrides } = openEntry('accelerator', entry, file);
    return givenIn(isPath(use) ? data : {}, overrides);
  });
}
