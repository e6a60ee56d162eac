import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverflowHeap } from '../../src/sim/overflow-heap.ts';

describe('overflow heap', () => {
  it('returns items by cycle, and first in first out among equal cycles, while pushes and pops alternate', () => {
    const operation = fc.oneof(
      { weight: 2, arbitrary: fc.nat(20) },
      { weight: 1, arbitrary: fc.constant(null) },
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 400 }), (operations) => {
        const heap = new OverflowHeap();
        const model: { cycle: number; item: number }[] = [];
        for (const [item, cycle] of operations.entries()) {
          if (cycle !== null) {
            heap.push(cycle, item);
            const behind = model.findIndex((entry) => entry.cycle > cycle);
            model.splice(behind < 0 ? model.length : behind, 0, { cycle, item });
          } else if (model.length > 0) {
            expect(heap.earliest).toBe(model[0].cycle);
            expect(heap.pop()).toBe(model.shift()?.item);
          }
          expect(heap.size).toBe(model.length);
        }
        while (heap.size > 0) expect(heap.pop()).toBe(model.shift()?.item);
        expect(model).toEqual([]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('refuses to pop when it is empty', () => {
    const heap = new OverflowHeap();
    heap.push(3, 1);
    heap.pop();
    expect(() => heap.pop()).toThrow('empty');
  });
});
