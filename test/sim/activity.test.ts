import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Activity } from '../../src/sim/activity.ts';

const states = ['idle', 'busy', 'stalled'] as const;

describe('activity', () => {
  it('counts the cycles from the entry of a state up to the next change', () => {
    const pe = new Activity('pe 0', states);
    pe.enter('busy', 3);
    pe.enter('stalled', 10);
    pe.enter('busy', 12);
    expect(pe.finish(20)).toEqual({ idle: 3, busy: 15, stalled: 2 });
  });

  it('is in its first state from the start cycle on and reports states never entered as 0', () => {
    expect(new Activity('pe 0', states, 1).finish(26)).toEqual({ idle: 25, busy: 0, stalled: 0 });
  });

  it('goes on counting when the state entered is the present one, and lets the last entry of a cycle rule', () => {
    const pe = new Activity('pe 0', states);
    pe.enter('busy', 2);
    pe.enter('busy', 5);
    pe.enter('idle', 7);
    pe.enter('stalled', 7);
    expect(pe.finish(9)).toEqual({ idle: 2, busy: 5, stalled: 2 });
  });

  it('equals a list of the state of every cycle, and sums to the cycles from start to finish', () => {
    const change = fc.tuple(fc.constantFrom(...states), fc.nat(9));
    fc.assert(
      fc.property(fc.nat(5), fc.array(change, { maxLength: 30 }), fc.nat(9), (start, changes, last) => {
        const pe = new Activity('pe 0', states, start);
        const perCycle: string[] = [];
        let current: (typeof states)[number] = 'idle';
        for (const [state, wait] of changes) {
          for (let cycle = 0; cycle < wait; cycle++) perCycle.push(current);
          current = state;
          pe.enter(state, start + perCycle.length);
        }
        for (let cycle = 0; cycle < last; cycle++) perCycle.push(current);
        const cycles = pe.finish(start + perCycle.length);
        for (const state of states)
          expect(cycles[state]).toBe(perCycle.filter((each) => each === state).length);
        expect(cycles.idle + cycles.busy + cycles.stalled).toBe(perCycle.length);
      }),
      { seed: 1 },
    );
  });

  it('refuses an unknown state, a cycle in the past, a fraction and anything after the finish', () => {
    const pe = new Activity<string>('pe 3', states);
    pe.enter('busy', 5);
    expect(() => pe.enter('asleep', 6)).toThrow('pe 3: state is asleep, expected one of idle, busy, stalled');
    expect(() => pe.enter('idle', 4)).toThrow('pe 3: cycle is 4, expected an integer >= 5');
    expect(() => pe.enter('idle', 5.5)).toThrow(RangeError);
    expect(() => pe.finish(Number.NaN)).toThrow(RangeError);
    expect(pe.finish(6)).toEqual({ idle: 5, busy: 1, stalled: 0 });
    expect(() => pe.enter('idle', 9)).toThrow('pe 3: the account was finished in cycle 6');
    expect(() => pe.finish(9)).toThrow('finished in cycle 6');
  });

  it.each([[[]], [['idle', 'idle']]])('refuses the states %j', (wrong) => {
    expect(() => new Activity('pe 0', wrong)).toThrow('expected one or more different ones');
  });

  it('refuses a start that is no cycle', () => {
    expect(() => new Activity('pe 0', states, -1)).toThrow('pe 0: start is -1');
  });
});
