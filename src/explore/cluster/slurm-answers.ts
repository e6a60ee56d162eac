/** How the jobs of a sweep are. */
export interface QueueState {
  /** Parts that run, and those that will. */
  readonly running: number;
  readonly waiting: number;
  /** Why the first of those wait, in Slurm's word; empty when none does. */
  readonly reason: string;
  /** Whether only the merge is left. */
  readonly isMerging: boolean;
  /** Whether all have ended, the merge too. */
  readonly isOver: boolean;
  /** Whether somebody cancelled a part. */
  readonly isCancelled: boolean;
}

/** What squeue is asked to print of each task. */
export const queueFormat = '%i|%j|%T|%r';

const ended = [
  'COMPLETED',
  'CANCELLED',
  'FAILED',
  'TIMEOUT',
  'NODE_FAIL',
  'BOOT_FAIL',
  'DEADLINE',
  'OUT_OF_MEMORY',
  'REVOKED',
];
const waiting = [
  'PENDING',
  'CONFIGURING',
  'REQUEUED',
  'REQUEUE_HOLD',
  'SPECIAL_EXIT',
  'PREEMPTED',
  'SUSPENDED',
  'STOPPED',
];

/**
 * Reads what squeue printed: tasks of other jobs than those called `name` are not
 * ours, whose number was given again.
 */
export function queueStateOf(printed: string, name: string, merge: string | null): QueueState {
  const tasks = printed
    .split('\n')
    .map((line) => line.split('|'))
    .filter((fields) => fields[1] === name)
    .map(([id, , state, reason]) => ({ id, state, reason: reason ?? '' }));
  const living = tasks.filter(({ state }) => !ended.includes(state));
  const parts = living.filter(({ id }) => id !== merge);
  const pending = parts.filter(({ state }) => waiting.includes(state));
  return {
    running: parts.length - pending.length,
    waiting: pending.length,
    reason: pending.find(({ reason }) => reason !== 'None')?.reason ?? '',
    isMerging: living.length > 0 && parts.length === 0,
    isOver: living.length === 0,
    isCancelled: tasks.some(({ id, state }) => id !== merge && state === 'CANCELLED'),
  };
}

/**
 * The number of a job from what `sbatch --parsable` printed (a cluster may
 * follow it); null when there is none.
 */
export function jobIdOf(printed: string): string | null {
  return /^(\d+)(?:;.*)?$/m.exec(printed)?.[1] ?? null;
}

/** What sinfo is asked to print of each partition. */
export const partitionFormat = '%P|%C';

/**
 * The CPUs of a partition, of the default one when it is null, from what sinfo
 * printed; null when it is not there.
 */
export function cpusOf(printed: string, partition: string | null): number | null {
  for (const line of printed.split('\n')) {
    const [name, cpus] = line.split('|');
    if (partition === null ? !name.endsWith('*') : name.replace(/\*$/, '') !== partition) continue;
    // Allocated, idle, other, all.
    const all = Number(cpus?.split('/')[3]);
    if (Number.isSafeInteger(all) && all > 0) return all;
  }
  return null;
}
