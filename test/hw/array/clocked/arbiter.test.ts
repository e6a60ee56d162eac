import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arbiter, type ArbiterSpec } from '../../../../src/hw/array/clocked/arbiter.ts';

const lanes: ArbiterSpec = { requesters: 4, banks: 4, ports: 1, policy: 'fixed', stride: 1 };

/**
 * Who is served in the cycles from `from` on, until nobody asks. `bankOf[r]` is what
 * requester r asks for, -1 nothing.
 */
function served(spec: ArbiterSpec, bankOf: readonly number[], from = 2): number[][] {
  const arbiter = new Arbiter(spec);
  bankOf.forEach((bank, requester) => {
    if (bank >= 0) arbiter.request(requester, bank);
  });
  const grants: number[][] = [];
  for (let cycle = from; bankOf.some((_, requester) => arbiter.isPending(requester)); cycle++) {
    grants.push(Array.from(arbiter.grant(cycle)));
  }
  return grants;
}

describe('the arbiter between lanes and banks', () => {
  it('grants lanes that ask for different banks in one cycle', () => {
    expect(served(lanes, [3, 2, 1, 0])).toEqual([[0, 1, 2, 3]]);
  });

  it('fixed: serves the lowest lane first', () => {
    expect(served(lanes, [2, 2, 0, 2])).toEqual([[0, 2], [1], [3]]);
  });

  it('gives each port of a bank to another lane', () => {
    expect(served({ ...lanes, ports: 2 }, [2, 2, 0, 2])).toEqual([[0, 1, 2], [3]]);
  });

  it('rotating, a private buffer: lane t mod N goes first in cycle t', () => {
    const rotating = { ...lanes, policy: 'rotating' } as const;
    expect(served(rotating, [1, 1, 1, 1], 2)).toEqual([[2], [3], [0], [1]]);
    expect(served(rotating, [1, 1, -1, -1], 3)).toEqual([[0], [1]]);
    expect(served(rotating, [1, 1, -1, -1], 5)).toEqual([[1], [0]]);
  });

  it('rotating, a shared buffer: PE t mod M goes first in cycle t, its lanes in ascending order', () => {
    const shared = { requesters: 6, banks: 2, ports: 1, policy: 'rotating', stride: 2 } as const;
    expect(served(shared, [0, 0, 0, 0, 0, 0], 2)).toEqual([[4], [0], [2], [5], [1], [3]]);
  });

  it('keeps a request until it is granted, and refuses a second one of the same lane', () => {
    const arbiter = new Arbiter(lanes);
    arbiter.request(0, 1);
    arbiter.request(2, 1);
    arbiter.grant(2);
    expect([arbiter.isPending(0), arbiter.isPending(2)]).toEqual([false, true]);
    expect(() => arbiter.request(2, 3)).toThrow(
      'arbiter: requester 2 asks for bank 3 while bank 1 is pending',
    );
  });

  it('needs the same cycles for any set of requests in any order: the most requests for a bank over its ports', () => {
    const requests = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 8, maxLength: 8 });
    const options = fc.record({
      policy: fc.constantFrom('fixed' as const, 'rotating' as const),
      ports: fc.constantFrom(1, 2),
      stride: fc.constantFrom(1, 2, 4),
    });
    fc.assert(
      fc.property(requests, options, fc.nat({ max: 20 }), (bankOf, option, from) => {
        const spec = { ...option, requesters: 8, banks: 4 };
        const perBank = [0, 1, 2, 3].map((bank) => bankOf.filter((b) => b === bank).length);
        const grants = served(spec, bankOf, from);
        expect(grants.length).toBe(Math.max(...perBank.map((n) => Math.ceil(n / option.ports))));
        expect(grants.flat().sort((a, b) => a - b)).toEqual([...bankOf.keys()].filter((r) => bankOf[r] >= 0));
      }),
    );
  });
});
