import { setField } from '../../config/overrides.ts';
import { check, type ExplainField } from '../../config/problems.ts';
import { dotted } from '../../config/wording.ts';
import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import { AcceleratorSchema, explainMissing } from '../../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import { type Workload, WorkloadSchema, workloadShape } from '../../lstm/workload.ts';
import { explainLayerField } from '../../lstm/workload-layers.ts';
import { canonicalJson, digestOf } from '../../num/digest.ts';
import type { Stage } from '../../run/decides.ts';
import { targetsKeeping } from '../../run/kept-targets.ts';
import { machineOf } from '../../run/machines.ts';
import type { Platform } from '../../run/platform.ts';
import { type Preparation, preparationFor, requestedSparsityOf } from '../../run/prepared-model.ts';
import { runDigest } from '../../run/run-digest.ts';
import { inputsKeeping, runInputs } from '../../run/run-model.ts';
import { decidedByWorkload } from '../../run/workload-fields.ts';
import { ignoredFields, WORKLOAD } from './axis-fields.ts';
import type { AcceleratorBase, SweepBasis, SweepPoint, WorkloadBase } from './basis.ts';

/** A workload with a name, its own or another. */
type NamedWorkload = Workload & { readonly name: string };

/** A point of a sweep with every field filled in, and what tells it from others. */
export interface ResolvedPoint {
  readonly point: SweepPoint;
  readonly platform: Platform;
  readonly workload: NamedWorkload;
  /** Null: the weights are taken as they are, or all of them. */
  readonly requestedSparsity: number | null;
  /** The SHA-256 of everything that decides the result. */
  readonly digest: string;
  /**
   * The same of everything that decides the record: whether a clock is named, too, without which a design
   * that does not meet timing is simulated.
   */
  readonly recordDigest: string;
  /**
   * The same for two points that have the same dense weights, pruned weights, and
   * memory image but for the rows' PEs.
   */
  readonly modelKey: string;
  readonly preparedKey: string;
  readonly encodedKey: string;
  /** The same for two points whose rows are dealt to PEs and arbitrated alike, if they share the image. */
  readonly arrayKey: string;
}

/** Fills in every field of a point. Throws BadInput, naming the field, for values that cannot be together. */
export function resolvePoint(basis: SweepBasis, point: SweepPoint): ResolvedPoint {
  const accelerator = basis.accelerators[point.accelerator];
  const base = basis.workloads[point.workload];
  const workload = workloadOf(basis, point);
  const platform = platformOf(basis, accelerator, acceleratorOf(basis, point));
  const { config } = platform;
  const requestedSparsity = requestedSparsityOf(config, base.prunes, workload.sparsity);
  const inputs = inputsOf(basis, base, workload, requestedSparsity);
  const keys = sharingKeys(basis, base, point, { config, workload, requestedSparsity });
  const { hasValues } = basis;
  const digest = runDigest({ platform, seed: point.seed, inputs, hasValues });
  const recordDigest = platform.clockIsNamed ? digestOf([digest, 'the clock is named']) : digest;
  return { point, platform, workload, requestedSparsity, digest, recordDigest, ...keys };
}

/** How the weights of a point become stored entries. */
export function preparationOf(basis: SweepBasis, { point, platform, workload }: ResolvedPoint): Preparation {
  const { config } = platform;
  const shape = workloadShape(workload);
  const target = targetsKeeping(basis.keep, config, shape, workload.sparsity);
  return preparationFor(config, basis.workloads[point.workload].prunes, target);
}

/** The accelerator of a point, the axes applied whose fields its kind has. Throws BadInput. */
export function acceleratorOf(basis: SweepBasis, point: SweepPoint): AcceleratorConfig {
  const { name, data } = basis.accelerators[point.accelerator];
  const ignored = ignoredFields(basis, point);
  const isOwn = (field: string) => !field.startsWith(WORKLOAD) && !ignored.includes(field);
  return checked(AcceleratorSchema, withValues(data, basis, point, isOwn), name, explainMissing);
}

/** The workload of a point under the name that it has in the sweep, axes applied. Throws BadInput. */
export function workloadOf(basis: SweepBasis, point: SweepPoint): NamedWorkload {
  const { name, data } = basis.workloads[point.workload];
  const values = withValues(data, basis, point, (field) => field.startsWith(WORKLOAD));
  return { ...checked(WorkloadSchema, values, name, explainLayerField), name };
}

function withValues(
  data: unknown,
  { fields }: SweepBasis,
  { values }: SweepPoint,
  isSet: (field: string) => boolean,
): unknown {
  let changed = data;
  fields.forEach((field, at) => {
    if (!isSet(field)) return;
    const path = (field.startsWith(WORKLOAD) ? field.slice(WORKLOAD.length) : field).split('.');
    changed = setField(changed, { text: `${field}=${String(values[at])}`, path, value: values[at] });
  });
  return changed;
}

function checked<S extends typeof AcceleratorSchema | typeof WorkloadSchema>(
  schema: S,
  data: unknown,
  name: string,
  explain?: ExplainField,
): ReturnType<S['parse']> {
  const result = check(schema, data, explain);
  if ('config' in result) return result.config as ReturnType<S['parse']>;
  const problems = result.problems.map(({ path, message }) => `${dotted(path)}: ${message}`);
  throw new ImpossibleDesign(`${name}: ${problems.join('; ')}`);
}

function platformOf(
  { devices, technologies, costs, fields }: SweepBasis,
  { name, clockIsNamed }: AcceleratorBase,
  config: AcceleratorConfig,
): Platform {
  return {
    name,
    clockIsNamed: config.clockMhz !== 'auto' && (clockIsNamed || fields.includes('clockMhz')),
    config,
    device: devices[config.device],
    technology: technologies[config.technology],
    costs,
  };
}

function inputsOf(
  { keep }: SweepBasis,
  { weights, prunes }: WorkloadBase,
  workload: Workload,
  requestedSparsity: number | null,
): unknown {
  const decided = { ...workload, sparsity: requestedSparsity };
  const { sparsity, steps, ...model } = decidedByWorkload(decided, 'result');
  const loaded = { inputs: modelInputs(weights, model) };
  const inputs = runInputs(loaded, { prunes, ...({ sparsity, steps } as typeof decided), files: null });
  return inputsKeeping(keep, inputs);
}

/**
 * What decides the dense weights beside the seed. Layers that an axis makes others than those of a file are
 * an error, and not those of the file.
 */
function modelInputs(weights: WorkloadBase['weights'], model: Readonly<Record<string, unknown>>): unknown {
  if (weights === null) return model;
  const isAsChecked = canonicalJson(model) === canonicalJson({ layers: weights.layers });
  return isAsChecked ? weights.inputs : { file: weights.inputs, ...model };
}

/**
 * Keys of what points can share; text rather than digests, for nobody stores them, and with
 * fields in the order of their schema.
 */
function sharingKeys(
  { keep }: SweepBasis,
  { weights }: WorkloadBase,
  { workload: at, seed }: SweepPoint,
  filledIn: {
    readonly config: AcceleratorConfig;
    readonly workload: Workload;
    readonly requestedSparsity: number | null;
  },
): Pick<ResolvedPoint, 'modelKey' | 'preparedKey' | 'encodedKey' | 'arrayKey'> {
  const { config, workload, requestedSparsity } = filledIn;
  const kept = requestedSparsity === null ? 'requested' : keep;
  const ofArray = (stage: Stage) => JSON.stringify(machineOf(config).decides(config, stage, kept));
  const decided = { ...workload, sparsity: requestedSparsity };
  const ofWorkload = (stage: Stage) => decidedByWorkload(decided, stage);
  const model = modelInputs(weights, ofWorkload('model'));
  const modelKey = `${at} ${JSON.stringify([model, weights ? null : seed])}`;
  const preparedKey = `${modelKey} ${JSON.stringify(ofWorkload('prepared'))} ${ofArray('prepared')}`;
  const encodedKey = `${preparedKey} ${ofArray('encoded')}`;
  return { modelKey, preparedKey, encodedKey, arrayKey: digestOf(ofArray('timed')) };
}
