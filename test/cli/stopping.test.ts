import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { workerCount } from '../../src/cli/store-run.ts';
import { allCores } from '../../src/explore/engine/pool.ts';
import { Slots } from '../../src/explore/engine/slots.ts';
import { folder, rowsOf, run, small, specIn } from '../explore/engine/specs.ts';

const dir = folder();

describe('a sweep that is told to stop', () => {
  it('keeps the points of a batch that are done, and leaves the others', async () => {
    const [store, whole] = [folder(), folder()];
    await run(specIn(dir, small), whole);
    const rows = await rowsOf(whole);
    const found = new Set<number>();
    for (const most of [40, 60, 80]) {
      let asked = 0;
      const summary = await run(specIn(dir, small), store, { isStopped: () => asked++ > most });
      expect(summary.counts.failed).toBe(0);
      found.add(summary.before + summary.fresh);
    }
    // More than none, and not all at once.
    expect(found.size).toBeGreaterThan(1);
    await run(specIn(dir, small), store);
    expect(await rowsOf(store)).toEqual(rows);
  });
});

describe('slots', () => {
  it('let so many pieces of work run at once, in the order in which they came', async () => {
    const slots = new Slots(2);
    const begun: number[] = [];
    let running = 0;
    const work = async (piece: number) => {
      begun.push(piece);
      expect(++running).toBeLessThanOrEqual(2);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (piece === 3) throw new Error('three');
      return piece;
    };
    const all = [0, 1, 2, 3, 4, 5].map((piece) => slots.run(() => work(piece)));
    const ended = await Promise.allSettled(all);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
    expect(ended.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, false, true, true]);
  });
});

describe('--jobs', () => {
  const notes: string[] = [];
  const io = { note: (text: string) => notes.push(text) } as unknown as Io;

  it('beyond what the machine runs at a time is cut to it, with a remark', () => {
    expect(workerCount(io, undefined)).toBe(allCores());
    expect(workerCount(io, 1)).toBe(1);
    expect(notes).toEqual([]);
    expect(workerCount(io, 100_000)).toBe(allCores());
    expect(notes).toEqual([
      `--jobs 100000: this machine runs ${allCores()} at a time, and more would only wait; there are ${allCores()}`,
    ]);
  });
});
