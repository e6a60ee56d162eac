import { describe, expect, it } from 'vitest';
import { Kernel } from '../../src/sim/kernel.ts';
import { Pipeline } from '../../src/sim/pipeline.ts';
import { Ticker } from '../../src/sim/ticker.ts';
import { expectEarliest } from './earliest.ts';

/** A multiplier whose results are logged as [cycle, argument], and a hook that acts in the given cycles. */
function multiplier(latency: number, interval: number) {
  const kernel = new Kernel();
  const results: [number, number][] = [];
  const spec = { name: 'multiplier', latency, interval };
  const pipeline = new Pipeline(kernel, spec, (argument) => results.push([kernel.now, argument]));
  const at = (cycle: number, action: () => void) => kernel.after(cycle - kernel.now, kernel.on(action));
  return { kernel, pipeline, results, at };
}

describe('pipeline', () => {
  it.each([
    { latency: 1, interval: 1 },
    { latency: 3, interval: 1 },
    { latency: 3, interval: 2 },
    { latency: 2, interval: 5 },
  ])(
    'of latency $latency and interval $interval is open again exactly $interval cycles after an issue',
    ({ latency, interval }) => {
      const { kernel, pipeline, results, at } = multiplier(latency, interval);
      at(10, () => expect(pipeline.issue(7)).toBe(10 + latency));
      const open = new Map<number, boolean>();
      for (let cycle = 10; cycle <= 10 + interval; cycle++)
        at(cycle, () => open.set(cycle, pipeline.canIssue));
      kernel.run();
      expectEarliest((cycle) => open.get(cycle) === true, 10, 10 + interval);
      expect(results).toEqual([[10 + latency, 7]]);
    },
  );

  it('delivers one result per cycle, in order, when it is issued to every cycle', () => {
    const { kernel, pipeline, results } = multiplier(3, 1);
    let issued = 0;
    const source = new Ticker(kernel, () => {
      pipeline.issue(issued++);
      return issued < 4;
    });
    source.wake();
    kernel.run();
    expect(results).toEqual([
      [4, 0],
      [5, 1],
      [6, 2],
      [7, 3],
    ]);
  });

  it.each([1, 2, 5])('wakes its issuer so that it issues every %i cycles without polling', (interval) => {
    const { kernel, pipeline, results } = multiplier(2, interval);
    let ticks = 0;
    let issued = 0;
    const source = new Ticker(kernel, () => {
      ticks++;
      if (!pipeline.canIssue || issued === 4) return false;
      pipeline.issue(issued++);
      return false;
    });
    pipeline.wakeOnOpen(source);
    source.wake();
    kernel.run();
    expect(results).toEqual([0, 1, 2, 3].map((issue) => [3 + issue * interval, issue]));
    expect(ticks).toBe(5);
  });

  it('refuses an issue before it is open, naming itself, the cycle and the limit', () => {
    const { kernel, pipeline, results, at } = multiplier(4, 3);
    at(10, () => pipeline.issue(1));
    at(12, () => pipeline.issue(2));
    expect(() => kernel.run()).toThrow('multiplier: issue refused in cycle 12 (interval 3, open in 13)');
    kernel.run();
    expect(results).toEqual([[14, 1]]);
  });

  it('stays open when an argument is refused', () => {
    const { pipeline } = multiplier(2, 2);
    expect(() => pipeline.issue(0.5)).toThrow(RangeError);
    expect(pipeline.canIssue).toBe(true);
  });

  it.each([
    { latency: 0, interval: 1, field: 'latency' },
    { latency: 1.5, interval: 1, field: 'latency' },
    { latency: 1, interval: 0, field: 'interval' },
    { latency: 1, interval: Number.NaN, field: 'interval' },
  ])('refuses latency $latency with interval $interval', ({ latency, interval, field }) => {
    expect(() => multiplier(latency, interval)).toThrow(`multiplier: ${field}`);
  });

  it('has one issuer', () => {
    const { pipeline } = multiplier(1, 1);
    pipeline.wakeOnOpen({ wake: () => {} });
    expect(() => pipeline.wakeOnOpen({ wake: () => {} })).toThrow(
      'multiplier: the issuer is already connected',
    );
  });
});
