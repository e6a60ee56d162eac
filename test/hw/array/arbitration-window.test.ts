import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitratePlain } from '../../../src/hw/array/arbitration-plain.ts';
import { arbitrateWindow, type IssueWindow } from '../../../src/hw/array/arbitration-window.ts';
import { anySpmv, beatMatrix, type SpmvCase } from './arrays.ts';

const unlimited = (window: number, ports = 1): IssueWindow => ({ window, queueDepth: null, ports });
const timeOf = ({ beats }: SpmvCase, issue: IssueWindow) => arbitrateWindow(beats, beats.order, issue);
const anyWindow: fc.Arbitrary<IssueWindow> = fc.record({
  window: fc.integer({ min: 1, max: 6 }),
  queueDepth: fc.constantFrom(null, 1, 2, 3, 5),
  ports: fc.constantFrom(1, 2),
});

/** When every row has left S1, PE by PE. */
function leftAt({ slots }: { readonly slots: Uint32Array }, { beats }: SpmvCase): number[] {
  const { start } = beats.order;
  return Array.from(slots, (_, q) => {
    const first = start.findLast((from) => from <= q) ?? 0;
    return slots.subarray(first, q + 1).reduce((sum, n) => sum + n, 0);
  });
}

/** Requests of the fullest bank of every PE, in cycles of its ports. */
function fullestBanks(
  { beats }: SpmvCase,
  { bankReads }: { readonly bankReads: Uint32Array },
  ports: number,
) {
  return Array.from({ length: beats.order.pes }, (_, pe) =>
    Math.ceil(Math.max(...bankReads.subarray(pe * beats.lanes, (pe + 1) * beats.lanes)) / ports),
  );
}

describe('worked examples of a window', () => {
  // Two banks. Beats of row 0 and 1 ask bank 0 twice, those of row 2 and 3 bank 1.
  const matrix = beatMatrix(2, [
    [0, 2],
    [0, 2],
    [1, 3],
    [1, 3],
  ]);

  it.each([
    { window: 1, depth: null, ports: 1, slots: [2, 2, 2, 2], waits: [2, 2] },
    // Beat 1 waits for the bank of beat 0 until cycle 4; beat 2 comes in cycle 3 and is served by then.
    { window: 2, depth: null, ports: 1, slots: [2, 2, 1, 1], waits: [3, 2] },
    { window: 4, depth: null, ports: 1, slots: [2, 2, 1, 1], waits: [3, 3] },
    { window: 4, depth: null, ports: 2, slots: [1, 1, 1, 1], waits: [0, 0] },
    // One place: the second lane of a beat stands when the first has been served, and the next beat comes
    // then.
    { window: 4, depth: 1, ports: 1, slots: [2, 2, 2, 2], waits: [2, 2] },
  ])('of $window, $depth at a bank, $ports port(s): $slots', ({ window, depth, ports, slots, waits }) => {
    const found = arbitrateWindow(matrix, matrix.order, { window, queueDepth: depth, ports });
    expect({ slots: [...found.slots], waits: [...found.bankWaits] }).toEqual({ slots, waits });
  });
});

describe('a window of beats in flight', () => {
  it('of one is a beat at a time, in every figure', () => {
    fc.assert(
      fc.property(anySpmv('csr'), fc.constantFrom(1, 2), (spmv, ports) => {
        const plain = arbitratePlain(spmv.beats, spmv.beats.order, ports);
        expect(timeOf(spmv, unlimited(1, ports))).toEqual(plain);
        expect(timeOf(spmv, { window: 1, queueDepth: ports, ports })).toEqual(plain);
      }),
    );
  });

  it('is never slower, row by row, with another beat, another port, or another place at the banks', () => {
    fc.assert(
      fc.property(anySpmv('csr-window'), anyWindow, (spmv, issue) => {
        const { window, queueDepth, ports } = issue;
        const before = leftAt(timeOf(spmv, issue), spmv);
        for (const more of [
          { ...issue, window: window + 1 },
          { ...issue, queueDepth: queueDepth === null ? null : queueDepth + 1 },
          { ...issue, queueDepth: null },
          { ...issue, ports: ports + 1 },
        ]) {
          leftAt(timeOf(spmv, more), spmv).forEach((left, q) => {
            expect(left).toBeLessThanOrEqual(before[q]);
          });
        }
      }),
    );
  });

  it('takes at least its beats, and the requests of its fullest bank; with a slot for every beat little more', () => {
    fc.assert(
      fc.property(anySpmv('csr-window'), anyWindow, (spmv, issue) => {
        const found = timeOf(spmv, issue);
        fullestBanks(spmv, found, issue.ports).forEach((fullest, pe) => {
          expect(found.issueCycles[pe]).toBeGreaterThanOrEqual(Math.max(found.beats[pe], fullest));
        });
        const wide = timeOf(spmv, unlimited(1000, issue.ports));
        fullestBanks(spmv, wide, issue.ports).forEach((fullest, pe) => {
          expect(wide.issueCycles[pe]).toBeLessThan(wide.beats[pe] + Math.max(1, fullest));
        });
      }),
    );
  });

  it('reads every bank as often, and leaves no cycle of a PE without a beat', () => {
    fc.assert(
      fc.property(anySpmv('csr-window'), anyWindow, (spmv, issue) => {
        const found = timeOf(spmv, issue);
        const plain = arbitratePlain(spmv.beats, spmv.beats.order, issue.ports);
        expect(found.bankReads).toEqual(plain.bankReads);
        expect(found.beats).toEqual(plain.beats);
        for (const slots of found.slots) expect(slots).toBeGreaterThan(0);
      }),
    );
  });
});
