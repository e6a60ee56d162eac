import { z } from 'zod';
import { headerFields } from './result-header.ts';
import { isRectangular } from './table-schema.ts';

const count = z.number().nonnegative();
const integer = z.int().nonnegative();
const column = z.array(integer);

const TimelineSchema = z
  .strictObject({
    cycles: integer.describe('Of the step, as in result.json'),
    tracks: z.array(z.strictObject({ name: z.string(), group: z.string() })).min(1),
    categories: z.array(z.string()).describe('Words; first the causes of stalls in their order'),
    names: z.array(z.string()),
    slices: z
      .strictObject({ track: column, from: column, cycles: column, category: column, name: column })
      .describe('A value of every slice in each: cycles from .. from + cycles - 1, 1 the first of the step'),
  })
  .superRefine(({ cycles, tracks, categories, names, slices }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['slices', field], message });
    const { length } = slices.track;
    const places = { track: tracks.length, category: categories.length, name: names.length };
    for (const [field, values] of Object.entries(slices))
      if (values.length !== length) refuse(field, `expected ${length} values, one for each slice`);
    for (const [field, most] of Object.entries(places)) {
      const found = slices[field as keyof typeof places].find((place) => place >= most);
      if (found !== undefined) refuse(field, `expected places below ${most}, found ${found}`);
    }
    if (Object.values(slices).some((values) => values.length !== length)) return;
    const early = slices.from.find((from) => from < 1);
    if (early !== undefined) refuse('from', `expected cycles from 1 on, found ${early}`);
    const late = slices.from.findIndex((from, slice) => from + slices.cycles[slice] - 1 > cycles);
    if (late !== -1)
      refuse('cycles', `expected slices that end by cycle ${cycles}, found another at ${late}`);
  });

const ConflictsSchema = z
  .strictObject({
    binCycles: z.int().positive().describe('Bin b: cycles b * binCycles + 1 .. (b + 1) * binCycles'),
    waits: z
      .array(z.array(integer).min(1))
      .min(1)
      .refine(isRectangular, 'expected as many bins of every bank')
      .describe('By bank, then by bin, of all PEs together: sums to bankWaitCycles of result.json'),
  })
  .describe('When banks kept requests waiting');

const ChangedSchema = z.strictObject({
  what: z.string().describe('What is changed, in words'),
  set: z.array(z.string()).describe('The fields, as --set takes them'),
  cycles: integer,
  latencyUs: count,
  energyUj: count,
  command: z.string().describe('Gives these figures'),
});

const AdviceSchema = z.strictObject({
  cause: z.string().describe('The cause to which most cycles go, in words'),
  causeCycles: integer,
  cycles: integer,
  latencyUs: count,
  energyUj: count,
  best: ChangedSchema.nullable().describe('Of six changes; null: none of them saves and can be built'),
});

/** What `run --out` records of the first step of a run: its step.json. */
export const RunStepSchema = z.strictObject({
  ...headerFields,
  configHash: z.string().describe('That of the result.json beside it'),
  timeline: TimelineSchema,
  peStates: z.boolean().describe('Whether slices of PEs say what they do; else there is one for each SpMV'),
  conflicts: ConflictsSchema.nullable().describe('null: no arbiter, or left out'),
  leftOut: z.string().nullable().describe('Why the states of PEs or conflicts are not there'),
  bounds: z
    .strictObject({
      computeCycles: count,
      bankCycles: count,
      bandwidthCycles: count,
      dependencyCycles: count,
    })
    .describe('As `explain` has them'),
  roofline: z
    .strictObject({
      peakOpsPerCycle: count,
      memoryBytesPerCycle: count,
      offChipBytesPerCycle: count.nullable(),
      opsPerByte: count,
      opsPerCycle: count,
    })
    .describe('As `explain` has it'),
  advice: AdviceSchema.nullable().describe('null: with --numbers float64'),
});

/** What `run --out` records of the first step of a run. */
export type RunStep = z.output<typeof RunStepSchema>;
