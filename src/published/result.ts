import { z } from 'zod';
import { MarkSchema } from '../energy/mark.ts';
import { headerFields } from '../run/result-header.ts';
import { FigureClassSchema } from './figure-class.ts';
import { OriginSchema } from './parameter.ts';
import type { Curve, Detail } from './simulation.ts';

const integer = z.int().nonnegative();
const count = z.number().nonnegative();
const names = z.array(z.string()).readonly();

const SeedErrorsSchema = z.strictObject({ mean: z.number(), min: z.number(), max: z.number() });

/** Errors over the seeds 1 to 5, in percent. */
export type SeedErrors = Readonly<z.output<typeof SeedErrorsSchema>>;

const ChoiceSpreadSchema = z.strictObject({
  combinations: integer,
  withinBar: integer.nullable().describe('Combinations whose error is within the bar; null without a bar'),
  minPercent: z.number().describe('Smallest error'),
  maxPercent: z.number().describe('Largest error'),
});

/** A figure over all combinations of the choices that its paper does not publish. */
export type ChoiceSpread = Readonly<z.output<typeof ChoiceSpreadSchema>>;

const RowSchema = z.strictObject({
  design: z.string().describe('Kind of the design'),
  id: z.string(),
  figure: z.string(),
  unit: z.string(),
  published: z.number(),
  simulated: z
    .number()
    .nullable()
    .describe('The simulated figure; null where nothing is simulated, and `note` says why'),
  errorPercent: z.number().nullable(),
  mark: MarkSchema,
  source: z.string().describe('Where the published figure comes from, with the operations behind it'),
  calibrated: z
    .boolean()
    .describe(
      'True when the figure is of class fitted or arithmetic: it could hardly have come out otherwise',
    ),
  barPercent: count.nullable(),
  withinBar: z
    .boolean()
    .nullable()
    .describe('Whether the mean error of the seeds 1 to 5 is within the bar; null without a bar'),
  note: z.string().nullable(),
  class: FigureClassSchema.describe('What the simulated figure is'),
  nullModelErrorPercent: z
    .number()
    .nullable()
    .describe(
      'Error of the null model, the same design with the mechanism of its paper taken out, in the mean of the seeds 1 to 5; null where there is none',
    ),
  seeds: SeedErrorsSchema.nullable().describe('Null where nothing is simulated'),
  sameAs: z
    .string()
    .nullable()
    .describe('The row of the design that this one is in another unit, by id: both are one number'),
  overPowerModels: z
    .strictObject({ low: z.number(), high: z.number() })
    .nullable()
    .describe(
      'The figure by each of the stated power models, lowest and highest; null where it rests on none',
    ),
  choices: ChoiceSpreadSchema.nullable().describe('Null where no unpublished choice decides the figure'),
});

/** A published figure beside the simulated one. */
export type ReproducedRow = Readonly<z.output<typeof RowSchema>>;

const ParameterSchema = z.strictObject({
  name: z.string(),
  value: z.string(),
  from: OriginSchema,
  source: z.string(),
  fittedTo: names,
});

/** A parameter as it is listed. */
export type ListedParameter = Readonly<z.output<typeof ParameterSchema>>;

/** What was found out about one design, without the figures behind the published ones. */
export const designFields = {
  kind: z.string(),
  name: z.string(),
  paper: z.string(),
  description: z.string(),
  parameters: z.array(ParameterSchema).readonly(),
  rows: z.array(RowSchema).readonly(),
  checked: z.string(),
  nullModel: z.string().nullable().describe('What the null model leaves out; null without one'),
  difference: z.string(),
} as const;

const DesignSchema = z.strictObject(designFields);

/** What was found out about one design. */
export interface ReproducedDesign extends Readonly<z.output<typeof DesignSchema>> {
  /** Figures behind the published ones. */
  readonly details: readonly Detail[];
  readonly curves: readonly Curve[];
}

const PowerSchema = z.strictObject({
  name: z.string(),
  watts: z.number().positive(),
  leakageW: count,
  boardW: count,
  fabricW: count,
  countedW: count,
  fittedW: count.describe('By the model that is fitted to all points'),
  leftOutW: count.describe('By the one that is fitted to the other designs'),
  of: z.enum(['chip', 'board', 'not stated']),
  mark: MarkSchema,
  lowW: count.describe('The least that any of the stated models says'),
  highW: count.describe('The most'),
});

const HeadlineSchema = z.strictObject({
  numbers: z.record(FigureClassSchema, integer).describe('Numbers with a bar by their class'),
  predictions: names,
  nullModelMisses: names.describe('Predictions within their bar that the null model misses'),
  nearerThanNullModel: names.describe('Predictions that are nearer to print than the null model is'),
});

/**
 * What the rows prove. A prediction is a number of class predicted with a bar; rows that are one number in
 * several units are one. Rows are named design/id.
 */
export type Headline = Readonly<z.output<typeof HeadlineSchema>>;

/** A reproduction without its designs. */
export const reproductionFields = {
  ...headerFields,
  configHash: z.string(),
  seed: z.string(),
  target: z.string(),
  power: z.strictObject({
    model: z.strictObject({ fabricFactor: count, countedFactor: count, boardW: count }),
    points: z.array(PowerSchema).readonly(),
  }),
  rows: z.array(RowSchema).readonly().describe('All rows of all designs, in order'),
  missed: names.describe('Ids of the rows that missed their bar: design/id'),
  headline: HeadlineSchema,
} as const;

const ReproductionSchema = z.strictObject(reproductionFields);

/** A reproduction: the published figures of several designs beside the simulated ones. */
export interface Reproduction extends Readonly<z.output<typeof ReproductionSchema>> {
  readonly designs: readonly ReproducedDesign[];
}
