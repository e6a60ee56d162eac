import type { SpmvTiming } from '../spmv-timing.ts';
import type { ComputedSpmv } from './pe-array.ts';

/** What the fast path and the clocked array can differ in. */
export type ClockedQuantity =
  | 'row finish cycle'
  | 'row result'
  | 'what a row lost to a wrap'
  | 'beats'
  | 'issue cycles'
  | 'conflict cycles'
  | 'busy cycles'
  | 'bank reads'
  | 'bank waits'
  | 'fill cycles'
  | 'SpMV cycles'
  | 'critical PE';

/**
 * A place at which they differ: `found` by the clocked array, `expected` by the fast
 * path. Null where it does not apply.
 */
export interface ClockedDifference {
  readonly quantity: ClockedQuantity;
  readonly pe: number | null;
  readonly bank: number | null;
  readonly row: number | null;
  readonly found: number;
  readonly expected: number;
}

/**
 * Compares an SpMV of the fast path with the same one on the clocked array and returns the first difference,
 * or null: rows in the order in which the PEs compute them, then the totals of each PE and bank, then those
 * of the SpMV. Throws a RangeError unless both are about the same rows, PEs and banks.
 */
export function checkClocked(fast: ComputedSpmv, clocked: ComputedSpmv): ClockedDifference | null {
  checkComparable(fast, clocked);
  return (
    differentRow(fast, clocked) ??
    differentPe(fast.timing, clocked.timing) ??
    differentBank(fast.timing, clocked.timing) ??
    differentTotal(fast.timing, clocked.timing)
  );
}

function checkComparable(fast: ComputedSpmv, clocked: ComputedSpmv): void {
  const a = fast.timing;
  const b = clocked.timing;
  const isSame =
    fast.results.length === clocked.results.length &&
    a.bankReads.length === b.bankReads.length &&
    firstDifference(a.order.start, b.order.start) < 0 &&
    firstDifference(a.order.rows, b.order.rows) < 0;
  if (!isSame) throw new RangeError('fast and clocked SpMV are not of the same rows, PEs and banks');
}

function differentRow(fast: ComputedSpmv, clocked: ComputedSpmv): ClockedDifference | null {
  const { order } = fast.timing;
  for (let pe = 0; pe < order.pes; pe++) {
    for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
      const row = order.rows[q];
      const place = { pe, bank: null, row };
      const found = clocked.timing.rowFinishedAtCycle[q];
      const expected = fast.timing.rowFinishedAtCycle[q];
      if (found !== expected) return { quantity: 'row finish cycle', ...place, found, expected };
      for (const [quantity, field] of rowQuantities) {
        const [a, b] = [clocked[field][row], fast[field][row]];
        if (a !== b) return { quantity, ...place, found: a, expected: b };
      }
    }
  }
  return null;
}

const rowQuantities = [
  ['row result', 'results'],
  ['what a row lost to a wrap', 'lost'],
] as const;

const peQuantities = [
  ['beats', 'beats'],
  ['issue cycles', 'issueCycles'],
  ['conflict cycles', 'conflictCycles'],
  ['busy cycles', 'busyCycles'],
] as const;

function differentPe(fast: SpmvTiming, clocked: SpmvTiming): ClockedDifference | null {
  for (const [quantity, field] of peQuantities) {
    const pe = firstDifference(fast[field], clocked[field]);
    if (pe >= 0)
      return { quantity, pe, bank: null, row: null, found: clocked[field][pe], expected: fast[field][pe] };
  }
  return null;
}

const bankQuantities = [
  ['bank reads', 'bankReads'],
  ['bank waits', 'bankWaits'],
] as const;

function differentBank(fast: SpmvTiming, clocked: SpmvTiming): ClockedDifference | null {
  const banks = fast.bankReads.length / fast.order.pes;
  for (const [quantity, field] of bankQuantities) {
    const at = firstDifference(fast[field], clocked[field]);
    if (at < 0) continue;
    const place = { pe: Math.floor(at / banks), bank: at % banks, row: null };
    return { quantity, ...place, found: clocked[field][at], expected: fast[field][at] };
  }
  return null;
}

const totalQuantities = [
  ['fill cycles', 'fillCycles'],
  ['SpMV cycles', 'cycles'],
  ['critical PE', 'criticalPe'],
] as const;

function differentTotal(fast: SpmvTiming, clocked: SpmvTiming): ClockedDifference | null {
  for (const [quantity, field] of totalQuantities) {
    const found = clocked[field];
    const expected = fast[field];
    if (found !== expected) return { quantity, pe: null, bank: null, row: null, found, expected };
  }
  return null;
}

/** The first index at which two arrays differ, a missing element included; -1 when they are equal. */
function firstDifference(a: Uint32Array, b: Uint32Array): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  return a.findIndex((value, i) => value !== b[i]);
}
