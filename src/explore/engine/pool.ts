import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import { denseWeights } from '../../lstm/shape.ts';
import { workloadShape } from '../../lstm/workload.ts';
import { WORKLOAD } from '../space/axis-fields.ts';
import type { SweepBasis } from '../space/basis.ts';
import { workloadOf } from '../space/resolve-point.ts';
import { Slots } from './slots.ts';
import { Stopped } from './stopped.ts';
import { type Answers, type EncodedRecord, runTask, type Task } from './tasks.ts';
import type { WorkerAnswer, WorkerMessage } from './worker-message.ts';

/** Who does the tasks of a sweep. */
export interface Workers {
  /** How many tasks run at once. */
  readonly count: number;
  run<K extends Task['kind']>(task: Extract<Task, { kind: K }>): Promise<Answers[K]>;
  close(): Promise<void>;
}

/** As many workers as the machine runs threads. */
export function allCores(): number {
  return availableParallelism();
}

/**
 * One worker is this thread, unless it may be stopped and a task would take seconds in which no signal comes
 * through; more are threads of a pool (tinypool), which live until `close`. When stopped, no task is begun
 * any more: `run` rejects with Stopped. Those that run answer with the points that they have done; threads
 * that have not answered within two seconds are ended, and their tasks reject with Stopped, too.
 */
export function openWorkers(basis: SweepBasis, count: number, isStopped?: () => boolean): Workers {
  const isHere = count === 1 && (isStopped === undefined || isLight(basis));
  const stops = isStopped ?? (() => false);
  return isHere ? inThisThread(basis, stops) : inThreads(basis, count, stops);
}

/** Weights that are made and pruned in well under a second. */
const MOST_WEIGHTS = 4_000_000;

function isLight({ fields, workloads, ...basis }: SweepBasis): boolean {
  if (fields.some((field) => field.startsWith(`${WORKLOAD}layers`))) return false;
  return workloads.every((_, workload) => {
    const point = { index: 0, accelerator: 0, workload, seed: '', values: [] };
    const { layers } = workloadShape(workloadOf({ ...basis, workloads, fields: [] }, point));
    return layers.reduce((sum, layer) => sum + denseWeights(layer), 0) <= MOST_WEIGHTS;
  });
}

function inThisThread(basis: SweepBasis, isStopped: () => boolean): Workers {
  return {
    count: 1,
    async run<K extends Task['kind']>(task: Extract<Task, { kind: K }>) {
      await turn();
      if (isStopped()) throw new Stopped();
      return task.kind === 'simulate'
        ? ((await oneByOne(basis, task as Task as SimulateTask, isStopped)) as Answers[K])
        : runTask<K>(basis, task);
    },
    close: async () => {},
  };
}

/** A turn of the event loop: signals must come through, and the timer that keeps the lock fresh. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type SimulateTask = Extract<Task, { kind: 'simulate' }>;

async function oneByOne(
  basis: SweepBasis,
  { points, keys, ...batch }: SimulateTask,
  isStopped: () => boolean,
): Promise<Answers['simulate']> {
  const records: EncodedRecord[] = [];
  for (const [at, point] of points.entries()) {
    await turn();
    if (isStopped()) break;
    records.push(...runTask<'simulate'>(basis, { ...batch, points: [point], keys: [keys[at]] }));
  }
  return records;
}

/** Time between two looks at whether to stop, and what threads then have to answer. */
const LOOK_MS = 100;
const GRACE_MS = 2000;

function inThreads(basis: SweepBasis, count: number, isStopped: () => boolean): Workers {
  const pool = openPool(count);
  const bare = withoutBytes(basis);
  // Tasks wait here and not in the pool: those that have not begun need not be ended.
  const slots = new Slots(count);
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const timers = new Set<NodeJS.Timeout>();
  const look = setInterval(() => {
    if (!isStopped()) return;
    clearInterval(look);
    Atomics.store(stop, 0, 1);
    timers.add(setTimeout(() => void pool.destroy(), GRACE_MS));
  }, LOOK_MS);
  timers.add(look);
  const ask = async (message: WorkerMessage): Promise<WorkerAnswer> => {
    if (isStopped()) throw new Stopped();
    try {
      return await pool.run(message);
    } catch (error) {
      // No task that was stopped answers with an error: the thread was ended.
      throw Atomics.load(stop, 0) === 1 ? new Stopped() : error;
    }
  };
  return {
    count,
    async run<K extends Task['kind']>(task: Extract<Task, { kind: K }>) {
      const message = { basis: task.kind === 'model' ? basis : bare, task: task as Task, stop };
      const found: WorkerAnswer = await slots.run(() => ask(message));
      if ('impossible' in found) throw new ImpossibleDesign(found.impossible);
      return found.answer as Answers[K];
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      return pool.destroy();
    },
  };
}

function openPool(count: number): Tinypool {
  const isSource = import.meta.url.endsWith('.ts');
  return new Tinypool({
    // Threads do not have the loader that a run from the sources has: they run what was built.
    filename: new URL(isSource ? '../../../dist/bundle/worker.js' : './worker.js', import.meta.url).href,
    minThreads: count,
    maxThreads: count,
    isolateWorkers: false,
    // What this process was started with (a script on its command line, say) is not for the threads.
    execArgv: [],
  });
}

/**
 * A basis without what the files of weights hold: every message is copied, and
 * only who makes a model needs them.
 */
function withoutBytes(basis: SweepBasis): SweepBasis {
  return {
    ...basis,
    workloads: basis.workloads.map((workload) => ({
      ...workload,
      weights: workload.weights && {
        ...workload.weights,
        file: { path: workload.weights.file.path, bytes: new Uint8Array(0) },
      },
    })),
  };
}
