import { z } from 'zod';
import { formats } from '../bbs/formats/index.ts';
import { acceleratorKinds } from '../hw/array/kinds/index.ts';
import { AccuracySchema } from './accuracy-schema.ts';
import { equalities, rowProblems, SavingsSchema } from './comparison-schema.ts';
import {
  CyclesSchema,
  FetchedBitsSchema,
  LayerSchema,
  StallsSchema,
  StepSchema,
  StorageSchema,
} from './layer-schema.ts';
import { ClockSchema, EnergySchema, ResourcesSchema } from './price-schema.ts';
import { cellsField, headerFields, inputDateField } from './result-header.ts';
import { isRectangular } from './table-schema.ts';

const count = z.number().nonnegative();
const integer = z.int().nonnegative();
const share = z.number().min(0).max(1);
const name = z.string().min(1);

const WordsSchema = z.array(z.strictObject({ name: z.string(), words: z.string() }));

/** What only the FPGA array has, and no command promised elsewhere. */
const FpgaArraySchema = z.strictObject({
  storageByFormat: z
    .array(
      z.strictObject({
        format: z.enum(formats.map(({ name }) => name)),
        storage: StorageSchema.nullable(),
        padding: integer.nullable(),
      }),
    )
    .optional()
    .describe('`run`: the same stored weights in every format; null where a format cannot hold them'),
  stages: z
    .array(
      z.strictObject({
        stage: z.string(),
        delayNs: count,
        lowNs: count,
        highNs: count,
        register: z.strictObject({ field: z.string(), delayNs: count }).nullable(),
      }),
    )
    .optional()
    .describe('`run`: how long every stage takes, and what one register more would leave of it'),
  bankWaitCycles: z
    .array(z.array(integer).min(1))
    .min(1)
    .refine(isRectangular, 'expected as many banks of every PE')
    .nullable()
    .optional()
    .describe(
      '`compare`, and `run` with --out: cycles in which requests waited, per PE and bank; null without an arbiter',
    ),
});

/** What is told of the accelerator in a result; a result of another version may have other fields. */
export const ShownConfigSchema = z.looseObject({
  kind: z.enum(acceleratorKinds),
  pes: z.int().positive(),
  banks: z.int().positive(),
});

/** One accelerator on one workload: what `bbsim run` prints and what a row of a comparison holds. */
const OpenRunSchema = z.strictObject({
  ...headerFields,
  machine: name.describe('What kind of machine ran it; `detail` has a field of this name'),
  accelerator: name,
  workload: name,
  ...cellsField,
  seed: z.string(),
  ...inputDateField,
  configHash: name.describe('12 hex digits over everything that decides the result'),
  config: z.unknown().describe('The accelerator, every field filled in'),
  clockMhz: z.number().positive(),
  clock: ClockSchema,
  phases: WordsSchema.describe('The words for the phases of `cycles`, in their order'),
  causes: WordsSchema.describe('The words for the categories of `stalls`, in their order'),
  cycles: CyclesSchema.describe('The first step'),
  stalls: StallsSchema.describe('The first step'),
  latencyUs: count.describe('The first step'),
  latencyAtFmaxUs: count.describe('The same at the highest clock that the design reaches'),
  actions: z
    .array(z.strictObject({ name: z.string(), words: z.string(), unit: z.string(), count, energyUj: count }))
    .describe('What the hardware did in one step, and what it is charged for'),
  steps: z.array(StepSchema).min(1),
  layers: z.array(LayerSchema).min(1).describe('The first step'),
  weights: z.strictObject({
    residency: z.enum(['resident', 'streamed']),
    requestedSparsity: share.nullable(),
    achievedSparsity: share,
    total: integer.describe('Weights of all matrices before pruning'),
    kept: integer.describe('Weights stored'),
    used: integer
      .optional()
      .describe('Of nested models: weights that a step uses, of those that are stored (keepPerBank)'),
    padding: integer,
    paddingShare: share.describe('Padding over all stored entries'),
    valueBits: integer.describe('Bits of a stored weight, without its index'),
    requantised: integer
      .optional()
      .describe('Of int8 weights: codes of the file that another scale than their own has changed'),
    storage: StorageSchema,
    fetchedBits: FetchedBitsSchema,
  }),
  pes: z.strictObject({
    busyCycles: z.array(integer),
    imbalanceCycles: z.array(integer),
    waitingCycles: z.array(integer),
    utilisation: z
      .number()
      .describe(
        'Multiplications of kept weights (of nested models, of used ones) over multipliers x cycles of the step; padding is of no use',
      ),
    occupancy: z
      .number()
      .describe(
        'Busy cycles of all PEs over PEs x cycles of the step; waits for a bank and empty rows are busy',
      ),
    loadImbalance: z
      .number()
      .describe('Beats of the fullest PE over those of an average PE, summed over the SpMVs'),
    conflictCycles: integer.describe('Conflict cycles of all PEs together'),
  }),
  gops: z.strictObject({
    actual: count.describe('2 x kept weights (of nested models, used ones) per step'),
    effective: count.describe('2 x weights before pruning per step'),
  }),
  energy: EnergySchema,
  resources: ResourcesSchema,
  accuracy: AccuracySchema.nullable().describe('null where nothing is known of values'),
  metrics: z
    .record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.union([z.number(), z.string(), z.null()]))
    .describe('The figures that `query` has as columns, by their names'),
  detail: z
    .strictObject({ fpgaArray: FpgaArraySchema.optional() })
    .describe('What only one kind of machine has, under its name'),
});

/**
 * One accelerator on one workload; its tables of words name what its records hold, and the
 * detail is that of its machine.
 */
export const RunResultSchema = OpenRunSchema.superRefine((run, context) => {
  const refuse = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const accounts = [run, ...run.steps, ...run.layers];
  const phases = ['total', ...run.phases.map(({ name }) => name)];
  const causes = run.causes.map(({ name }) => name);
  for (const { cycles, stalls } of accounts) {
    if (!sameNames(Object.keys(cycles), phases)) refuse(['phases'], 'expected the names of the cycles');
    if (!sameNames(Object.keys(stalls), causes)) refuse(['causes'], 'expected the names of the stalls');
  }
  if (!sameNames(Object.keys(run.detail), [run.machine])) refuse(['detail'], `expected ${run.machine}`);
});

const sameNames = (found: readonly string[], expected: readonly string[]): boolean =>
  found.length === expected.length && found.every((name) => expected.includes(name));

/** One accelerator on one workload. */
export type RunResult = z.output<typeof OpenRunSchema>;

/** A result before its metrics are read from it. */
export type Measured = Omit<RunResult, 'metrics'>;

/** A row of a comparison: a run, and how it stands to the reference row. */
const ComparedRowSchema = z.strictObject({
  label: name,
  speedUp: z.number().describe('Latency of the reference row over the latency of this row'),
  run: RunResultSchema,
});

const OpenCompareSchema = z.strictObject({
  ...headerFields,
  workload: name,
  requestedSparsity: share,
  seed: z.string(),
  equal: z
    .enum(equalities)
    .describe(
      'kept: all keep as many weights; requested: each prunes to the sparsity asked for; area: as kept, and within the resources of the first row',
    ),
  configHash: name,
  referenceRow: z.string().describe('The row that speed-ups refer to'),
  rows: z.array(ComparedRowSchema).min(1),
  savings: SavingsSchema.nullable().describe('null without a bank-balanced design, or a baseline'),
  leftOut: z.array(z.string()).describe('Designs of which nothing is within the resources of the first row'),
  latencyBySparsity: z
    .array(
      z.strictObject({
        label: z.string(),
        points: z.array(
          z.strictObject({
            requestedSparsity: z.number(),
            achievedSparsity: z.number(),
            paddingShare: z.number(),
            cycles: integer,
            latencyUs: count,
            residency: z.enum(['resident', 'streamed']),
          }),
        ),
      }),
    )
    .describe('Timing only, at every sparsity of the sweep; empty when no charts were asked for'),
});

/** The result of `bbsim compare`: designs on one workload, and names in it that are those of rows. */
export const CompareResultSchema = OpenCompareSchema.superRefine((result, context) => {
  for (const { path, message } of rowProblems(result)) context.addIssue({ code: 'custom', path, message });
});

/** The result of `bbsim compare`. */
export type CompareResult = z.output<typeof OpenCompareSchema>;
