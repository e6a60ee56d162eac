import { z } from 'zod';

const count = z.number().nonnegative();
const integer = z.int().nonnegative();

/** Where the cycles of a step went. */
export const StallsSchema = z
  .record(z.string(), integer)
  .describe('Cycles by the names of `causes`; they sum to cycles.total (docs/timing.md section 7)');

/** The cycles of a step. */
export const CyclesSchema = z
  .object({ total: z.int().positive() })
  .catchall(integer)
  .describe(
    'Cycles of one step, and by the names of `phases`. Chained style: the phases sum to total; instruction style: unit-active cycles, which may overlap',
  );

/** What weights take in their format. */
export const StorageSchema = z.strictObject({
  valueBits: count,
  indexBits: count,
  pointerBits: count,
  scaleBits: count.optional().describe('Of int8 weights'),
  totalBits: count,
});

/** What a step fetches of weights. */
export const FetchedBitsSchema = integer.describe(
  'Bits fetched from off-chip memory in one step, whole bursts; 0: the weights are resident',
);

const MatrixSchema = z.strictObject({
  tensor: z.string(),
  rows: integer,
  cols: integer,
  weights: integer.describe('Weights before pruning'),
  kept: integer.describe('Weights stored'),
  padding: integer.describe('Stored zeros that only fill beats'),
  achievedSparsity: z.number(),
  entriesPerBank: integer.nullable().describe('k of a bank-balanced matrix'),
  used: integer.optional().describe('Of nested models: weights that an SpMV uses, of those that are stored'),
  usedPerBank: integer.optional().describe('Of nested models: entries of a bank and row that an SpMV uses'),
  storage: StorageSchema,
  fetchedBits: FetchedBitsSchema,
});

/** One step of a layer, or of one pass of a bidirectional one. */
export const LayerSchema = z.strictObject({
  layer: integer.describe('Number of the layer in the network, from 0'),
  direction: z
    .enum(['forward', 'reverse'])
    .optional()
    .describe(
      'Of a bidirectional layer, which stands here once for each of its passes; reverse alone: the layer runs from the last step to the first',
    ),
  cycles: CyclesSchema,
  stalls: StallsSchema,
  matrices: z.array(MatrixSchema),
});

/** One step of all layers. */
export const StepSchema = z.strictObject({
  step: integer,
  latencyUs: count,
  cycles: CyclesSchema,
  stalls: StallsSchema,
});
