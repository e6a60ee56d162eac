import { z } from 'zod';
import { bit, integer } from '../../config/field-types.ts';
import { FEWEST_BANKS, MOST_BANKS } from './array.ts';

/** Read ports of a bank: of kinds whose lanes may meet at one. docs/timing.md section 3. */
export const ports = z
  .literal([1, 2])
  .default(1)
  .describe('Read ports of a bank (P): lanes that it serves in a cycle');

/**
 * Clocks of the vector memory in a cycle of the array: of kinds whose lanes may meet at a bank.
 * docs/timing.md section 3.
 */
export const pump = z
  .literal([1, 2])
  .default(1)
  .describe('Clocks of the vector memory in a cycle: 2: double pumping, every port of a bank reads twice');

/**
 * Copies of its vector buffer that a PE has, of kinds whose lanes may meet at a bank. docs/timing.md section
 * 3.
 */
export const vectorCopies = integer(1, MOST_BANKS)
  .default(1)
  .describe(
    'Copies of its vector buffer that a PE has, a divisor of its lanes: equal runs of lanes read a copy each',
  );

/** Banks of a vector memory that all PEs share. docs/timing.md section 3. */
export const sharedBanks = integer(FEWEST_BANKS, MOST_BANKS)
  .nullable()
  .default(null)
  .describe('Banks of the vector memory that all PEs share; null: as many as a PE has lanes');

/** Who goes first at a bank. docs/timing.md section 3. */
export const arbiter = z
  .enum(['fixed', 'rotating'])
  .default('fixed')
  .describe('Priority at a bank: always the same, or rotating by a place every cycle');

/** How an arbiter is built, of kinds that have one. docs/timing.md section 3. */
export const arbiterStyle = z
  .enum(['chain', 'tree'])
  .default('tree')
  .describe(
    'Circuit of the arbiters, of the same choice: tree: requests are counted in log2 levels, for all ports at once; chain: port by port',
  );

/** Beats in S1 of a PE, of kinds that hold several. docs/timing.md section 3. */
export const window = integer(1, 64)
  .default(8)
  .describe('Beats of a PE in flight: their lanes compete for the banks, the oldest beat first');

/** Requests that stand at a bank, of kinds that hold several beats. docs/timing.md section 3. */
export const queueDepth = integer(1, 4096)
  .nullable()
  .default(null)
  .describe(
    'Requests that stand at a bank; a lane that finds no place waits and keeps the beats behind its own out. ' +
      'null: as many as come',
  );

/** Depth of the arbiter of lanes that go on by themselves. docs/timing.md section 3. */
export const retryCycles = integer(1, 64)
  .default(6)
  .describe(
    'Cycles until a request that lost its bank is presented again: stages of the arbiter, which every request passes',
  );

/** Rows whose partial sums are held at the banks. docs/timing.md section 3. */
export const openRows = integer(1, 256)
  .default(16)
  .describe('Rows of a PE whose entries are under way at once: accumulators at every bank');

/** Rows that lanes may be apart, of kinds whose lanes run by themselves. docs/timing.md section 3. */
export const rowsApart = integer(1, 64)
  .default(4)
  .describe('Rows that the lanes of a PE may be apart: partial sums that a lane can hold (R)');

/** What a row costs a lane that has no entry in it. docs/timing.md sections 2 and 3. */
export const emptyRow = z
  .enum(['skipped', 'cycle'])
  .default('cycle')
  .describe(
    'A row in which a lane has no entry: cycle: it multiplies a stored zero; skipped: marks beside the rows say so',
  );

/** The register behind the data crossbar. docs/timing.md section 3. */
export const crossbarRegister = bit
  .default(0)
  .describe('1: the data crossbar is registered (one more cycle)');
