import { z } from 'zod';
import { criterionKinds } from '../../bbs/criteria/named-criterion.ts';
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

const CalibrationSchema = z
  .strictObject({
    file: z.string().describe('Inputs of the model that its matrices were pruned by'),
    steps: count.describe('Time steps of them'),
    damping: z
      .number()
      .min(0)
      .describe('Share of the mean diagonal element of H that was added to every one'),
    matrices: z
      .array(
        z.strictObject({
          tensor: z.string().describe('The matrix as the array has it: of both gate tensors where it is one'),
          rows: count,
          cols: count,
          perBank: count.nullable().describe('Entries that every row keeps in a bank'),
          outputError: z
            .number()
            .min(0)
            .describe('Squared error of its products over the steps, over the squares of the products'),
          outputErrorByMagnitude: z
            .number()
            .min(0)
            .describe('The same with as many of the largest weights kept as they are'),
          rowsNoWorse: count.describe('Rows with no larger error than by magnitude'),
        }),
      )
      .describe('Matrices of the model, layer by layer'),
  })
  .describe('What the criterion knew of the inputs');

const BudgetSchema = z
  .strictObject({
    mostCycles: count.describe('Cycles that a step may take'),
    cycles: count.describe('Cycles that a step takes, as the simulator measures it'),
    leastCycles: count.describe('Cycles with one entry in every bank of every row'),
    matrices: z
      .array(
        z.strictObject({
          layer: count.describe('Layer, or pass of a bidirectional one, from 0'),
          tensor: z.string().describe('The matrix as the array has it'),
          perBank: count.describe('Entries that every row keeps in a bank'),
          mostPerBank: count.describe('Entries of a full bank'),
        }),
      )
      .describe('What was chosen for each matrix, layer by layer'),
  })
  .describe('How far each matrix was pruned so that a step takes at most so many cycles');

/** What was chosen so that a step takes at most so many cycles. */
export type BudgetFigures = z.output<typeof BudgetSchema>;

/** What a criterion knew of the inputs, and what became of the products. */
export type CalibrationFigures = z.output<typeof CalibrationSchema>;

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
  criterion: z
    .enum(criterionKinds)
    .nullable()
    .describe('By what weights were chosen; null: they were taken as they are'),
  calibration: CalibrationSchema.nullable().describe('Null: the criterion asks for no inputs'),
  budget: BudgetSchema.nullable().describe('Null: every matrix was pruned as was asked'),
  gateMatrix: z.enum(['combined', 'separate']).describe('Whether weights over x and over h were one matrix'),
  requestedSparsity: share
    .nullable()
    .describe(
      'Sparsity that was asked for; null: weights were taken as they are, all of them are kept, or a budget was asked for',
    ),
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
        shape: z.array(count).length(2).describe("Rows and columns in PyTorch's order"),
        ...keptFields,
      }),
    )
    .describe('Weight tensors of the model, layer by layer'),
  files: z
    .array(z.strictObject({ path: z.string(), bytes: count, sha256: digest }))
    .min(1)
    .describe('What is written: the file, then those that belong to it'),
  remarks: z.array(z.string()),
});

/** The result of `prune`. */
export type PruneResult = z.output<typeof PruneResultSchema>;
