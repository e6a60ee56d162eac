import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { type ArraySizes, contiguous } from '../array-sizes.ts';

/** PEs of a pattern that balances between PEs. */
export const pes = integer(1, 65536)
  .optional()
  .describe("PEs that the rows are dealt to, row r to PE r mod pes; default: the accelerator's pes");

/**
 * How columns are dealt to banks, docs/timing.md section 1: a placement that bank-balanced, complementary
 * and dense can use.
 */
export const contiguousPlacement = z.enum(['even', 'blocked'], {
  error: ({ input }) =>
    input === 'cyclic'
      ? 'bank-balanced, complementary and dense need a contiguous placement (even or blocked)'
      : undefined,
});

/** The banks of a pattern that is balanced over them, and which columns they have. */
export const banksSchema = z.strictObject({
  banks: integer(2, 4096).optional().describe("Banks of a row; default: the accelerator's banks"),
  placement: contiguousPlacement
    .optional()
    .describe("Columns of a bank; default: the accelerator's placement if it is contiguous, else even"),
});

/** The banks of such a pattern in full: what is not given is the array's, with contiguous columns. */
export function banksOf(given: z.output<typeof banksSchema>, sizes: ArraySizes) {
  return { banks: given.banks ?? sizes.banks, placement: given.placement ?? contiguous(sizes) };
}

/** Presets of the arrays that take rows of any lengths and columns in any order. */
export const unbalancedArrays = ['csr-window', 'banked-decoupled', 'replicated', 'banked'] as const;
