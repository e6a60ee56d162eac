import { describe, expect, it } from 'vitest';
import { LAST_CYCLE } from '../../src/sim/cycle.ts';
import { Kernel } from '../../src/sim/kernel.ts';

/** A kernel and the log of its events as [cycle, argument]. */
function logged() {
  const kernel = new Kernel();
  const log: [number, number][] = [];
  const record = kernel.on((argument) => log.push([kernel.now, argument]));
  return { kernel, log, record };
}

describe('order of events', () => {
  it('runs earlier cycles first, whatever the order of the pushes', () => {
    const { kernel, log, record } = logged();
    for (const delay of [7, 0, 3, 4095, 1]) kernel.after(delay, record, delay);
    expect(kernel.run()).toBe(4095);
    expect(log.map(([cycle]) => cycle)).toEqual([0, 1, 3, 7, 4095]);
  });

  it.each([0, 1, 4095, 4096, 5000])(
    'runs the events of one cycle, %i cycles ahead, in the order of their pushes',
    (delay) => {
      const { kernel, log, record } = logged();
      for (const argument of [5, 1, 4, 2, 3]) kernel.after(delay, record, argument);
      kernel.run();
      expect(log).toEqual([5, 1, 4, 2, 3].map((argument) => [delay, argument]));
    },
  );

  it('runs an event with delay 0 in the same cycle, after everything already pushed for that cycle', () => {
    const { kernel, log, record } = logged();
    const push = kernel.on((argument) => {
      log.push([kernel.now, argument]);
      kernel.after(0, record, 10 * argument);
      kernel.after(1, record, 100 * argument);
    });
    kernel.after(2, push, 1);
    kernel.after(2, push, 2);
    kernel.after(3, record, 3);
    kernel.run();
    expect(log).toEqual([
      [2, 1],
      [2, 2],
      [2, 10],
      [2, 20],
      [3, 3],
      [3, 100],
      [3, 200],
    ]);
  });

  it('keeps a chain of events with delay 0 in one cycle', () => {
    const kernel = new Kernel();
    let left = 1000;
    const again = kernel.on(() => {
      if (--left > 0) kernel.after(0, again);
    });
    kernel.after(6, again);
    expect(kernel.run()).toBe(6);
    expect(left).toBe(0);
  });

  it.each([
    { far: 4096, step: 1 },
    { far: 4097, step: 1 },
    { far: 4097, step: 2 },
    { far: 9000, step: 4905 },
    { far: 9000, step: 8999 },
  ])(
    'puts an event pushed $far cycles ahead before one pushed $step cycles later for the same cycle',
    ({ far, step }) => {
      const { kernel, log, record } = logged();
      const late = kernel.on(() => kernel.after(far - step, record, 2));
      kernel.after(far, record, 1);
      kernel.after(step, late);
      kernel.run();
      expect(log).toEqual([
        [far, 1],
        [far, 2],
      ]);
    },
  );

  it('puts an event from beyond the window before one pushed in the first handler that can reach its cycle', () => {
    const { kernel, log, record } = logged();
    const reach = kernel.on((delay) => kernel.after(delay, record, 2));
    kernel.after(5000, record, 1);
    kernel.after(904, reach, 4096);
    kernel.after(905, reach, 4095);
    kernel.run();
    expect(log).toEqual([
      [5000, 1],
      [5000, 2],
      [5000, 2],
    ]);
  });

  it.each([4095, 4096, 4097, 8191, 8192, 100_000])(
    'returns in cycle %i when the only event lies there',
    (delay) => {
      const { kernel, log, record } = logged();
      kernel.after(delay, record, 1);
      expect(kernel.run()).toBe(delay);
      kernel.after(delay, record, 2);
      expect(kernel.run()).toBe(2 * delay);
      expect(log).toEqual([
        [delay, 1],
        [2 * delay, 2],
      ]);
    },
  );
});

describe('run', () => {
  it('returns the current cycle when there is no event', () => {
    const { kernel, record } = logged();
    expect(kernel.run()).toBe(0);
    kernel.after(9, record);
    kernel.run();
    expect(kernel.run()).toBe(9);
  });

  it('executes the events of cycle `until` and leaves those of the next cycle pending', () => {
    const { kernel, log, record } = logged();
    for (const delay of [4, 5, 6]) kernel.after(delay, record, delay);
    expect(kernel.run(5)).toBe(5);
    expect(log).toEqual([
      [4, 4],
      [5, 5],
    ]);
    expect(kernel.run()).toBe(6);
  });

  it('stays in the cycle of the last event when the next lies beyond `until`', () => {
    const { kernel, log, record } = logged();
    kernel.after(2, record, 1);
    kernel.after(6000, record, 2);
    expect(kernel.run(5000)).toBe(2);
    kernel.after(1, record, 3);
    kernel.run();
    expect(log).toEqual([
      [2, 1],
      [3, 3],
      [6000, 2],
    ]);
  });

  it('stops at an error, propagates it and can continue with the events after it', () => {
    const { kernel, log, record } = logged();
    const fail = kernel.on((argument) => {
      throw new Error(`broken ${argument}`);
    });
    kernel.after(3, record, 1);
    kernel.after(3, fail, 7);
    kernel.after(3, record, 2);
    kernel.after(4, record, 3);
    expect(() => kernel.run()).toThrow('broken 7');
    expect(kernel.now).toBe(3);
    expect(log).toEqual([[3, 1]]);
    kernel.run();
    expect(log).toEqual([
      [3, 1],
      [3, 2],
      [4, 3],
    ]);
  });

  it('may not be called by a handler', () => {
    const kernel = new Kernel();
    const nested = kernel.on(() => kernel.run());
    kernel.after(4, nested);
    expect(() => kernel.run()).toThrow('cycle 4: run() called by a handler');
  });

  it.each([Number.NaN, 2.5, Number.POSITIVE_INFINITY, 7, -1])(
    'refuses to run from cycle 8 until %d',
    (until) => {
      const { kernel, record } = logged();
      kernel.after(8, record);
      kernel.run();
      expect(() => kernel.run(until)).toThrow(RangeError);
    },
  );
});

describe('misuse of after', () => {
  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 32, -4096])(
    'refuses a delay of %d',
    (delay) => {
      const { kernel, log, record } = logged();
      expect(() => kernel.after(delay, record)).toThrow(RangeError);
      kernel.run();
      expect(log).toEqual([]);
    },
  );

  it('reaches cycle 2^31 - 1 and nothing beyond', () => {
    const { kernel, log, record } = logged();
    expect(() => kernel.after(LAST_CYCLE + 1, record)).toThrow(
      'delay is 2147483648, expected an integer from 0 to 2147483647',
    );
    kernel.after(LAST_CYCLE - 10, record, 1);
    kernel.run();
    kernel.after(10, record, 2);
    expect(() => kernel.after(11, record)).toThrow(
      'cycle 2147483637: delay is 11, expected an integer from 0 to 10',
    );
    expect(kernel.run()).toBe(LAST_CYCLE);
    kernel.after(0, record, 3);
    expect(() => kernel.after(1, record)).toThrow(RangeError);
    kernel.run();
    expect(log).toEqual([
      [LAST_CYCLE - 10, 1],
      [LAST_CYCLE, 2],
      [LAST_CYCLE, 3],
    ]);
  });

  it.each([-1, 1, 0.5, Number.NaN])('refuses handler %d when only handler 0 is registered', (handler) => {
    const { kernel } = logged();
    expect(() => kernel.after(1, handler)).toThrow(RangeError);
  });

  it.each([0.5, Number.NaN, 2 ** 31, -(2 ** 31) - 1])('refuses an argument of %d', (argument) => {
    const { kernel, record } = logged();
    expect(() => kernel.after(1, record, argument)).toThrow('expected an integer of 32 bits');
  });

  it.each([-(2 ** 31), -1, 0, 2 ** 31 - 1])('delivers an argument of %i', (argument) => {
    const { kernel, log, record } = logged();
    kernel.after(1, record, argument);
    kernel.after(5000, record, argument);
    kernel.run();
    expect(log).toEqual([
      [1, argument],
      [5000, argument],
    ]);
  });
});
