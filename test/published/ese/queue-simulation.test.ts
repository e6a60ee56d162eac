import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Csc } from '../../../src/bbs/formats/csc.ts';
import { timeQueues } from '../../../src/published/ese/queues.ts';

/**
 * The same hardware cycle by cycle: a broadcaster, a FIFO per PE, and PEs that work off
 * one activation after the other.
 */
function stepByStep(perPe: readonly (readonly number[])[], depth: number): number {
  const cols = perPe[0].length;
  const queues = perPe.map(() => [] as number[]);
  const freeAt = perPe.map(() => 0);
  let next = 0;
  let done = 0;
  for (let cycle = 0; ; cycle++) {
    // What the broadcaster sees is the state at the beginning of the cycle.
    const hasRoom = queues.every((queue) => queue.length < depth);
    queues.forEach((queue, pe) => {
      if (queue.length === 0 || cycle < freeAt[pe]) return;
      const column = queue.shift() as number;
      freeAt[pe] = cycle + Math.max(1, perPe[pe][column]);
      done = Math.max(done, freeAt[pe]);
    });
    if (next < cols && hasRoom) {
      for (const queue of queues) queue.push(next);
      next++;
    }
    if (next === cols && queues.every((queue) => queue.length === 0)) return done;
  }
}

describe('the recurrence of the queues', () => {
  it('is what the hardware does cycle by cycle', () => {
    const anyLoads = fc
      .record({ pes: fc.integer({ min: 1, max: 4 }), cols: fc.integer({ min: 1, max: 16 }) })
      .chain(({ pes, cols }) =>
        fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: cols, maxLength: cols }), {
          minLength: pes,
          maxLength: pes,
        }),
      );
    fc.assert(
      fc.property(anyLoads, fc.integer({ min: 1, max: 6 }), (perPe, queueDepth) => {
        const columnStart = Uint32Array.from(
          perPe.flatMap((counts) => {
            let at = 0;
            return [0, ...counts.map((count) => (at += count))];
          }),
        );
        const csc = { cols: perPe[0].length, pes: perPe.length, columnStart } as unknown as Csc;
        const { cycles } = timeQueues(csc, { queueDepth, emptyColumnCycles: 1, fillCycles: 0 });
        expect(cycles).toBe(stepByStep(perPe, queueDepth));
      }),
      { numRuns: 500 },
    );
  });
});
