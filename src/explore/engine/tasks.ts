import { buildArray } from '../../hw/array/kinds/index.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { digestOf } from '../../num/digest.ts';
import { modelOf } from '../../run/load-model.ts';
import { encodeMatrices } from '../../run/placed-model.ts';
import { type PreparedModel, prepareModel } from '../../run/prepared-model.ts';
import type { SweepBasis, SweepPoint } from '../space/basis.ts';
import { constraintsOf } from '../space/constraints.ts';
import { preparationOf, type ResolvedPoint, resolvePoint } from '../space/resolve-point.ts';
import { hasCuts } from '../store/cut-numbers.ts';
import { isConstrained, type PointRecord } from '../store/record.ts';
import { encodeRecord } from '../store/record-line.ts';
import { outcomeWithout, type PointProblem, problemOf } from './point-problem.ts';
import { toShared } from './shared-memory.ts';
import {
  type EncodedModel,
  type PointOutcome,
  type Requirements,
  SharedImage,
  simulatePoint,
  whyNot,
} from './simulate-point.ts';

/** What points share, in shared memory. */
export interface SharedModel {
  readonly prepared: PreparedModel;
  readonly encoded: EncodedModel;
}

/** Points with the same memory image, and that image; `group` tells it from others of the sweep. */
export interface Batch {
  readonly points: readonly SweepPoint[];
  readonly group: string;
  readonly shared: SharedModel;
}

/** A batch whose results go to the store: under the name of the sweep and the keys of its points. */
export interface SimulatedBatch extends Batch {
  readonly sweep: string;
  readonly keys: readonly string[];
}

/** What a worker can be asked for. Everything in a task and in its answer is plain data. */
export type Task =
  | { readonly kind: 'keys'; readonly points: readonly SweepPoint[] }
  | { readonly kind: 'model'; readonly point: SweepPoint }
  | { readonly kind: 'prepare'; readonly point: SweepPoint; readonly model: LstmModel }
  | { readonly kind: 'encode'; readonly point: SweepPoint; readonly prepared: PreparedModel }
  | ({ readonly kind: 'simulate' } & SimulatedBatch)
  | ({ readonly kind: 'fit' } & Batch);

/**
 * What tells points apart, and which of them can share what; `problem` says why a point cannot be filled in.
 */
export interface PointKeys {
  readonly key: string;
  readonly modelKey: string;
  readonly preparedKey: string;
  readonly encodedKey: string;
  readonly arrayKey: string;
  readonly problem: PointProblem | null;
}

/** A record as it goes to the store. */
export interface EncodedRecord {
  readonly index: number;
  readonly status: PointRecord['status'];
  /** Of an infeasible point: whether it misses a constraint. */
  readonly isConstrained: boolean;
  /** Whether numbers of the point are known not to fit their bits. */
  readonly isCut: boolean;
  readonly line: string;
}

/** Whether a point can be simulated: it fits its device, and meets the constraints. */
export type Fit = 'feasible' | 'misfit' | 'constrained';

/** The answer to each kind of task. */
export interface Answers {
  readonly keys: readonly PointKeys[];
  readonly model: LstmModel;
  readonly prepare: PreparedModel;
  readonly encode: EncodedModel;
  readonly simulate: readonly EncodedRecord[];
  readonly fit: readonly Fit[];
}

/**
 * Does what a worker is asked for; when stopped, answers with the first of the points. Throws BadInput where
 * weights cannot be prepared or encoded; what is wrong with a single point is its record.
 */
export function runTask<K extends Task['kind']>(
  basis: SweepBasis,
  task: Extract<Task, { kind: K }>,
  isStopped: () => boolean = () => false,
): Answers[K] {
  return answerTo(basis, task, isStopped) as Answers[K];
}

function answerTo(basis: SweepBasis, task: Task, isStopped: () => boolean): Answers[Task['kind']] {
  const each = <T>({ points }: { readonly points: readonly SweepPoint[] }, of: (at: number) => T): T[] => {
    const answers: T[] = [];
    for (let at = 0; at < points.length && !isStopped(); at++) answers.push(of(at));
    return answers;
  };
  switch (task.kind) {
    case 'keys':
      return each(task, (at) => keysOf(basis, task.points[at]));
    case 'model':
      return toShared(modelOfPoint(basis, resolvePoint(basis, task.point)));
    case 'prepare':
      return toShared(prepare(basis, resolvePoint(basis, task.point), task.model));
    case 'encode':
      return toShared(encode(resolvePoint(basis, task.point), task.prepared));
    case 'simulate':
      return each(task, (at) => simulate(basis, task, at));
    case 'fit':
      return each(task, (at) => fitOf(basis, task, task.points[at]));
  }
}

/** Digits of a key: enough for a million points to be told apart. */
const KEY_DIGITS = 32;

function keysOf(basis: SweepBasis, point: SweepPoint): PointKeys {
  try {
    const { recordDigest, modelKey, preparedKey, encodedKey, arrayKey } = resolvePoint(basis, point);
    const key = recordDigest.slice(0, KEY_DIGITS);
    return { key, modelKey, preparedKey, encodedKey, arrayKey, problem: null };
  } catch (error) {
    const { accelerator, workload, seed, values } = point;
    const asked = [
      basis.accelerators[accelerator],
      basis.workloads[workload].data,
      seed,
      basis.fields,
      values,
    ];
    const key = digestOf(asked).slice(0, KEY_DIGITS);
    return { key, modelKey: '', preparedKey: '', encodedKey: '', arrayKey: '', problem: problemOf(error) };
  }
}

function modelOfPoint({ workloads }: SweepBasis, { point, workload }: ResolvedPoint): LstmModel {
  const { weights, name } = workloads[point.workload];
  return modelOf({
    workload: { name, config: workload },
    weights: weights?.file ?? null,
    ...(weights?.choice ?? { prefix: null }),
    seed: point.seed,
  }).model;
}

const NOTHING = new Uint8Array(0);

/** Whether images lie by the magnitudes of real weights, in any design of the sweep. */
function liesByMagnitude({ fields, accelerators }: SweepBasis): boolean {
  const isSet = ({ data }: SweepBasis['accelerators'][number]) =>
    ((data as { readonly keepPerBank?: unknown }).keepPerBank ?? null) !== null;
  return fields.includes('keepPerBank') || accelerators.some(isSet);
}

/**
 * Masks, rebuilt weights and their factors have done their work when the entries are stored; real weights are
 * only for the float reference and for the order of nested models.
 */
function prepare(basis: SweepBasis, resolved: ResolvedPoint, model: LstmModel): PreparedModel {
  const { layers, pruned, saturations } = prepareModel(model, preparationOf(basis, resolved));
  const hasWeights = basis.hasValues || liesByMagnitude(basis);
  const bare = ({ factors: _, ...matrix }: PreparedModel['layers'][number]['gates'][number]) =>
    hasWeights ? matrix : { ...matrix, weights: new Float32Array(0) };
  return {
    layers: layers.map((layer) => ({
      ...layer,
      gates: layer.gates.map(bare),
      projection: layer.projection && bare(layer.projection),
    })),
    pruned: pruned.map((matrices) => matrices.map((matrix) => ({ ...matrix, mask: NOTHING, rebuilt: null }))),
    saturations,
  };
}

function encode({ platform }: ResolvedPoint, { layers }: PreparedModel): EncodedModel {
  return encodeMatrices(buildArray(platform.config), layers);
}

function simulate(basis: SweepBasis, batch: SimulatedBatch, at: number): EncodedRecord {
  const { sweep, keys, points } = batch;
  return recordOf(basis, { sweep, key: keys[at], point: points[at] }, outcomeOf(basis, batch, points[at]));
}

function fitOf(basis: SweepBasis, batch: Batch, point: SweepPoint): Fit {
  const { prepared } = batch.shared;
  const outcome = whyNot(resolvePoint(basis, point), prepared, imageOf(batch), requirementsOf(basis));
  if (outcome === null) return 'feasible';
  return isConstrained(outcome) ? 'constrained' : 'misfit';
}

let lastRequired: { readonly of: string; readonly required: Requirements } | null = null;

/** Every message has a basis of its own, and constraints are not read anew for each. */
function requirementsOf({ hasValues, constraints }: SweepBasis): Requirements {
  const of = JSON.stringify([hasValues, constraints]);
  if (lastRequired?.of !== of)
    lastRequired = { of, required: { hasValues, constraints: constraintsOf(constraints) } };
  return lastRequired.required;
}

function outcomeOf(basis: SweepBasis, batch: Batch, point: SweepPoint): PointOutcome {
  try {
    const { prepared } = batch.shared;
    return simulatePoint(resolvePoint(basis, point), prepared, imageOf(batch), requirementsOf(basis));
  } catch (error) {
    return outcomeWithout(problemOf(error));
  }
}

/** An outcome as it goes to the store. */
export function recordOf(
  { accelerators, workloads, fields }: SweepBasis,
  { sweep, key, point }: { readonly sweep: string; readonly key: string; readonly point: SweepPoint },
  { status, reason, metrics }: PointOutcome,
): EncodedRecord {
  const line = encodeRecord({
    key,
    sweep,
    index: point.index,
    status,
    reason,
    accelerator: accelerators[point.accelerator].name,
    workload: workloads[point.workload].name,
    seed: point.seed,
    axes: Object.fromEntries(fields.map((field, at) => [field, point.values[at]])),
    metrics,
  });
  const isMissing = isConstrained({ status, reason });
  return { index: point.index, status, isConstrained: isMissing, isCut: hasCuts({ metrics }), line };
}

let lastImage: { readonly group: string; readonly image: SharedImage } | null = null;

/**
 * Batches of one group follow each other, so the arbitration that their points have
 * in common is kept between them.
 */
function imageOf({ group, shared }: Batch): SharedImage {
  if (lastImage?.group !== group) lastImage = { group, image: new SharedImage(shared.encoded) };
  return lastImage.image;
}
