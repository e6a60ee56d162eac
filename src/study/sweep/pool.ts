import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { SweepBasis } from './basis.ts';
import { type Answers, runTask, type Task } from './tasks.ts';

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
    async run(task) {
      // A turn of the event loop between tasks: signals and timers must come through.
      await new Promise((resolve) => setImmediate(resolve));
      return runTask(basis, task);
    },
    close: async () => {},
  };
}

function inThreads(basis: SweepBasis, count: number): Workers {
  const isSource = import.meta.url.endsWith('.ts');
  const pool = new Tinypool({
    // Threads do not have the loader that a run from the sources has: they run what was built.
    filename: new URL(isSource ? '../../../dist/study/sweep/worker.js' : './worker.js', import.meta.url).href,
    minThreads: count,
    maxThreads: count,
    isolateWorkers: false,
    // What this process was started with (a script on its command line, say) is not for the threads.
    execArgv: [],
  });
  return {
    count,
    run: (task) => pool.run({ basis, task } satisfies WorkerMessage),
    close: () => pool.destroy(),
  };
}
