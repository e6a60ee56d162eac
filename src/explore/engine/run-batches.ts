import type { LstmModel } from '../../lstm/model.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import type { SweepBasis, SweepPoint } from '../space/basis.ts';
import type { Points } from '../space/points.ts';
import { CountedCache, countKeys } from './counted-cache.ts';
import { workInOrder } from './in-order.ts';
import { batchesOf, type PlannedBatch, type PlannedPoint } from './plan.ts';
import { outcomeWithout, type PointProblem, problemOf } from './point-problem.ts';
import type { Workers } from './pool.ts';
import { Reclaimer } from './reclaim.ts';
import type { EncodedModel } from './simulate-point.ts';
import { Stopped, untilStopped } from './stopped.ts';
import { type Batch, type EncodedRecord, recordOf } from './tasks.ts';

/** Batches that are in flight per worker: one runs, one waits, one may be waiting for its weights. */
const BATCHES_PER_WORKER = 3;

/** Planned points to be worked on. */
export interface BatchWork<Result> {
  readonly points: Points;
  readonly planned: readonly PlannedPoint[];
  readonly workers: Workers;
  /** What is done with a batch whose weights are ready. */
  readonly work: (batch: Batch, planned: readonly PlannedPoint[]) => Promise<Result>;
  /** What becomes of a batch whose weights cannot be made. */
  readonly onFailure: (error: unknown, batch: PlannedBatch) => Result;
  /** Called in the order of the batches. */
  readonly finish: (result: Result, batch: PlannedBatch) => Promise<void>;
  readonly isStopped: () => boolean;
}

/**
 * Works on points batch by batch. Dense weights, pruned weights and memory images are made once for all
 * points that share them, in shared memory, by the first batch that needs them, and dropped after the last.
 */
export async function runBatches<Result>(run: BatchWork<Result>): Promise<void> {
  const { points, planned, workers, work, onFailure, finish, isStopped } = run;
  const batches = batchesOf(planned);
  const stages = sharedStages(batches, workers);
  const following = firstOfGroups(batches);
  // While the points of one memory image are simulated, the next ones are made: otherwise
  // all workers would wait for one.
  const warmUp = (batch: PlannedBatch) => {
    if (following[0] === batch) following.shift();
    for (const next of following.slice(0, workers.count - 1))
      stages.shared(next, points.at(next.points[0].index)).catch(() => undefined);
  };
  const all = workInOrder(batches, {
    inFlight: BATCHES_PER_WORKER * workers.count,
    async start(batch) {
      const at = batch.points.map(({ index }) => points.at(index));
      warmUp(batch);
      try {
        const shared = await stages.shared(batch, at[0]);
        return await work({ points: at, group: batch.encoded, shared }, batch.points);
      } catch (error) {
        if (error instanceof Stopped) throw error;
        return onFailure(error, batch);
      } finally {
        stages.release(batch);
      }
    },
    finish,
    isStopped,
  });
  await untilStopped(all);
}

/** The first batch of every memory image, in order. */
function firstOfGroups(batches: readonly PlannedBatch[]): PlannedBatch[] {
  return batches.filter(({ encoded }, at) => at === 0 || batches[at - 1].encoded !== encoded);
}

function sharedStages(batches: readonly PlannedBatch[], workers: Workers) {
  const reclaimer = new Reclaimer();
  const onDrop = (value: unknown) => reclaimer.dropped(value);
  const models = new CountedCache<LstmModel>(countKeys(batches.map(({ model }) => model)), onDrop);
  const prepared = new CountedCache<PreparedModel>(countKeys(batches.map((batch) => batch.prepared)), onDrop);
  const encoded = new CountedCache<EncodedModel>(countKeys(batches.map((batch) => batch.encoded)), onDrop);
  const modelFor = (batch: PlannedBatch, point: SweepPoint) =>
    models.get(batch.model, () => workers.run<'model'>({ kind: 'model', point }));
  const preparedFor = (batch: PlannedBatch, point: SweepPoint) =>
    prepared.get(batch.prepared, async () =>
      workers.run<'prepare'>({ kind: 'prepare', point, model: await modelFor(batch, point) }),
    );
  return {
    async shared(batch: PlannedBatch, point: SweepPoint) {
      const stored = await preparedFor(batch, point);
      const image = await encoded.get(batch.encoded, () =>
        workers.run<'encode'>({ kind: 'encode', point, prepared: stored }),
      );
      return { prepared: stored, encoded: image };
    },
    release(batch: PlannedBatch) {
      models.release(batch.model);
      prepared.release(batch.prepared);
      encoded.release(batch.encoded);
    },
  };
}

/** Records that are written at once, of points whose values cannot be together. */
const FAILURES_PER_WRITE = 256;

/** Points to be simulated. */
export interface SimulationWork
  extends Pick<BatchWork<never>, 'points' | 'planned' | 'workers' | 'isStopped'> {
  readonly basis: SweepBasis;
  readonly sweep: string;
  /** Called with the records of a batch, in an order that does not depend on the number of workers. */
  readonly onRecords: (records: readonly EncodedRecord[]) => Promise<void>;
}

/** Simulates points; those that cannot even be filled in are recorded with what is wrong with them. */
export async function simulatePoints(run: SimulationWork): Promise<void> {
  const { basis, sweep, points, planned, workers, onRecords, isStopped } = run;
  const without = (problem: PointProblem, { index, key }: PlannedPoint) =>
    recordOf(basis, { sweep, key, point: points.at(index) }, outcomeWithout(problem));
  const wrong = planned.flatMap((point) => (point.problem === null ? [] : [[point.problem, point] as const]));
  for (let from = 0; from < wrong.length && !isStopped(); from += FAILURES_PER_WRITE) {
    const part = wrong.slice(from, from + FAILURES_PER_WRITE);
    await onRecords(part.map(([problem, point]) => without(problem, point)));
  }
  await runBatches<readonly EncodedRecord[]>({
    ...run,
    planned: planned.filter(({ problem }) => problem === null),
    work: (batch, of) =>
      workers.run<'simulate'>({ kind: 'simulate', sweep, keys: of.map(({ key }) => key), ...batch }),
    onFailure: (error, batch) => batch.points.map((point) => without(problemOf(error), point)),
    finish: onRecords,
  });
}
