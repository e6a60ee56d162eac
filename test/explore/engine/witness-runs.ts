import { planPoints } from '../../../src/explore/engine/plan.ts';
import { openWorkers } from '../../../src/explore/engine/pool.ts';
import { simulatePoints } from '../../../src/explore/engine/run-batches.ts';
import type { SweepBasis, SweepPoint, WorkloadBase } from '../../../src/explore/space/basis.ts';
import type { PointRecord, Value } from '../../../src/explore/store/record.ts';
import { decodeRecord } from '../../../src/explore/store/record-line.ts';
import { loadDevice, loadResourceCosts, loadTechnology } from '../../../src/run/load-config.ts';
import { digestedLayers } from '../../../src/run/workload-fields.ts';
import { writeNpz } from '../../../src/tensors/npy/npz.ts';
import { designOf, type Network, smallWorkload, type Witness } from '../../run/field-witnesses.ts';

const named = <T>(names: readonly string[], load: (name: string) => { readonly config: T }) =>
  Object.fromEntries(names.map((name) => [name, load(name).config]));
const devices = named(['arria10-gx1150', 'xcku060'], loadDevice);
const technologies = named(['fpga-20nm', 'fpga-28nm'], loadTechnology);
const costs = loadResourceCosts().config;

const small = { name: 'small', data: smallWorkload, weights: null, prunes: true };

const networks: Readonly<Record<Network, WorkloadBase>> = {
  bidirectional: {
    ...small,
    data: {
      ...smallWorkload,
      layers: smallWorkload.layers.map((layer) => ({ ...layer, bidirectional: true })),
    },
  },
  gru: { ...small, data: { ...smallWorkload, layers: [{ kind: 'gru', inputs: 10, hidden: 7 }] } },
};

/** Weights up to 4, as a file has them. */
function workloadOfLargeWeights(): WorkloadBase {
  const { inputs, hidden, projection } = smallWorkload.layers[0];
  const tensor = (name: string, ...shape: number[]) => {
    const data = Float32Array.from(
      { length: shape.reduce((a, b) => a * b) },
      (_, i) => ((i * 37) % 81) / 10 - 4,
    );
    return { name, shape, dtype: 'float32' as const, data };
  };
  const bytes = writeNpz([
    tensor('weight_ih_l0', 4 * hidden, inputs),
    tensor('weight_hh_l0', 4 * hidden, projection),
    tensor('weight_hr_l0', projection, hidden),
  ]);
  const layers = [{ kind: 'lstm' as const, inputs, hidden, projection, peepholes: false, biases: false }];
  const data = { ...smallWorkload, layers };
  const weights = {
    file: { path: 'large.npz', bytes },
    choice: { prefix: null },
    inputs: 'large',
    layers: digestedLayers(layers),
  };
  return { name: 'large', data, weights, prunes: true };
}

/** A sweep over the two values of a witness; with `keep`, as many weights as bank-balanced would. */
export function basisOf(
  kind: string,
  field: string,
  { on = {}, hasLargeWeights = false, network }: Witness,
  keep: SweepBasis['keep'] = 'requested',
): SweepBasis {
  return {
    accelerators: [{ name: kind, data: designOf(kind, on), clockIsNamed: false }],
    workloads: [
      hasLargeWeights ? workloadOfLargeWeights() : network === undefined ? small : networks[network],
    ],
    fields: [field],
    devices,
    technologies,
    costs,
    keep,
    constraints: [],
    hasValues: true,
  };
}

/** The points of a witness: one for each value. */
export function pointsOfWitness({ values }: Witness): SweepPoint[] {
  return values.map((value, index) => ({
    index,
    accelerator: 0,
    workload: 0,
    seed: '1',
    values: [value as Value],
  }));
}

/** What became of a point: all of its record that does not name it. */
export interface Outcome extends Pick<PointRecord, 'status' | 'reason'> {
  readonly metrics: Readonly<Record<string, Value>>;
}

/**
 * Runs points in this thread as a sweep does. Those that share their key with one before take its outcome, as
 * a sweep takes it from the store.
 */
export async function runPoints(basis: SweepBasis, points: readonly SweepPoint[]): Promise<Outcome[]> {
  const workers = openWorkers(basis, 1);
  const all = { count: points.length, at: (index: number) => points[index] };
  const planned = await planPoints(all, [...points.keys()], workers, () => false);
  const first = (key: string) => planned.findIndex((point) => point.key === key);
  const outcomes = new Map<string, Outcome>();
  await simulatePoints({
    basis,
    sweep: '0123456789ab',
    points: all,
    planned: planned.filter(({ key }, at) => first(key) === at),
    workers,
    onRecords: async (records) => {
      for (const { line } of records) {
        const { key, status, reason, metrics } = decodeRecord(line) as PointRecord;
        const { config_hash: _hash, ...counted } = metrics;
        outcomes.set(key, { status, reason, metrics: counted });
      }
    },
    isStopped: () => false,
  });
  return planned.map(({ key }) => outcomes.get(key) as Outcome);
}

/** Every point by itself. */
export async function runApart(basis: SweepBasis, points: readonly SweepPoint[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const point of points) outcomes.push(...(await runPoints(basis, [{ ...point, index: 0 }])));
  return outcomes;
}
