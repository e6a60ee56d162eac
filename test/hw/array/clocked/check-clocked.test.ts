import { describe, expect, it } from 'vitest';
import { checkClocked } from '../../../../src/hw/array/clocked/check-clocked.ts';
import type { ComputedSpmv } from '../../../../src/hw/array/clocked/pe-array.ts';
import { accelerator, runFast, runStepped, spmvCase, storedMatrix } from '../arrays.ts';

const rows = [[0, 4, 8], [1], [2, 6], [], [3, 7, 11]];
const spmv = spmvCase(accelerator({ kind: 'csr', pes: 2, banks: 4 }), storedMatrix(12, rows));

/** The clocked run with one number of it one higher. */
function withFault(change: (run: ComputedSpmv) => void): ComputedSpmv {
  const run = structuredClone(runStepped(spmv));
  change(run);
  return run;
}

const nowhere = { pe: null, bank: null, row: null };

describe('the comparison of fast path and clocked array', () => {
  it('finds nothing where nothing differs', () => {
    expect(checkClocked(runFast(spmv), runStepped(spmv))).toBeNull();
  });

  // Rows 0, 2, 4 are on PE 0, rows 1, 3 on PE 1; q counts 0, 2, 4, 1, 3.
  it.each([
    {
      quantity: 'row finish cycle',
      place: { ...nowhere, pe: 1, row: 1 },
      change: ({ timing }: ComputedSpmv) => timing.rowFinishedAtCycle[3]++,
    },
    {
      quantity: 'row result',
      place: { ...nowhere, pe: 0, row: 4 },
      change: ({ results }: ComputedSpmv) => results[4]++,
    },
    {
      quantity: 'what a row lost to a wrap',
      place: { ...nowhere, pe: 1, row: 3 },
      change: ({ lost }: ComputedSpmv) => lost[3]++,
    },
    {
      quantity: 'beats',
      place: { ...nowhere, pe: 1 },
      change: ({ timing }: ComputedSpmv) => timing.beats[1]++,
    },
    {
      quantity: 'issue cycles',
      place: { ...nowhere, pe: 0 },
      change: ({ timing }: ComputedSpmv) => timing.issueCycles[0]++,
    },
    {
      quantity: 'conflict cycles',
      place: { ...nowhere, pe: 0 },
      change: ({ timing }: ComputedSpmv) => timing.conflictCycles[0]++,
    },
    {
      quantity: 'busy cycles',
      place: { ...nowhere, pe: 1 },
      change: ({ timing }: ComputedSpmv) => timing.busyCycles[1]++,
    },
    {
      quantity: 'bank reads',
      place: { ...nowhere, pe: 1, bank: 2 },
      change: ({ timing }: ComputedSpmv) => timing.bankReads[6]++,
    },
    {
      quantity: 'bank waits',
      place: { ...nowhere, pe: 0, bank: 3 },
      change: ({ timing }: ComputedSpmv) => timing.bankWaits[3]++,
    },
  ])('names the place of a difference in $quantity', ({ quantity, place, change }) => {
    const fast = runFast(spmv);
    const difference = checkClocked(fast, withFault(change));
    expect(difference).toMatchObject({ quantity, ...place });
    expect(difference!.found - difference!.expected).toBe(1);
  });

  it.each([
    { quantity: 'fill cycles', field: 'fillCycles' },
    { quantity: 'SpMV cycles', field: 'cycles' },
    { quantity: 'critical PE', field: 'criticalPe' },
  ] as const)('sees a difference in $quantity', ({ quantity, field }) => {
    const fast = runFast(spmv);
    const clocked = runStepped(spmv);
    const expected = fast.timing[field];
    const faulty = { ...clocked, timing: { ...clocked.timing, [field]: expected + 1 } };
    expect(checkClocked(fast, faulty)).toEqual({ quantity, ...nowhere, found: expected + 1, expected });
  });

  it('reports the first row that differs in the order of a PE, before any total', () => {
    const faulty = withFault(({ timing, results }) => {
      timing.beats[0]++;
      timing.rowFinishedAtCycle[1]++;
      results[4]++;
    });
    expect(checkClocked(runFast(spmv), faulty)).toMatchObject({
      quantity: 'row finish cycle',
      pe: 0,
      row: 2,
    });
  });

  it('does not compare runs of different rows', () => {
    const other = spmvCase(spmv.config, storedMatrix(12, rows.slice(1)));
    expect(() => checkClocked(runFast(spmv), runStepped(other))).toThrow(
      'not of the same rows, PEs and banks',
    );
  });
});
