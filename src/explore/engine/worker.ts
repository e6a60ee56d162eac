import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import type { WorkerMessage } from './pool.ts';
import { type Answers, runTask, type Task } from './tasks.ts';

/** What comes back of a task: its answer, or why its design cannot be. Other errors are thrown. */
export type WorkerAnswer =
  | { readonly answer: Answers[Task['kind']] }
  // An error that is copied between threads forgets its class.
  | { readonly impossible: string };

/** Entry of a worker thread: does one task after the other. */
export default function work({ basis, task, stop }: WorkerMessage): WorkerAnswer {
  try {
    return { answer: runTask(basis, task, () => Atomics.load(stop, 0) !== 0) };
  } catch (error) {
    if (error instanceof ImpossibleDesign) return { impossible: error.message };
    throw error;
  }
}
