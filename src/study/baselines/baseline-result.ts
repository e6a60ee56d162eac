import { z } from 'zod';
import { ResourcesSchema } from '../../run/price-schema.ts';
import { cellsField, headerFields } from '../../run/result-header.ts';
import type { WeightEquality } from '../compare/equal-kept.ts';

const integer = z.int().nonnegative();
const count = z.number().nonnegative();

const RowSchema = z.strictObject({
  schedule: z.string().describe('What its array does with rows and beats, in words'),
  preset: z.string(),
  cycles: integer,
  overBbs: count.describe('Latency over that of the bank-balanced array at the same equality'),
  latencyUs: count,
  fits: z.boolean(),
  equal: z
    .enum(['kept', 'requested'] satisfies WeightEquality[])
    .describe('What it has in common with the bank-balanced array: kept weights, or the sparsity asked for'),
  kept: integer,
  residency: z.enum(['resident', 'streamed']),
  resources: ResourcesSchema,
  configHash: z.string().describe('Of this run'),
});

/** One preset in one schedule: one step, timing only. */
export type BaselineRow = Readonly<z.output<typeof RowSchema>>;

/** The result of `bbsim study baselines`; every preset has a row at either equality. */
export const BaselineStudySchema = z
  .strictObject({
    ...headerFields,
    study: z.literal('baselines'),
    workload: z.string(),
    ...cellsField,
    seed: z.string(),
    requestedSparsity: z.number().min(0).max(1),
    configHash: z.string(),
    device: z.string(),
    clockMhz: count.or(z.literal('auto')).describe('auto: every design at the highest clock that it reaches'),
    weights: z.int().positive().describe('Of all matrices before pruning'),
    rows: z
      .array(RowSchema)
      .min(1)
      .readonly()
      .describe(
        'The presets in their order at equal kept weights, then in the same order at equal requested sparsity',
      ),
  })
  .refine(({ rows }) => presetsAt('kept', rows) === presetsAt('requested', rows), {
    path: ['rows'],
    message: 'expected the same presets at equal kept weights and at equal requested sparsity',
  });

/** The result of `bbsim study baselines`. */
export type BaselineStudyResult = Readonly<z.output<typeof BaselineStudySchema>>;

/** The presets at an equality, in their order, in one text. */
function presetsAt(equality: WeightEquality, rows: readonly BaselineRow[]): string {
  return JSON.stringify(rows.filter(({ equal }) => equal === equality).map(({ preset }) => preset));
}
