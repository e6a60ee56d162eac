import { z } from 'zod';
import { formats } from '../bbs/formats/index.ts';
import { type StallCategory, stallCategories } from '../hw/accounts/stalls.ts';

/** Version of the result schema; a change that moves or renames a field raises it. */
export const RESULT_VERSION = 1;

const count = z.number().nonnegative();
const integer = z.int().nonnegative();

const StallsSchema = z
  .strictObject(
    Object.fromEntries(stallCategories.map((name) => [name, integer])) as Record<
      StallCategory,
      typeof integer
    >,
  )
  .describe('Cycles by category; they sum to cycles.total (docs/timing.md section 7)');

const CyclesSchema = z
  .strictObject({ total: integer, load: integer, spmv: integer, ewop: integer, projection: integer })
  .describe(
    'Cycles of one step. Chained style: the phases sum to total; instruction style: unit-active cycles, which may overlap',
  );

const StorageSchema = z.strictObject({
  valueBits: count,
  indexBits: count,
  pointerBits: count,
  totalBits: count,
});

const MatrixSchema = z.strictObject({
  tensor: z.string(),
  rows: integer,
  cols: integer,
  weights: integer.describe('Weights before pruning'),
  kept: integer.describe('Weights stored'),
  padding: integer.describe('Stored zeros that only fill beats'),
  achievedSparsity: z.number(),
  entriesPerBank: integer.nullable().describe('k of a bank-balanced matrix'),
  storage: StorageSchema,
});

const LayerSchema = z.strictObject({
  layer: integer,
  cycles: CyclesSchema,
  stalls: StallsSchema,
  matrices: z.array(MatrixSchema),
});

const StepSchema = z.strictObject({
  step: integer,
  latencyUs: count,
  cycles: CyclesSchema,
  stalls: StallsSchema,
});

const ResourceSchema = z.strictObject({ unit: z.string(), used: count, available: count });

const OverflowSchema = z.strictObject({
  resource: z.string(),
  unit: z.string(),
  used: count,
  available: count,
  percentOver: count,
});

/** Errors of the fixed-point outputs against the float64 reference, and where values were cut. */
const AccuracySchema = z.strictObject({
  maxAbsErrorH: count.describe('Largest |h fixed - h float| over all steps, last layer'),
  maxAbsErrorC: count.describe('Largest |c fixed - c float| over all steps, all layers'),
  saturations: z.record(z.string(), integer).describe('Values cut to the range of W bits, by place'),
  comparedValues: integer.describe('Values of the hardware compared bit for bit with the integer reference'),
});

/** One accelerator on one workload: what `bbsim run` prints and what a row of a comparison holds. */
export const RunResultSchema = z.strictObject({
  schemaVersion: z.literal(RESULT_VERSION),
  version: z.string().describe('Version of bbsim'),
  accelerator: z.string(),
  workload: z.string(),
  seed: z.string(),
  configHash: z.string().describe('12 hex digits over everything that decides the result'),
  config: z.unknown().describe('The accelerator, every field filled in'),
  clockMhz: z.number(),
  cycles: CyclesSchema.describe('The first step'),
  stalls: StallsSchema.describe('The first step'),
  latencyUs: count.describe('The first step'),
  steps: z.array(StepSchema),
  layers: z.array(LayerSchema).describe('The first step'),
  weights: z.strictObject({
    residency: z.enum(['resident', 'streamed']),
    requestedSparsity: z.number().nullable(),
    achievedSparsity: z.number(),
    total: integer.describe('Weights of all matrices before pruning'),
    kept: integer,
    padding: integer,
    paddingShare: z.number().describe('Padding over all stored entries'),
    storage: StorageSchema,
  }),
  pes: z.strictObject({
    busyCycles: z.array(integer),
    imbalanceCycles: z.array(integer),
    waitingCycles: z.array(integer),
    utilisation: z.number().describe('Busy cycles of all PEs over PEs x cycles of the step'),
    loadImbalance: z
      .number()
      .describe('Beats of the fullest PE over those of an average PE, summed over the SpMVs'),
    conflictCycles: integer.describe('Conflict cycles of all PEs together'),
  }),
  gops: z.strictObject({
    actual: count.describe('2 x kept weights per step'),
    effective: count.describe('2 x weights before pruning per step'),
  }),
  energy: z
    .strictObject({
      technology: z.string(),
      totalUj: count,
      components: z.array(
        z.strictObject({ component: z.string(), energyUj: count, count, unit: z.string() }),
      ),
      staticPowerW: count,
    })
    .describe('Of one step, however many were run'),
  resources: z.strictObject({
    device: z.string(),
    fits: z.boolean(),
    dsp: ResourceSchema,
    ramBlocks: ResourceSchema,
    logic: ResourceSchema,
    flipFlops: ResourceSchema,
    overflows: z.array(OverflowSchema),
  }),
  storageByFormat: z
    .array(
      z.strictObject({
        format: z.enum(formats.map(({ name }) => name)),
        storage: StorageSchema.nullable(),
        padding: integer.nullable(),
      }),
    )
    .describe(
      'The same stored weights in every format; null where a format cannot hold them; empty in a comparison',
    ),
  accuracy: AccuracySchema.nullable().describe('null when no values were computed'),
});

/** One accelerator on one workload. */
export type RunResult = z.output<typeof RunResultSchema>;

/** A row of a comparison: a run, how it stands to the reference row, and its banks for the heat map. */
const ComparedRowSchema = z.strictObject({
  label: z.string(),
  speedUp: z.number().describe('Latency of the reference row over the latency of this row'),
  run: RunResultSchema,
  bankWaitCycles: z
    .array(z.array(integer))
    .nullable()
    .describe('Cycles in which requests waited, per PE and bank; null for designs without an arbiter'),
});

/** The result of `bbsim compare`. */
export const CompareResultSchema = z.strictObject({
  schemaVersion: z.literal(RESULT_VERSION),
  version: z.string(),
  workload: z.string(),
  requestedSparsity: z.number(),
  seed: z.string(),
  configHash: z.string(),
  referenceRow: z.string().describe('The row that speed-ups refer to'),
  rows: z.array(ComparedRowSchema),
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

/** The result of `bbsim compare`. */
export type CompareResult = z.output<typeof CompareResultSchema>;
