import { z } from 'zod';

/** What designs of a comparison have in common. */
export const equalities = ['kept', 'requested', 'area'] as const;

/** What bank-balanced sparsity saves, in percent of what the baseline takes; below 0: it takes more. */
export const SavingsSchema = z.strictObject({
  design: z.string().describe('Row of the bank-balanced design'),
  baseline: z.string().nullable().describe('Row of the fastest baseline that fits; null: none fits'),
  cyclesPercent: z.number().optional(),
  latencyPercent: z.number().optional(),
  latencyAtFmaxPercent: z.number().optional().describe('Each design at its own Fmax'),
  fastestAtFmax: z
    .strictObject({ baseline: z.string(), latencyPercent: z.number() })
    .optional()
    .describe('Fastest baseline that fits where each is at its own Fmax, if it is another one'),
  energyPercent: z.number().optional(),
  area: z
    .array(z.strictObject({ resource: z.string(), unit: z.string(), percent: z.number() }))
    .optional()
    .describe('By resource of which the baseline takes any'),
});
