import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, told from all others on all hosts and at all times. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /**
   * When it started, in ticks since its host did: a later process may get the same number. Null
   * where the system does not say.
   */
  readonly startTicks: number | null;
  /** What its number counts in: containers and hosts may share a name. Null where the system does not say. */
  readonly pidSpace: string | null;
}

/** This process. */
export function thisProcess(): ProcessIdentity {
  const { pid } = process;
  return { host: hostname(), pid, startTicks: statOf(pid)?.startTicks ?? null, pidSpace: pidSpace() };
}

/** Whether a process has ended; null for one of another host, which cannot be asked. */
export function hasEnded({ host, pid, startTicks, pidSpace: space }: ProcessIdentity): boolean | null {
  if (host !== hostname() || space !== pidSpace()) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const found = statOf(pid);
  if (found === null) return false;
  return found.isZombie || (startTicks !== null && found.startTicks !== startTicks);
}

/** From /proc, where there is one. */
function statOf(pid: number): { readonly startTicks: number; readonly isZombie: boolean } | null {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (stat === null) return null;
  // The second field is the program's name, which may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = Number(fields[19]);
  if (!Number.isSafeInteger(startTicks)) return null;
  return { startTicks, isZombie: fields[0] === 'Z' || fields[0] === 'X' };
}

function pidSpace(): string | null {
  return read(() => {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  });
}

function read<T>(one: () => T): T | null {
  try {
    return one();
  } catch {
    return null;
  }
}
