import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Kernel } from '../../src/sim/kernel.ts';

/** The specification of the queue: a list, sorted again after every push. */
class NaiveKernel {
  now = 0;
  private readonly handlers: ((argument: number) => void)[] = [];
  private readonly events: { cycle: number; sequence: number; handler: number; argument: number }[] = [];
  private sequence = 0;

  on(handler: (argument: number) => void): number {
    return this.handlers.push(handler) - 1;
  }

  after(delay: number, handler: number, argument = 0): void {
    this.events.push({ cycle: this.now + delay, sequence: this.sequence++, handler, argument });
    this.events.sort((a, b) => a.cycle - b.cycle || a.sequence - b.sequence);
  }

  run(until = Number.POSITIVE_INFINITY): number {
    for (let event = this.events[0]; event !== undefined && event.cycle <= until; event = this.events[0]) {
      this.events.shift();
      this.now = event.cycle;
      this.handlers[event.handler](event.argument);
    }
    return this.now;
  }
}

/**
 * Runs the script: the n-th event executed pushes events with the delays of the n-th row. Interrupts the run
 * at the given cycles.
 */
function play(kernel: Kernel | NaiveKernel, rows: readonly number[][], stops: readonly number[]): number[][] {
  const log: number[][] = [];
  let executed = 0;
  const handlers = [0, 1, 2].map((which) =>
    kernel.on((argument) => {
      log.push([kernel.now, which, argument]);
      pushRow();
    }),
  );
  let pushes = 0;
  function pushRow(): void {
    for (const delay of rows[executed++] ?? []) kernel.after(delay, handlers[pushes % 3], pushes++);
  }
  pushRow();
  for (const stop of stops) {
    if (stop >= kernel.now) log.push([kernel.run(stop)]);
    pushRow();
  }
  log.push([kernel.run()]);
  return log;
}

describe('queue', () => {
  it('finds the only event in every slot of the window, from every slot', () => {
    const kernel = new Kernel();
    const nothing = kernel.on(() => {});
    for (let delay = 0, at = 0; delay < 4200; delay++) {
      at += delay;
      kernel.after(delay, nothing);
      expect(kernel.run()).toBe(at);
    }
  });

  it('holds many more pending events than it has room for at first', () => {
    const kernel = new Kernel();
    const log: number[][] = [];
    const record = kernel.on((argument) => log.push([kernel.now, argument]));
    const delays = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 10_007);
    for (const [index, delay] of delays.entries()) kernel.after(delay, record, index);
    kernel.run();
    const expected = delays.map((delay, index) => [delay, index]);
    expect(log).toEqual(expected.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
  });

  it('agrees with a sorted list while handlers schedule more, over many windows', () => {
    const delay = fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 4093, max: 4099 }),
      fc.integer({ min: 8190, max: 8195 }),
      fc.integer({ min: 0, max: 30_000 }),
    );
    const rows = fc.array(fc.array(delay, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 60 });
    const stops = fc.array(fc.nat(40_000), { maxLength: 3 });
    fc.assert(
      fc.property(rows, stops, (script, interruptions) => {
        const stopsInOrder = interruptions.toSorted((a, b) => a - b);
        expect(play(new Kernel(), script, stopsInOrder)).toEqual(
          play(new NaiveKernel(), script, stopsInOrder),
        );
      }),
      { numRuns: 400, seed: 1 },
    );
  });
});
