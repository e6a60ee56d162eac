import { z } from 'zod';
import { show } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { Value } from '../store/record.ts';
import {
  MOST_LEVELS,
  type Stretch,
  sampleStretch,
  spacedLevels,
  stepCount,
  stepLevel,
} from './axis-range.ts';

const fieldPath = z
  .string()
  .max(200)
  .regex(
    /^\w+(\.\w+){0,31}$/,
    'expected the dotted path of a field, as in pes, ewop.lanes or workload.sparsity',
  )
  .refine((path) => !/(^|\.)(__proto__|constructor|prototype)(\.|$)/.test(path), {
    error: ({ input }) => `expected the path of a field, found ${show(input)}, which cannot be one`,
  });

const scalar = z.union([z.number(), z.string().max(200), z.boolean(), z.null()]);

type Refine<T> = (value: T, context: z.RefinementCtx) => void;

function refuse(context: z.RefinementCtx, path: readonly PropertyKey[], message: string): void {
  context.addIssue({ code: 'custom', path: [...path], message });
}

const WrittenRange = z.strictObject({
  from: z.number().describe('First value'),
  to: z.number().describe('Last value'),
  step: z
    .number()
    .positive()
    .optional()
    .describe('Distance between values: from, from + step, ... up to `to`'),
  count: z.int().min(2).max(MOST_LEVELS).optional().describe('How many values, `from` and `to` among them'),
  scale: z.enum(['linear', 'log']).optional().describe('log: values have equal ratios; default: linear'),
  round: z.boolean().optional().describe('true: whole numbers only; those that come twice are there once'),
});

type Range = z.output<typeof WrittenRange>;

const checkRange: Refine<Range> = ({ from, to, step, count, scale, round }, context) => {
  if (from > to) return refuse(context, ['to'], `expected at least from = ${from}, found ${to}`);
  if (scale === 'log' && from <= 0)
    return refuse(context, ['from'], `expected more than 0, since scale is log, found ${from}`);
  if (round === true && !(Number.isSafeInteger(from) && Number.isSafeInteger(to)))
    return refuse(
      context,
      [],
      `expected whole numbers as from and to, since round is true, found ${from} and ${to}`,
    );
  if (step === undefined || step <= 0) return; // a step of 0 or less is refused already
  if (count !== undefined) return refuse(context, ['count'], 'expected step or count, found both');
  if (scale !== undefined)
    return refuse(context, ['scale'], 'expected no scale with step; it goes with count');
  if (round !== undefined)
    return refuse(context, ['round'], 'expected no round with step; it goes with count');
  const levels = stepCount({ from, to, step });
  if (levels > MOST_LEVELS) refuse(context, [], `expected at most ${MOST_LEVELS} values, found ${levels}`);
};

// Math.log2 alone takes 2^52 + 1 for a power of two.
const isPowerOfTwo = (value: number): boolean => value === 2 ** Math.round(Math.log2(value));
const power = z.number().refine((value) => value >= 1 && Number.isSafeInteger(value) && isPowerOfTwo(value), {
  error: ({ input }) => `expected a power of two, as in 1, 2 or 64, found ${show(input)}`,
});

const PowersSchema = z
  .strictObject({ from: power.describe('First power of two'), to: power.describe('Last power of two') })
  .superRefine(({ from, to }, context) => {
    if (from > to) refuse(context, ['to'], `expected at least from = ${from}, found ${to}`);
  });

const WrittenAxis = z.strictObject({
  field: fieldPath
    .optional()
    .describe('Field of the accelerator (pes, ewop.lanes), or of the workload with workload. before it'),
  fields: z
    .array(fieldPath)
    .min(2)
    .max(32)
    .optional()
    .describe('Fields that change together; then `values` is a list of lists, one value per field in each'),
  values: z
    .array(z.union([scalar, z.array(scalar)]))
    .min(1)
    .max(MOST_LEVELS)
    .optional()
    .describe('The values, in this order'),
  range: WrittenRange.superRefine(checkRange)
    .optional()
    .describe('By step, by count, or without either all numbers between (random and latin-hypercube only)'),
  powersOfTwo: PowersSchema.optional().describe('All powers of two from `from` to `to`'),
});

type WrittenAxis = z.output<typeof WrittenAxis>;

/** The names of those of `names` that `axis` has. */
const given = <K extends keyof WrittenAxis>(axis: WrittenAxis, names: readonly K[]): readonly K[] =>
  names.filter((name) => axis[name] !== undefined);

const foundOf = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(' and '));

const checkForm: Refine<WrittenAxis> = (axis, context) => {
  const names = given(axis, ['field', 'fields']);
  if (names.length !== 1) refuse(context, [], `expected either field or fields, found ${foundOf(names)}`);
  const forms = given(axis, ['values', 'range', 'powersOfTwo']);
  if (forms.length !== 1)
    refuse(context, [], `expected one of values, range and powersOfTwo, found ${foundOf(forms)}`);
  const { fields } = axis;
  if (fields === undefined) return;
  if (axis.values === undefined && forms.length === 1)
    refuse(context, forms, `expected values with fields, one per field in each, found ${forms[0]}`);
  const twice = fields.findIndex((field, i) => fields.indexOf(field) < i);
  if (twice >= 0)
    refuse(context, ['fields', twice], `expected each field once, found ${fields[twice]} again`);
};

/**
 * A list for each level of paired fields, a single value for each of one field. Only the first
 * fault: there may be a million.
 */
const checkRows: Refine<WrittenAxis> = ({ values = [], fields }, context) => {
  const isWrong = (row: unknown): boolean =>
    Array.isArray(row) ? row.length !== fields?.length : fields !== undefined;
  const at = values.findIndex(isWrong);
  if (at < 0) return;
  const row = values[at];
  const found = Array.isArray(row) ? `a list of ${row.length}` : show(row);
  const expected =
    fields === undefined
      ? 'one value (lists go with fields)'
      : `a list of ${fields.length} values, one per field`;
  refuse(context, ['values', at], `expected ${expected}, found ${found}`);
};

const checkRepeats: Refine<WrittenAxis> = ({ values = [] }, context) => {
  const seen = new Set<string>();
  for (const [at, value] of values.entries()) {
    const text = JSON.stringify(value);
    if (seen.has(text))
      return refuse(context, ['values', at], `expected values that differ, found ${text.slice(0, 80)} again`);
    seen.add(text);
  }
};

/**
 * An axis of a sweep as in a YAML file: one field, or several that change together, and the values that they
 * take in turn, as a list, a range or powers of two. Refuses faults between the fields of the axis with the
 * path of the one that has to change.
 */
export const AxisSchema = WrittenAxis.superRefine((axis, context) => {
  checkForm(axis, context);
  checkRows(axis, context);
  checkRepeats(axis, context);
}).meta({ id: 'Axis' });

/** A checked axis. */
export type Axis = z.output<typeof AxisSchema>;

const points = z.int().min(1).max(MOST_LEVELS).describe('How many points');
const seed = z.int().min(0).default(1).describe('Seed of the choice of points');

/** Which points of the space of all axes are simulated: all (grid), or a sample. */
export const SamplingSchema = z
  .discriminatedUnion('method', [
    z.strictObject({ method: z.literal('grid').describe('All combinations of all values') }),
    z.strictObject({ method: z.literal('random').describe('Combinations chosen uniformly'), points, seed }),
    z.strictObject({
      method: z.literal('latin-hypercube').describe('Every axis covered evenly: as many strata as points'),
      points,
      seed,
    }),
  ])
  .meta({ id: 'Sampling' });

/** A checked choice of points. */
export type Sampling = z.output<typeof SamplingSchema>;

/** The levels of an axis: what its fields are set to, one after the other. */
export interface AxisLevels {
  /** Dotted paths; several fields change together. */
  readonly fields: readonly string[];
  /** How many levels there are; null for a continuous axis. */
  readonly count: number | null;
  /**
   * The values of the fields at a level, counted from 0. Throws BadInput for a
   * continuous axis, which has no levels.
   */
  at(level: number): readonly Value[];
  /**
   * The values of the fields at share `u` of the axis, 0 <= u < 1: level floor(u * count), or
   * any number of a continuous range.
   */
  sample(u: number): readonly Value[];
}

function discrete(
  fields: readonly string[],
  count: number,
  at: (level: number) => readonly Value[],
): AxisLevels {
  return { fields, count, at, sample: (u) => at(Math.min(count - 1, Math.floor(u * count))) };
}

function continuous(fields: readonly string[], stretch: Stretch): AxisLevels {
  const at = (): never => {
    throw new BadInput(
      `axis ${fields.join(', ')}: a range without step or count has no values of its own; give it one, or sample with method random or latin-hypercube`,
    );
  };
  return { fields, count: null, at, sample: (u) => [sampleStretch(stretch, u)] };
}

function rangeLevels(fields: readonly string[], { from, to, step, count, scale, round }: Range): AxisLevels {
  if (step !== undefined) {
    const level = stepLevel({ from, step });
    return discrete(fields, stepCount({ from, to, step }), (i) => [level(i)]);
  }
  const stretch: Stretch = { from, to, scale: scale ?? 'linear', round: round ?? false };
  if (count === undefined) return continuous(fields, stretch);
  const levels = spacedLevels(stretch, count);
  return discrete(fields, levels.length, (i) => [levels[i]]);
}

/** The levels that a checked axis stands for. */
export function axisLevels(axis: Axis): AxisLevels {
  const fields = axis.fields ?? (axis.field === undefined ? [] : [axis.field]);
  const { values = [], range, powersOfTwo } = axis;
  if (range !== undefined) return rangeLevels(fields, range);
  if (powersOfTwo !== undefined) {
    const { from, to } = powersOfTwo;
    return discrete(fields, Math.log2(to / from) + 1, (i) => [from * 2 ** i]);
  }
  const rows = values.map((row) => (Array.isArray(row) ? row : [row]));
  return discrete(fields, rows.length, (i) => rows[i]);
}
