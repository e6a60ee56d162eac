import { z } from 'zod';
import { StorageSchema } from '../../run/layer-schema.ts';
import { ResourcesSchema } from '../../run/price-schema.ts';
import { cellsField, headerFields } from '../../run/result-header.ts';
import { comparedPatterns } from './bank-similarity.ts';
import { constantQuantities } from './bank-sizes.ts';

const integer = z.int().nonnegative();
const count = z.number().nonnegative();
const share = z.number().min(0).max(1);

const FormatSchema = StorageSchema.extend({
  shareOfDense: count.describe('totalBits over the bits of all weights before pruning'),
  indexBitsPerWeight: count.describe(
    'Bits for each kept weight that say in which column it is; those of padding are shared among the kept',
  ),
  pointerBitsPerWeight: count.describe('Bits of row pointers for each kept weight'),
});

/** The kept weights in one format, bits of all matrices. */
export type FormatFigures = Readonly<z.output<typeof FormatSchema>>;

const ArraySchema = z.strictObject({
  cycles: z.int().positive(),
  latencyUs: z.number().positive(),
  residency: z.enum(['resident', 'streamed']),
  fetchedBits: integer.describe('Bits that a step fetches from off-chip memory, whole bursts'),
  conflictStallCycles: integer.describe(
    'Conflict cycles on the critical path of the step. docs/timing.md section 7',
  ),
  conflictCycles: integer.describe('Cycles in which requests waited for a bank, of all PEs together'),
  beats: integer,
  conflictingBeatShare: share.describe('Beats that take more than one cycle, over all beats'),
  loadImbalance: count,
  utilisation: share.describe('Multiplications of kept weights over multipliers x cycles of the step'),
  occupancy: share.describe('Busy cycles of all PEs over PEs x cycles of the step'),
  saturations: z
    .record(z.string(), integer.nullable())
    .describe(
      'Weights and biases that were cut to the bits of a number, and what else is known without values',
    ),
  resources: ResourcesSchema,
  configHash: z.string().describe('Of this run'),
});

/** One array at one number of banks: one step, timing only. */
export type ArrayFigures = Readonly<z.output<typeof ArraySchema>>;

const SimilaritySchema = z.strictObject({
  kept: integer,
  shared: integer.describe('Weights that unstructured pruning keeps too'),
  similarity: share.describe('shared / kept'),
  magnitude: count.describe('Sum of |w| over the kept weights'),
  unstructuredMagnitude: count.describe('Sum of |w| over the weights that unstructured pruning keeps'),
  magnitudeShare: share.describe('magnitude / unstructuredMagnitude'),
});

const SimilaritiesSchema = z.record(z.enum(comparedPatterns), SimilaritySchema);

const MatrixFiguresSchema = z.strictObject({
  tensor: z.string(),
  rows: integer,
  cols: integer,
  entriesPerBank: integer.nullable().describe('k: entries of a bank in a row'),
  patterns: SimilaritiesSchema,
});

/** The masks of one matrix. */
export type MatrixFigures = Readonly<z.output<typeof MatrixFiguresSchema>>;

const BankCountSchema = z.strictObject({
  banks: z.int().positive(),
  pes: z.int().positive(),
  kept: integer,
  achievedSparsity: share,
  storage: z.strictObject({ csb: FormatSchema, csr: FormatSchema }),
  bbs: ArraySchema,
  csr: ArraySchema,
  patterns: SimilaritiesSchema.describe('Over all matrices'),
  matrices: z.array(MatrixFiguresSchema).readonly(),
});

/** Everything at one number of banks. */
export type BankCountFigures = Readonly<z.output<typeof BankCountSchema>>;

/** The result of `bbsim study banks`; its points are of the same matrices. */
export const BankStudySchema = z
  .strictObject({
    ...headerFields,
    study: z.literal('banks'),
    workload: z.string(),
    ...cellsField,
    seed: z.string(),
    requestedSparsity: share,
    configHash: z.string(),
    constant: z.enum(constantQuantities),
    device: z.string(),
    clockMhz: count.or(z.literal('auto')).describe('auto: every design at the highest clock that it reaches'),
    weights: integer.describe('Of all matrices before pruning'),
    denseBits: integer.describe('Their bits'),
    points: z.array(BankCountSchema).min(1).readonly(),
  })
  .superRefine(({ points }, context) => {
    const ofMatrices = ({ matrices }: BankCountFigures) =>
      JSON.stringify(matrices.map(({ tensor, rows, cols }) => [tensor, rows, cols]));
    const at = points.findIndex((point) => ofMatrices(point) !== ofMatrices(points[0]));
    if (at === -1) return;
    const message = 'expected the matrices of the first point';
    context.addIssue({ code: 'custom', path: ['points', at, 'matrices'], message });
  });

/** The result of `bbsim study banks`. */
export type BankStudyResult = Readonly<z.output<typeof BankStudySchema>>;
