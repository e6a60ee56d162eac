import { describe, expect, it } from 'vitest';
import { Counters } from '../../src/sim/counters.ts';

describe('counters', () => {
  it('count in slots and report by name, in the order in which the names came up', () => {
    const counters = new Counters();
    const { values } = counters;
    const reads = counters.slot('weight reads');
    const macs = counters.slot('macs');
    values[macs] += 64;
    values[reads] += 1;
    values[macs] += 64;
    expect(Object.entries(counters.toRecord())).toEqual([
      ['weight reads', 1],
      ['macs', 128],
    ]);
  });

  it('give the same slot for the same name, so that PEs count together', () => {
    const counters = new Counters();
    const slots = [0, 1, 2].map(() => counters.slot('macs'));
    for (const slot of slots) counters.values[slot]++;
    expect(counters.toRecord()).toEqual({ macs: 3 });
  });

  it('keep counts exact beyond 32 bits', () => {
    const counters = new Counters();
    const macs = counters.slot('macs');
    counters.values[macs] += 2 ** 52;
    counters.values[macs] += 1;
    expect(counters.toRecord()).toEqual({ macs: 2 ** 52 + 1 });
  });

  it('report any name as their own property', () => {
    const counters = new Counters();
    counters.values[counters.slot('__proto__')] = 2;
    expect(Object.entries(counters.toRecord())).toEqual([['__proto__', 2]]);
  });

  it('refuse more names than they have room for, and no name', () => {
    const counters = new Counters(1);
    counters.slot('macs');
    expect(counters.slot('macs')).toBe(0);
    expect(() => counters.slot('reads')).toThrow('no slot left for reads (1 taken)');
    expect(() => new Counters().slot('')).toThrow('needs a name');
    expect(() => new Counters(0)).toThrow('counters: capacity is 0');
  });
});
