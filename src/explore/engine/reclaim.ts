import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sharedBytes } from './shared-memory.ts';

/** Shared memory that may be out of use before it is given back. */
const MOST_BYTES = 2 ** 27;

/**
 * Gives shared memory back. A thread that makes weights and images and passes them on as handles has a small
 * heap, so its garbage collector sees no reason to run, while the handles that it has forgotten keep
 * gigabytes alive in all threads. So the collector is asked, now and then.
 */
export class Reclaimer {
  private bytes = 0;
  private collect: (() => void) | null = null;

  /** Notes that a value which holds shared memory was dropped. */
  dropped(value: unknown): void {
    this.bytes += sharedBytes(value);
    if (this.bytes < MOST_BYTES) return;
    this.bytes = 0;
    this.collect ??= collector();
    this.collect();
  }
}

/** The garbage collector, as `node --expose-gc` shows it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
