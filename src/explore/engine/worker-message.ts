import type { SweepBasis } from '../space/basis.ts';
import type { Answers, Task } from './tasks.ts';

/** What a worker thread is sent. */
export interface WorkerMessage {
  readonly basis: SweepBasis;
  readonly task: Task;
  /** Shared with the thread that asks; not 0: it is stopped. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** What comes back of a task: its answer, or why its design cannot be. Other errors are thrown. */
export type WorkerAnswer =
  | { readonly answer: Answers[Task['kind']] }
  // An error that is copied between threads forgets its class.
  | { readonly impossible: string };
