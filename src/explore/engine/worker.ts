import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import { runTask } from './tasks.ts';
import type { WorkerAnswer, WorkerMessage } from './worker-message.ts';

/** Entry of a worker thread: does one task after the other. */
export default function work({ basis, task, stop }: WorkerMessage): WorkerAnswer {
  try {
    return { answer: runTask(basis, task, () => Atomics.load(stop, 0) !== 0) };
  } catch (error) {
    if (error instanceof ImpossibleDesign) return { impossible: error.message };
    throw error;
  }
}
