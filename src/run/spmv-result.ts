import { z } from 'zod';
import { headerFields } from './result-header.ts';

const integer = z.int().nonnegative();
const perPe = z.array(integer).min(1).readonly();

const resultFields = {
  cycles: integer,
  issueCycles: perPe,
  conflictCycles: perPe,
  busyCycles: perPe,
  bankReads: z.array(perPe).readonly(),
  rowFinishedAtCycle: z.array(integer).readonly(),
  result: z.array(z.int()).readonly(),
} as const;

const ResultSchema = z.strictObject(resultFields);

/**
 * One SpMV, as `bbsim spmv --format json` prints it. Resident weights: `cycles` is C of docs/timing.md
 * section 3, counted from the cycle after the start pulse. Streamed weights: cycle 0 is the first cycle of
 * the first fetch. Either way `cycles` is the cycle in which the last row is written. Per PE [M] and per PE
 * and bank [M][N]; rows in the order of the matrix; results are raw accumulators.
 */
export type SpmvResult = Readonly<z.output<typeof ResultSchema>>;

const OpenSpmvSchema = z.strictObject({
  ...headerFields,
  accelerator: z.string(),
  matrix: z.string().describe('The file of the matrix'),
  rows: integer,
  cols: integer,
  stored: integer.describe('Entries of the matrix that are stored'),
  clockMhz: z.number().positive(),
  configHash: z.string().describe('12 hex digits over everything that decides the result'),
  ...resultFields,
  saturations: z
    .strictObject({ weight: integer, input: integer, wrappedAccumulators: integer })
    .describe('Numbers that did not fit their bits; elements of the vector are inputs'),
});

/** What `bbsim spmv --out` writes. */
export type WrittenSpmv = Readonly<z.output<typeof OpenSpmvSchema>>;

/** What `bbsim spmv --out` writes: its lists are of the same PEs, banks and rows. */
export const WrittenSpmvSchema = OpenSpmvSchema.superRefine((spmv, context) => {
  const { issueCycles, conflictCycles, busyCycles, bankReads, rowFinishedAtCycle, result, rows } = spmv;
  const pes = issueCycles.length;
  const expectLength = (
    path: PropertyKey[],
    { length }: readonly unknown[],
    expected: number,
    of: string,
  ) => {
    if (length === expected) return;
    context.addIssue({ code: 'custom', path, message: `expected ${expected} values, one for each ${of}` });
  };
  for (const [name, list] of Object.entries({ conflictCycles, busyCycles, bankReads }))
    expectLength([name], list, pes, 'PE');
  for (const [pe, reads] of bankReads.entries())
    expectLength(['bankReads', pe], reads, bankReads[0].length, 'bank');
  for (const [name, list] of Object.entries({ rowFinishedAtCycle, result }))
    expectLength([name], list, rows, 'row');
});
