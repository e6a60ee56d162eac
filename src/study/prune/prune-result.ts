import { z } from 'zod';
import { headerFields } from '../../run/result-header.ts';

const share = z.number().min(0).max(1);
const count = z.int().nonnegative();
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const keptFields = {
  weights: count.describe('Entries'),
  kept: count.describe('Entries that are stored'),
  sparsity: share.describe('Share of the entries that are not stored'),
  keptMagnitudeShare: share.describe(
    'What the stored entries have of the sum of all squared weights; of rebuilt ones 1 - squared error / that sum',
  ),
} as const;

/** The result of `prune`: what was kept of each weight tensor, and what was written. */
export const PruneResultSchema = z.strictObject({
  ...headerFields,
  command: z.literal('prune'),
  file: z.string().describe('The file that was pruned'),
  format: z.string().describe('Its format, and that of the file that is written'),
  model: z.string().describe('Name of the model in the file'),
  kind: z.enum(['lstm', 'gru']).describe('Its cells'),
  accelerator: z.string().describe('The array whose pattern, sizes and gate matrices it was pruned for'),
  pattern: z
    .looseObject({ kind: z.string() })
    .describe('What it was pruned to, with every option; kind none: its weights were taken as they are'),
  gateMatrix: z.enum(['combined', 'separate']).describe('Whether weights over x and over h were one matrix'),
  requestedSparsity: share
    .nullable()
    .describe('Sparsity that was asked for; null: weights were taken as they are, or all of them are kept'),
  weightBits: z
    .literal(8)
    .nullable()
    .describe('8: weights are written as int8 codes with scales; null: in the type that they have'),
  weightScale: z
    .enum(['row', 'tensor'])
    .nullable()
    .describe('A scale for every row, or one for a tensor; null without int8 codes'),
  ...keptFields,
  independent: count.describe('Values that the entries are made of: as many, unless entries share them'),
  tensors: z
    .array(
      z.strictObject({
        name: z.string().describe('Name of the weights in the file'),
        shape: z.array(count).describe("Rows and columns in PyTorch's order"),
        ...keptFields,
      }),
    )
    .describe('Weight tensors of the model, layer by layer'),
  files: z
    .array(z.strictObject({ path: z.string(), bytes: count, sha256: digest }))
    .describe('What is written: the file, then those that belong to it'),
  remarks: z.array(z.string()),
});

/** The result of `prune`. */
export type PruneResult = z.output<typeof PruneResultSchema>;
