import { z } from 'zod';
import { formatNames } from '../../bbs/formats/index.ts';
import { patternKinds } from '../../bbs/patterns/named-pattern.ts';
import { cellsField, headerFields } from '../../run/result-header.ts';

/**
 * What patterns have in common with bank-balanced pruning at the requested sparsity. kept: the weights that
 * each matrix keeps; bits: those of all matrices, each pattern in its own format; magnitude: the share of
 * squared magnitude that all matrices together keep.
 */
export const patternEqualities = ['kept', 'bits', 'magnitude'] as const;

/** One of them. */
export type PatternEquality = (typeof patternEqualities)[number];

const integer = z.int().nonnegative();
const count = z.number().nonnegative();
const share = z.number().min(0).max(1);

/** One pattern on one array: one step, timing only. */
const figures = {
  accelerator: z.string().describe('Preset of the array'),
  design: z
    .string()
    .nullable()
    .describe(
      'How it differs from the preset, found as the fastest that fits the device; null: it is the preset',
    ),
  format: z.enum(formatNames).describe('Of the pattern; CSR where it has none of its own'),
  sparsity: share.describe('1 - kept / weights: achieved, all matrices together'),
  kept: integer.describe('Values that the pattern stores as its own'),
  positions: integer.describe('Positions of its masks: more than `kept` where several share a value'),
  storageBits: count.describe('In the format of the pattern, scales of int8 weights among them'),
  indexBits: count,
  pointerBits: count,
  cycles: integer,
  latencyUs: count,
  conflictCycles: integer.describe('Cycles in which requests waited for a bank, all PEs together'),
  conflictStallCycles: integer.describe('Those on the critical path of the step'),
  energyUj: count,
  dsp: count,
  ramBlocks: count,
  logic: count,
  flipFlops: count,
  keptMagnitudeShare: share.describe(
    "1 - sum of (w - w')^2 over that of w^2; of a mask: what it keeps of it",
  ),
  overlapWithUnstructured: share.describe(
    'Share of its positions that unstructured pruning of each matrix to as many keeps too',
  ),
  fits: z.boolean().describe('Whether the array with these weights fits the device'),
} as const;

const FiguresSchema = z.strictObject(figures);

/** A pattern on an array. */
export type StudiedFigures = Readonly<z.output<typeof FiguresSchema>>;

type NullableFields<Fields extends z.ZodRawShape> = { [Name in keyof Fields]: z.ZodNullable<Fields[Name]> };

const nullable = Object.fromEntries(
  Object.entries(figures).map(([name, schema]) => [name, schema.nullable()]),
) as NullableFields<typeof figures>;

/** Refuses a value that is null where nothing stands in its way. */
function refuseHoles<Row extends { readonly problem: string | null }>(
  named: readonly (keyof Row & string)[],
): (row: Row, context: z.RefinementCtx) => void {
  return (row, context) => {
    if (row.problem !== null) return;
    for (const name of named.filter((one) => row[one] === null))
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'expected a value, since `problem` is null',
      });
  };
}

const ArraySchema = z
  .strictObject({
    accelerator: z.string(),
    design: z.string().nullable().describe('As that of the row'),
    cycles: integer.nullable(),
    latencyUs: count.nullable(),
    energyUj: count.nullable(),
    logic: count.nullable(),
    fits: z.boolean().nullable(),
    problem: z.string().nullable().describe('Why it cannot run these weights; null: it can'),
  })
  .superRefine(refuseHoles(['cycles', 'latencyUs', 'energyUj', 'logic', 'fits']))
  .describe('An array that the pattern was timed on');

/** The figures of every pattern that can be had: all but how the array differs from its preset. */
const alwaysThere = (Object.keys(figures) as (keyof typeof figures)[]).filter((name) => name !== 'design');

const RowSchema = z
  .strictObject({
    pattern: z.enum(patternKinds),
    options: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .describe('Those of the pattern, in full'),
    equal: z.enum(patternEqualities),
    ...nullable,
    isOnFront: z.boolean(),
    arrays: z
      .array(ArraySchema)
      .describe(
        'The presets, and where the fastest of them does not fit the fastest design of their kinds that does. The row is of the fastest that fits; of none that fits: the fastest',
      ),
    problem: z.string().nullable().describe('Why it cannot be had, and its figures are null; null: it can'),
  })
  .superRefine(refuseHoles(alwaysThere));

const RegimeSchema = z.strictObject({
  name: z.string(),
  pattern: z.enum(patternKinds).nullable().describe('The first of those that are best; null: there is none'),
  accelerator: z.string().nullable(),
  sentence: z.string(),
});

/** The result of `bbsim study patterns`. */
export const PatternStudySchema = z.strictObject({
  ...headerFields,
  study: z.literal('patterns'),
  workload: z.string(),
  ...cellsField,
  seed: z.string(),
  requestedSparsity: share,
  equal: z.enum(patternEqualities),
  configHash: z.string(),
  device: z.string(),
  clockMhz: count.or(z.literal('auto')).describe('auto: every design at the highest clock that it reaches'),
  ramUnit: z.string().describe('Of ramBlocks'),
  logicUnit: z.string(),
  residency: z.enum(['resident', 'streamed']).describe('Where the weights are in all arrays'),
  weights: integer.describe('Of all matrices before pruning'),
  denseBits: count.describe('Their bits'),
  aim: z
    .strictObject({ kept: integer, storageBits: count, keptMagnitudeShare: share })
    .describe('What bank-balanced pruning to the requested sparsity has; `equal` names the one that counts'),
  rows: z.array(RowSchema).describe('In the order in which patterns are listed'),
  dense: FiguresSchema.nullable().describe('The unpruned model; null: its array cannot hold it'),
  frontAxis: z
    .enum(['keptMagnitudeShare', 'storageBits'])
    .describe('What the front sets against latency: bits where all keep as much magnitude'),
  front: z
    .array(z.enum(patternKinds))
    .describe('Patterns that none beats in both, of those that fit the device if any does'),
  regimes: z.array(RegimeSchema).describe('Which pattern wins where'),
  remarks: z.array(z.string()),
});

/** The result of `bbsim study patterns`. */
export type PatternStudyResult = z.output<typeof PatternStudySchema>;
/** A pattern of it. */
export type PatternRow = PatternStudyResult['rows'][number];
/** What wins somewhere. */
export type PatternRegime = PatternStudyResult['regimes'][number];
