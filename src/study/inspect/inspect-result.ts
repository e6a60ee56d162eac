import { z } from 'zod';
import { formatNames } from '../../bbs/formats/index.ts';
import { patternKinds } from '../../bbs/patterns/named-pattern.ts';
import { StorageSchema } from '../../run/layer-schema.ts';
import { headerFields } from '../../run/result-header.ts';

const integer = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** How many of something there are in each of many places, and how often which number occurs. */
const CountsSchema = z
  .strictObject({
    min: integer,
    mean: z.number().nonnegative(),
    max: integer,
    histogram: z
      .strictObject({ first: integer, width: integer, counts: z.array(integer) })
      .describe('counts[i]: places with first + i * width of them, or up to width - 1 more'),
  })
  .describe('Non-zero weights of a row, of a column, or of a bank of a row');

const FittingSchema = z
  .strictObject({
    bits: integer.describe('Bits of a number on the array (W)'),
    integerBits: integer.describe('With the sign: the fewest with which no value is cut'),
    fractionBits: integer.describe('The others (F, for --set number.fractionBits)'),
    roundsToZeroShare: share.describe('Of the values that are not zero, those with the code 0'),
  })
  .describe('The fixed-point format that fits');

const TensorSchema = z.strictObject({
  name: z.string(),
  shape: z.array(integer).describe('Gates stacked in the order of PyTorch'),
  sparsity: share.describe('Share of zeros, masked positions among them'),
  min: z.number(),
  max: z.number(),
  nonZerosPerRow: CountsSchema.describe('A vector is one row'),
  nonZerosPerColumn: CountsSchema.nullable().describe('Null: a vector'),
  nonZerosPerBank: CountsSchema.nullable().describe('In each bank of each row, over the banks of the array'),
  isMasked: z.boolean().describe('Whether the file has a mask for it'),
  values: z.enum(['floats', 'int8 codes', 'int16 codes']).describe('What the file holds'),
  rms: z.number().nonnegative().describe('Root mean square of the values that are not zero'),
  smallest: z.number().nonnegative().nullable().describe('Least magnitude but zero; null: all are zero'),
  dynamicRangeDb: z.number().nonnegative().nullable().describe('20 log10 of largest over smallest magnitude'),
  number: FittingSchema.nullable().describe('Null: int16 codes, or a value beyond all of the bits'),
});

const OnArraySchema = z
  .strictObject({
    pattern: z.string().describe('What the weights were pruned to; none: as they are'),
    reads: integer.describe('Words of the vector that banks deliver in one step'),
    conflictCycles: integer.describe('Cycles that PEs wait for banks in one step, all PEs together'),
    conflictsPerThousandReads: z.number().nonnegative(),
    loadImbalance: z
      .number()
      .nonnegative()
      .describe('Beats of the fullest PE over those of an average one, over the products of a step'),
  })
  .describe('From the addresses that the array reads, weights resident');

const PatternSchema = z.strictObject({
  pattern: z.enum(patternKinds),
  options: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('Those of the pattern, in full'),
  sparsity: share.nullable().describe('Achieved, all matrices together'),
  kept: integer.nullable().describe('Values that are stored: kept weights, unless these share values'),
  positions: integer
    .nullable()
    .describe('Positions that the pattern keeps; more than `kept` where some share a value'),
  keptMagnitudeShare: share
    .nullable()
    .describe('Sum of w^2 over the kept weights, of that over all; rebuilt ones: 1 - squared error / all'),
  overlapWithUnstructured: share
    .nullable()
    .describe('Share of its kept positions that unstructured pruning of each matrix to as many keeps too'),
  storageBits: z
    .number()
    .nonnegative()
    .nullable()
    .describe('In the format of the pattern: storage.totalBits'),
  format: z
    .enum(formatNames)
    .nullable()
    .describe('The format of the pattern; CSR where it has none of its own'),
  storage: StorageSchema.nullable(),
  problem: z.string().nullable().describe('Why these matrices cannot have the pattern; null: they can'),
  onArray: OnArraySchema.nullable().describe('Null: no array was named, or it cannot hold the weights'),
  arrayProblem: z.string().nullable().describe('Why the array cannot hold them'),
});

const ModelSchema = z.strictObject({
  name: z.string().describe('For --model'),
  kind: z.enum(['lstm', 'gru']),
  layers: integer,
  inputs: integer,
  hidden: integer,
  projection: integer.nullable(),
  directions: z.array(z.enum(['forward', 'reverse'])),
  peepholes: z.boolean(),
  weights: integer.describe('Of all matrices, zeros among them'),
  sparsity: share.describe('Of all matrices'),
  denseBits: z.number().nonnegative().describe('All weights of all matrices without indices'),
  number: FittingSchema.nullable().describe('The one format for all tensors; null: there is none'),
  tensors: z.array(TensorSchema),
  patterns: z.array(PatternSchema),
  asStored: OnArraySchema.nullable().describe('The weights as they are; null as in `patterns`'),
  asStoredProblem: z.string().nullable(),
});

/** The result of `bbsim inspect`. */
export const InspectResultSchema = z.strictObject({
  ...headerFields,
  file: z.string(),
  format: z.string().describe('Format of the file: npz, safetensors, onnx, ...'),
  requestedSparsity: share.describe('To which the patterns prune'),
  configHash: z.string(),
  array: z
    .strictObject({
      accelerator: z.string(),
      kind: z.string(),
      pes: integer,
      banks: integer,
      placement: z.string(),
      gateMatrix: z.enum(['combined', 'separate']),
      isNamed: z.boolean().describe('False: the default, for the sizes of patterns alone'),
    })
    .describe('The array whose PEs, banks and matrices the patterns are for'),
  models: z.array(ModelSchema),
  remarks: z.array(z.string()),
});

/** The result of `bbsim inspect`. */
export type InspectResult = z.output<typeof InspectResultSchema>;
/** A model of it. */
export type InspectedModel = InspectResult['models'][number];
/** A tensor of a model. */
export type TensorFigures = InspectedModel['tensors'][number];
/** Numbers of non-zeros. */
export type NonZeroCounts = TensorFigures['nonZerosPerRow'];
/** The format that values fit. */
export type FittingFormat = z.output<typeof FittingSchema>;
/** What a pattern keeps of a model. */
export type PatternFigures = InspectedModel['patterns'][number];
/** What weights meet on an array. */
export type OnArray = z.output<typeof OnArraySchema>;
