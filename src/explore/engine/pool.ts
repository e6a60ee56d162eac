import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { SweepBasis } from '../space/basis.ts';
import { type Answers, type EncodedRecord, runTask, type Task } from './tasks.ts';

/** Who does the tasks of a sweep. */
export interface Workers {
  /** How many tasks run at once. */
  readonly count: number;
  run<K extends Task['kind']>(task: Extract<Task, { kind: K }>): Promise<Answers[K]>;
  close(): Promise<void>;
}

/** What a worker thread is sent. */
export interface WorkerMessage {
  readonly basis: SweepBasis;
  readonly task: Task;
}

/** As many workers as the machine runs threads. */
export function allCores(): number {
  return availableParallelism();
}

/** One worker is this thread; more are threads of a pool (tinypool), which live until `close`. */
export function openWorkers(basis: SweepBasis, count: number): Workers {
  return count === 1 ? inThisThread(basis) : inThreads(basis, count);
}

function inThisThread(basis: SweepBasis): Workers {
  return {
    count: 1,
    async run<K extends Task['kind']>(task: Extract<Task, { kind: K }>) {
      await turn();
      return task.kind === 'simulate'
        ? ((await oneByOne(basis, task as Task as SimulateTask)) as Answers[K])
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
): Promise<Answers['simulate']> {
  const records: EncodedRecord[] = [];
  for (const [at, point] of points.entries()) {
    await turn();
    records.push(...runTask<'simulate'>(basis, { ...batch, points: [point], keys: [keys[at]] }));
  }
  return records;
}

function inThreads(basis: SweepBasis, count: number): Workers {
  const isSource = import.meta.url.endsWith('.ts');
  const bare = withoutBytes(basis);
  const pool = new Tinypool({
    // Threads do not have the loader that a run from the sources has: they run what was built.
    filename: new URL(isSource ? '../../../dist/bundle/worker.js' : './worker.js', import.meta.url).href,
    minThreads: count,
    maxThreads: count,
    isolateWorkers: false,
    // What this process was started with (a script on its command line, say) is not for the threads.
    execArgv: [],
  });
  return {
    count,
    run: (task) => pool.run({ basis: task.kind === 'model' ? basis : bare, task } satisfies WorkerMessage),
    close: () => pool.destroy(),
  };
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
        file: { ...workload.weights.file, bytes: new Uint8Array(0) },
      },
    })),
  };
}
