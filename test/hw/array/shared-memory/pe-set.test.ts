import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PeSet } from '../../../../src/hw/array/shared-memory/pe-set.ts';

describe('the set of PEs that ask for a bank', () => {
  it('finds the next member as a plain set does, through words of 32 PEs', () => {
    const change = fc.record({ add: fc.boolean(), pe: fc.nat({ max: 99 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), fc.nat({ max: 110 }), (changes, from) => {
        const set = new PeSet(100);
        const plain = new Set<number>();
        for (const { add, pe } of changes) {
          if (add) set.add(pe);
          else set.remove(pe);
          if (add) plain.add(pe);
          else plain.delete(pe);
        }
        expect(set.nextFrom(from)).toBe(lowest(plain, from));
      }),
    );
  });
});

/** The lowest member at or above `from`, -1 without one. */
function lowest(members: ReadonlySet<number>, from: number): number {
  const above = [...members].filter((pe) => pe >= from);
  return above.length === 0 ? -1 : Math.min(...above);
}
