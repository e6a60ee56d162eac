import type { SweepBasis } from '../space/basis.ts';
import { resolvePoint } from '../space/resolve-point.ts';
import type { Workers } from './pool.ts';
import { Remembered } from './remembered.ts';
import type { Answers, Task } from './tasks.ts';

/** What weights and memory images of past generations may take, in bytes. */
const MOST_BYTES = 2 ** 29;

/**
 * Workers that remember weights and memory images. A sweep knows all its points and drops them after the
 * last that needs them; the next generation of a search needs many of the last one's again, and making them
 * takes longer than most simulations.
 */
export function rememberingWorkers(basis: SweepBasis, workers: Workers): Workers {
  const known = new Remembered(MOST_BYTES);
  return {
    count: workers.count,
    close: () => workers.close(),
    run<K extends Task['kind']>(task: Extract<Task, { kind: K }>): Promise<Answers[K]> {
      const key = sharedKey(basis, task);
      return key === null ? workers.run<K>(task) : known.get(key, () => workers.run<K>(task));
    },
  };
}

/** The key of what a task makes for other points to use, too; null: it makes nothing of the kind. */
function sharedKey(basis: SweepBasis, task: Task): string | null {
  switch (task.kind) {
    case 'model':
      return `model ${resolvePoint(basis, task.point).modelKey}`;
    case 'prepare':
      return `prepared ${resolvePoint(basis, task.point).preparedKey}`;
    case 'encode':
      return `encoded ${resolvePoint(basis, task.point).encodedKey}`;
    default:
      return null;
  }
}
