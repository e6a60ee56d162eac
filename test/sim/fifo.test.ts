import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fifo } from '../../src/sim/fifo.ts';
import { expectEarliest } from './earliest.ts';

/** A FIFO on a clock that the test moves by hand. */
function clocked(capacity: number) {
  const clock = { now: 0 };
  const fifo = new Fifo(clock, 'weights', capacity);
  return { clock, fifo };
}

/** Whether the question holds in a cycle: moves the clock there and asks. */
function asked(clock: { now: number }, question: () => boolean) {
  return (cycle: number) => {
    clock.now = cycle;
    return question();
  };
}

describe('registered FIFO', () => {
  it('is empty at first and offers a word from the cycle after its push', () => {
    const { clock, fifo } = clocked(4);
    expectEarliest(
      asked(clock, () => fifo.canPush),
      5,
      5,
    );
    expect(fifo.canPop).toBe(false);
    fifo.push(42);
    expectEarliest(
      asked(clock, () => fifo.canPop),
      5,
      6,
    );
    expect(fifo.pop()).toBe(42);
  });

  it('refills a slot from the cycle after its pop', () => {
    const { clock, fifo } = clocked(1);
    fifo.push(1);
    clock.now = 7;
    expect(fifo.pop()).toBe(1);
    expectEarliest(
      asked(clock, () => fifo.canPush),
      7,
      8,
    );
  });

  it('moves one word per cycle through each port', () => {
    const { clock, fifo } = clocked(4);
    fifo.push(1);
    expectEarliest(
      asked(clock, () => fifo.canPush),
      0,
      1,
    );
    fifo.push(2);
    clock.now = 2;
    expect(fifo.pop()).toBe(1);
    expectEarliest(
      asked(clock, () => fifo.canPop),
      2,
      3,
    );
  });

  it.each([
    { capacity: 1, words: 5 },
    { capacity: 2, words: 10 },
    { capacity: 3, words: 10 },
  ])('passes $words words in 10 cycles with $capacity slots', ({ capacity, words }) => {
    for (const consumerFirst of [false, true]) {
      const { clock, fifo } = clocked(capacity);
      const popped: number[] = [];
      for (clock.now = 0; clock.now <= 10; clock.now++) {
        if (consumerFirst && fifo.canPop) popped.push(fifo.pop());
        if (fifo.canPush) fifo.push(clock.now);
        if (!consumerFirst && fifo.canPop) popped.push(fifo.pop());
      }
      expect(popped).toHaveLength(words);
    }
  });

  it('counts the words at the start of the cycle, whatever moved in it', () => {
    const { clock, fifo } = clocked(3);
    fifo.push(1);
    expect(fifo.size).toBe(0);
    clock.now = 1;
    expect(fifo.size).toBe(1);
    fifo.push(2);
    fifo.pop();
    expect(fifo.size).toBe(1);
    clock.now = 2;
    fifo.pop();
    expect(fifo.size).toBe(1);
    clock.now = 3;
    expect(fifo.size).toBe(0);
  });

  it('shows the oldest word without removing it', () => {
    const { clock, fifo } = clocked(2);
    fifo.push(-8);
    clock.now = 1;
    expect([fifo.peek(), fifo.peek(), fifo.pop()]).toEqual([-8, -8, -8]);
    expect(() => fifo.peek()).toThrow('pop refused in cycle 1');
  });

  it('equals a two-phase model (ask, then commit at the clock edge) for any sequence of operations', () => {
    const attempt = fc.constantFrom('push', 'pop', 'push pop', 'pop push', '');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(attempt, { maxLength: 60 }),
        (capacity, cycles) => {
          const { clock, fifo } = clocked(capacity);
          let stored: number[] = [];
          for (const [cycle, ports] of cycles.entries()) {
            clock.now = cycle;
            const pushes = ports.includes('push') && stored.length < capacity;
            const pops = ports.includes('pop') && stored.length > 0;
            for (const port of ports.split(' ')) {
              expect(fifo.size).toBe(stored.length);
              if (port === 'push') {
                expect(fifo.canPush).toBe(pushes);
                if (pushes) fifo.push(1000 + cycle);
                else expect(() => fifo.push(0)).toThrow('push refused');
              } else if (port === 'pop') {
                expect(fifo.canPop).toBe(pops);
                if (pops) expect(fifo.pop()).toBe(stored[0]);
                else expect(() => fifo.pop()).toThrow('pop refused');
              }
            }
            stored = [...stored.slice(Number(pops)), ...(pushes ? [1000 + cycle] : [])];
          }
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });
});

describe('wake-ups of a FIFO', () => {
  it('wakes the consumer on every push and the producer on every pop', () => {
    const { clock, fifo } = clocked(2);
    const woken: string[] = [];
    fifo.wakeOnPush({ wake: () => woken.push(`consumer in ${clock.now}`) });
    fifo.wakeOnPop({ wake: () => woken.push(`producer in ${clock.now}`) });
    fifo.push(1);
    clock.now = 3;
    fifo.push(2);
    fifo.pop();
    expect(woken).toEqual(['consumer in 0', 'consumer in 3', 'producer in 3']);
  });

  it('has one producer and one consumer', () => {
    const { fifo } = clocked(2);
    const nobody = { wake: () => {} };
    fifo.wakeOnPush(nobody);
    fifo.wakeOnPop(nobody);
    expect(() => fifo.wakeOnPush(nobody)).toThrow('weights: the consumer is already connected');
    expect(() => fifo.wakeOnPop(nobody)).toThrow('weights: the producer is already connected');
  });
});

describe('misuse of a FIFO', () => {
  it('names the FIFO, the cycle and the limit', () => {
    const { clock, fifo } = clocked(1);
    expect(() => fifo.pop()).toThrow('weights: pop refused in cycle 0 (0/1 words at the start of the cycle)');
    fifo.push(1);
    expect(() => fifo.push(2)).toThrow('weights: push refused in cycle 0 (one word per cycle and port)');
    clock.now = 1;
    expect(() => fifo.push(2)).toThrow(
      'weights: push refused in cycle 1 (1/1 words at the start of the cycle)',
    );
    expect(fifo.pop()).toBe(1);
    expect(() => fifo.pop()).toThrow('weights: pop refused in cycle 1 (one word per cycle and port)');
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 31])('refuses a capacity of %d', (capacity) => {
    expect(() => clocked(capacity)).toThrow('weights: capacity');
  });

  it.each([0.5, Number.NaN, 2 ** 31])(
    'refuses a word of %d, which 32 bits cannot hold, and stays as it was',
    (word) => {
      const { clock, fifo } = clocked(2);
      expect(() => fifo.push(word)).toThrow(RangeError);
      clock.now = 1;
      expect(fifo.size).toBe(0);
    },
  );
});
