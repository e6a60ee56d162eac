import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Fifo } from '../../src/sim/fifo.ts';
import { Kernel } from '../../src/sim/kernel.ts';
import { Ticker } from '../../src/sim/ticker.ts';

const BATCHES = 20;
const EVENTS_PER_BATCH = 100_000;
/** The smallest object takes 12 to 16 bytes; one per event would show as 1.2 MB or more per batch. */
const ALLOWED_BYTES = 100_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * Median growth of the heap over batches, in bytes; the median, since a collection or a compilation may fall
 * into a batch.
 */
function growthPerBatch(batch: () => void): number {
  for (let warmUp = 0; warmUp < 5; warmUp++) batch();
  const growth: number[] = [];
  for (let index = 0; index < BATCHES; index++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    batch();
    growth.push(process.memoryUsage().heapUsed - before);
  }
  return growth.sort((a, b) => a - b)[BATCHES / 2];
}

describe('steady state', () => {
  it.each([16, 6000])('schedules 2,000,000 events up to %i cycles ahead without allocating', (longest) => {
    const kernel = new Kernel();
    let left = 0;
    const hold = kernel.on((argument) => {
      if (--left < 0) return;
      kernel.after(1 + ((argument * 7919) % longest), hold, (argument + 1) & 0xffff);
    });
    const growth = growthPerBatch(() => {
      left = EVENTS_PER_BATCH;
      for (let pending = 0; pending < 64; pending++) kernel.after(pending, hold, pending);
      kernel.run();
    });
    expect(growth).toBeLessThan(ALLOWED_BYTES);
  });

  it('moves 1,000,000 words between two components without allocating', () => {
    const kernel = new Kernel();
    const fifo = new Fifo(kernel, 'words', 2);
    let left = 0;
    let sum = 0;
    const producer = new Ticker(kernel, () => {
      if (left === 0 || !fifo.canPush) return false;
      fifo.push(left--);
      return true;
    });
    const consumer = new Ticker(kernel, () => {
      if (!fifo.canPop) return false;
      sum = (sum + fifo.pop()) | 0;
      return true;
    });
    fifo.wakeOnPop(producer);
    fifo.wakeOnPush(consumer);
    const growth = growthPerBatch(() => {
      left = EVENTS_PER_BATCH / 2;
      producer.wake();
      kernel.run();
    });
    expect(left).toBe(0);
    expect(sum).not.toBe(0);
    expect(growth).toBeLessThan(ALLOWED_BYTES);
  });
});
