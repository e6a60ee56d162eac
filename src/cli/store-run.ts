import { allCores } from '../explore/engine/pool.ts';
import type { StoreDamage } from '../explore/store/read-store.ts';
import type { Io } from './io.ts';

/** Whether the user wants a run to end. */
export interface Interruption {
  readonly isStopped: () => boolean;
  /** Stops listening. */
  end(): void;
}

/** The workers of a run: as many as asked for (nothing: all cores), and no more than help. */
export function workerCount(io: Io, asked: number | undefined): number {
  const most = allCores();
  if (asked === undefined || asked <= most) return asked ?? most;
  io.note(
    `--jobs ${asked}: this machine runs ${most} at a time, and more would only wait; there are ${most}`,
  );
  return most;
}

/**
 * Listens for the user or the system to end a run that fills a store: what is in flight has two
 * seconds, unless asked again.
 */
export function listenForInterruption(io: Io): Interruption {
  let isStopped = false;
  const end = io.onInterrupt(() => {
    if (isStopped) process.exit(130);
    isStopped = true;
    io.note('ending within seconds: points that take longer are left for the next run; again to end at once');
  });
  return { isStopped: () => isStopped, end };
}

/** Says what of a store could not be read, and that it was made up for. */
export function noteDamage(io: Io, { torn, damaged }: StoreDamage): void {
  if (torn > 0) io.note(`${torn} torn lines of a process that was killed: their points were done again`);
  for (const { file, line } of damaged.slice(0, 5))
    io.note(`${file}:${line}: damaged, its point was done again`);
}
