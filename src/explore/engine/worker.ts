import type { WorkerMessage } from './pool.ts';
import { type Answers, runTask, type Task } from './tasks.ts';

/** Entry of a worker thread: does one task after the other. */
export default function work({ basis, task, stop }: WorkerMessage): Answers[Task['kind']] {
  return runTask(basis, task, () => Atomics.load(stop, 0) !== 0);
}
