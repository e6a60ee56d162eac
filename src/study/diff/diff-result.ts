import { z } from 'zod';
import { headerFields } from '../../run/result-header.ts';

const integer = z.int().nonnegative();
const count = z.number().nonnegative();

const InputValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A value of an input; null where a side has none. */
export type InputValue = z.output<typeof InputValueSchema>;

const InputChangeSchema = z.strictObject({
  field: z.string().describe('The name by which it is set where one sets it: `pes`, `workload`, `seed`'),
  a: InputValueSchema,
  b: InputValueSchema,
});

/** An input that differs. */
export type InputChange = Readonly<z.output<typeof InputChangeSchema>>;

const CycleChangeSchema = z.strictObject({ cause: z.string(), a: integer, b: integer });

/** Cycles of one step that were spent for a cause; those of all causes sum to the cycles of the step. */
export type CycleChange = Readonly<z.output<typeof CycleChangeSchema>>;

const EnergyChangeSchema = z.strictObject({ component: z.string(), a: count, b: count });

/** Microjoules of one step in a component; those of all components sum to the energy of the step. */
export type EnergyChange = Readonly<z.output<typeof EnergyChangeSchema>>;

const ResourceChangeSchema = z.strictObject({ block: z.string(), resource: z.string(), a: count, b: count });

/** What a block takes of a resource; those of all blocks sum to what the design takes. */
export type ResourceChange = Readonly<z.output<typeof ResourceChangeSchema>>;

const SideSchema = z.strictObject({
  accelerator: z.string(),
  workload: z.string(),
  device: z.string(),
  technology: z.string(),
  residency: z.string(),
  configHash: z.string(),
  clockMhz: count,
  cycles: integer,
  latencyUs: count,
  energyUj: count,
  resources: z
    .record(z.string(), z.strictObject({ unit: z.string(), used: count }))
    .describe('Totals and units of the resources, by their names in `resources`'),
});

/** What one side of a comparison is, and the totals that its parts sum to. */
export type DiffedSide = Readonly<z.output<typeof SideSchema>>;

const OpenDiffSchema = z.strictObject({
  ...headerFields,
  command: z.literal('diff'),
  inputs: z.array(InputChangeSchema).readonly().describe('Those that differ'),
  cycles: z
    .array(CycleChangeSchema)
    .readonly()
    .describe('Every cause that one of the machines has, in the order of a, then what b has alone'),
  energy: z.array(EnergyChangeSchema).readonly(),
  resources: z
    .array(ResourceChangeSchema)
    .readonly()
    .describe('Blocks that take something on one side at least, resource by resource'),
  sides: z.strictObject({ a: SideSchema, b: SideSchema }),
  causeWords: z.record(z.string(), z.string()).describe('The words for the causes, by their names'),
});

/** The result of `bbsim diff`: two runs, and where what differs between them went. */
export type DiffResult = Readonly<z.output<typeof OpenDiffSchema>>;

/** Sums of doubles in different orders agree to this share of them. */
const ROUNDING = 1e-9;

/** The result of `bbsim diff`, whose parts sum to the totals of their side, as a waterfall has to. */
export const DiffResultSchema = OpenDiffSchema.superRefine(
  ({ cycles, energy, resources, sides }, context) => {
    for (const side of ['a', 'b'] as const) {
      const refuseOpen = (
        field: string,
        parts: readonly Readonly<Record<'a' | 'b', number>>[],
        total: number,
      ) => {
        const found = parts.reduce((sum, part) => sum + part[side], 0);
        if (Math.abs(found - total) <= ROUNDING * Math.max(found, total)) return;
        const message = `expected ${side} of all parts to sum to ${total}, found ${found}`;
        context.addIssue({ code: 'custom', path: [field], message });
      };
      refuseOpen('cycles', cycles, sides[side].cycles);
      refuseOpen('energy', energy, sides[side].energyUj);
      for (const name of new Set(resources.map(({ resource }) => resource))) {
        const parts = resources.filter(({ resource }) => resource === name);
        const { resources: totals } = sides[side];
        refuseOpen('resources', parts, Object.hasOwn(totals, name) ? totals[name].used : 0);
      }
    }
  },
);
