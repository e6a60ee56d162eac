import { describe, expect, it } from 'vitest';
import { Kernel } from '../../src/sim/kernel.ts';
import { Ticker } from '../../src/sim/ticker.ts';

/** A ticker that notes the cycles in which it ticks and makes progress while `work` says so. */
function component(kernel: Kernel, work: (tick: number) => boolean) {
  const ticks: number[] = [];
  const ticker = new Ticker(kernel, () => {
    ticks.push(kernel.now);
    return work(ticks.length);
  });
  return { ticks, ticker };
}

describe('ticker', () => {
  it('is off the clock until it is woken', () => {
    const kernel = new Kernel();
    const { ticks } = component(kernel, () => true);
    kernel.run();
    expect(ticks).toEqual([]);
  });

  it('ticks first in the cycle after its wake-up, then every cycle while it makes progress', () => {
    const kernel = new Kernel();
    const { ticks, ticker } = component(kernel, (tick) => tick < 4);
    ticker.wake();
    expect(kernel.run()).toBe(4);
    expect(ticks).toEqual([1, 2, 3, 4]);
  });

  it('ticks once however often it is woken in a cycle', () => {
    const kernel = new Kernel();
    const { ticks, ticker } = component(kernel, () => false);
    const wakeTwice = kernel.on(() => {
      ticker.wake();
      ticker.wake();
    });
    for (const delay of [0, 0, 5]) kernel.after(delay, wakeTwice);
    kernel.run();
    expect(ticks).toEqual([1, 6]);
  });

  it.each(['before', 'after'])('is not lost when it is woken in the cycle of a tick, %s the tick', (when) => {
    const kernel = new Kernel();
    const { ticks, ticker } = component(kernel, () => false);
    const wake = kernel.on(() => ticker.wake());
    if (when === 'before') kernel.after(1, wake);
    ticker.wake();
    if (when === 'after') kernel.after(1, wake);
    kernel.run();
    expect(ticks).toEqual([1, 2]);
  });

  it.each([true, false])(
    'ticks once in the next cycle when woken during a tick that returns %s',
    (progress) => {
      const kernel = new Kernel();
      const { ticks, ticker } = component(kernel, (tick) => {
        if (tick > 1) return false;
        ticker.wake();
        return progress;
      });
      ticker.wake();
      kernel.run();
      expect(ticks).toEqual([1, 2]);
    },
  );

  it('ticks once a cycle when it makes progress and is woken before and after each tick', () => {
    const kernel = new Kernel();
    const { ticks, ticker } = component(kernel, (tick) => tick < 5);
    const wake = kernel.on(() => ticker.wake());
    for (let cycle = 1; cycle <= 4; cycle++) kernel.after(cycle, wake);
    ticker.wake();
    for (let cycle = 1; cycle <= 4; cycle++) kernel.after(cycle, wake);
    kernel.run();
    expect(ticks).toEqual([1, 2, 3, 4, 5]);
  });

  it('propagates an error of a tick and can be woken again', () => {
    const kernel = new Kernel();
    const { ticks, ticker } = component(kernel, (tick) => {
      if (tick === 1) throw new Error('broken');
      return false;
    });
    ticker.wake();
    expect(() => kernel.run()).toThrow('broken');
    ticker.wake();
    kernel.run();
    expect(ticks).toEqual([1, 2]);
  });
});
