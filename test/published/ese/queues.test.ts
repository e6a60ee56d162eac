import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Csc } from '../../../src/bbs/formats/csc.ts';
import { timeQueues } from '../../../src/published/ese/queues.ts';

/** A matrix of which only the number of entries per PE and column matters. */
function loads(perPe: readonly (readonly number[])[]): Csc {
  const cols = perPe[0].length;
  const columnStart = Uint32Array.from(
    perPe.flatMap((counts) => {
      let at = 0;
      return [0, ...counts.map((count) => (at += count))];
    }),
  );
  return { cols, pes: perPe.length, columnStart } as unknown as Csc;
}

const options = { queueDepth: 8, emptyColumnCycles: 1, fillCycles: 0 };

describe('the activation queues of ESE', () => {
  it.each([
    ['one column of three entries: broadcast in cycle 0, taken in 1, done after 3', [[3]], 4],
    ['a column without entries takes its cycle', [[0]], 2],
    ['columns follow each other without a gap', [[2, 2, 2]], 7],
    [
      'the slowest PE decides',
      [
        [1, 1],
        [4, 4],
      ],
      9,
    ],
    ['a PE that is fast waits for the broadcast', [[1, 1, 1, 1]], 5],
  ] as const)('%s', (_, perPe, cycles) => {
    expect(timeQueues(loads(perPe), options).cycles).toBe(cycles);
  });

  it('hide an uneven column when they are deep, and wait when they hold one activation', () => {
    const uneven = loads([
      [6, 1, 1, 1],
      [1, 1, 1, 6],
    ]);
    // PE 1 waits for nobody: its last column is broadcast in cycle 3, taken in 4 and done after 6.
    expect(timeQueues(uneven, options).cycles).toBe(10);
    expect(timeQueues(uneven, options).broadcastStallCycles).toBe(0);
    // One place, taken in cycle n, is open in n + 1: broadcasts in cycles 0, 2, 8 (PE 0 takes column 1 in
    // 7) and 10; PE 1 ends 6 after 11.
    const shallow = timeQueues(uneven, { ...options, queueDepth: 1 });
    expect(shallow).toMatchObject({ cycles: 17, broadcastStallCycles: 7 });
  });

  it('block the broadcast while one of them is full: held in cycle n - 1 and open in n', () => {
    const slow = loads([[5, 1, 1]]);
    // Depth 1: taken in cycle 1, so the place is free in 2; column 1 waits in its place until the PE takes it
    // in 6, so column 2 enters in 7.
    expect(timeQueues(slow, { ...options, queueDepth: 1 })).toMatchObject({
      cycles: 9,
      broadcastStallCycles: 5,
    });
    expect(timeQueues(slow, { ...options, queueDepth: 2 })).toMatchObject({
      cycles: 8,
      broadcastStallCycles: 0,
    });
  });

  it('count every cycle of a PE as busy or starved, and never finish before the fullest PE', () => {
    const anyLoads = fc
      .record({ pes: fc.integer({ min: 1, max: 5 }), cols: fc.integer({ min: 1, max: 20 }) })
      .chain(({ pes, cols }) =>
        fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: cols, maxLength: cols }), {
          minLength: pes,
          maxLength: pes,
        }),
      );
    fc.assert(
      fc.property(anyLoads, fc.integer({ min: 1, max: 9 }), (perPe, queueDepth) => {
        const timing = timeQueues(loads(perPe), { ...options, queueDepth });
        const deeper = timeQueues(loads(perPe), { ...options, queueDepth: queueDepth + 1 });
        timing.busyCycles.forEach((busy, pe) => {
          expect(busy + timing.starvedCycles[pe]).toBe(timing.cycles);
        });
        const fullest = Math.max(
          ...perPe.map((counts) => counts.reduce((sum, n) => sum + Math.max(1, n), 0)),
        );
        expect(timing.cycles).toBeGreaterThanOrEqual(fullest + 1);
        expect(deeper.cycles).toBeLessThanOrEqual(timing.cycles);
      }),
    );
  });
});
