import { z } from 'zod';
import { printableLine, prose, writtenOn } from '../../config/field-types.ts';
import { BudgetSchema } from '../../energy/budget.ts';
import { directionChoices } from '../../lstm/weights/choose-direction.ts';
import { keptCounts } from '../../run/kept-targets.ts';
import { AxisSchema, SamplingSchema } from './axis.ts';

const changes = z
  .record(z.string(), z.unknown())
  .default({})
  .describe('Fields that differ from the file, by path: {ewop.lanes: 128}');

const AcceleratorEntrySchema = z.union([
  printableLine,
  z.strictObject({
    use: printableLine.describe('Preset name, or path of a YAML file relative to this one'),
    name: printableLine.optional().describe('Name in the results; default: that of the file'),
    set: changes,
  }),
]);

const WorkloadEntrySchema = z.union([
  printableLine,
  z.strictObject({
    use: printableLine.describe('Preset name, or path of a YAML file relative to this one'),
    name: printableLine.optional().describe('Name in the results; default: that of the file'),
    set: changes,
    weights: printableLine
      .optional()
      .describe(
        'File with a trained model, as for `bbsim run --weights`, relative to this one; default: seeded weights',
      ),
    prefix: printableLine.optional().describe('Module prefix of the tensors in the weights file'),
    model: printableLine.optional().describe('Name of the model, where the weights file has several'),
    direction: z
      .enum(directionChoices)
      .optional()
      .describe(
        'Passes of a bidirectional model that run; default: both where the workload or a stack of layers asks for them, otherwise forward',
      ),
    prune: z
      .boolean()
      .default(true)
      .describe("false: the weights file's masks, or its non-zeros, are taken as they are"),
  }),
]);

/**
 * A parameter sweep, as in a YAML file of configs/sweeps: every accelerator with every workload and every
 * seed, over all combinations (or a sample) of the axes that pass the filters.
 */
export const SweepSchema = z
  .strictObject({
    name: printableLine.optional().describe('Name in reports; default: that of the file'),
    description: prose.optional().describe('What the sweep answers, for readers'),
    date: writtenOn,
    accelerators: z
      .array(AcceleratorEntrySchema)
      .min(1)
      .max(64)
      .describe('Preset names or paths, or mappings with fields that are changed'),
    workloads: z.array(WorkloadEntrySchema).min(1).max(64).default(['timit']).describe('As accelerators'),
    seeds: z
      .array(z.union([z.int(), printableLine]))
      .min(1)
      .max(10_000)
      .default(['1'])
      .transform((seeds) => seeds.map(String))
      .describe('Every point is repeated with each of these seeds of the weights'),
    keep: z
      .enum(keptCounts)
      .default('requested')
      .describe(
        "requested: every pattern keeps its own count for the sparsity; as-bank-balanced: as many weights as bank-balanced over the design's banks would keep, so that formats compare at equal counts",
      ),
    values: z
      .boolean()
      .default(false)
      .describe(
        'true: every value is computed, checked bit for bit, and the output error reported; false: timing only',
      ),
    budget: BudgetSchema.optional().describe(
      'How much of its device a design may take: {dsp: 50%, ram: 70%}. A point that takes more is recorded as infeasible; default: all',
    ),
    axes: z.array(AxisSchema).max(32).default([]).describe('What is varied; the first axis changes slowest'),
    sampling: SamplingSchema.prefault({ method: 'grid' }).describe('All combinations, or a sample of them'),
    filters: z
      .array(z.string().min(1))
      .max(64)
      .default([])
      .describe('Conditions that a point must meet: pes * banks <= 4096'),
    constraints: z
      .array(z.string().min(1))
      .max(64)
      .default([])
      .describe(
        'Conditions that a design must meet to be simulated, over dsp, ram, logic, flip_flops, storage_bits and clock_mhz: dsp <= 1200. A point that misses one is recorded as infeasible',
      ),
  })
  .superRefine(({ axes, seeds }, context) => {
    const seen = new Set<string>();
    axes.forEach((axis, at) => {
      for (const field of 'field' in axis && axis.field !== undefined ? [axis.field] : (axis.fields ?? [])) {
        if (seen.has(field)) {
          const message = `\`${field}\` is on an axis already, expected each field once`;
          context.addIssue({ code: 'custom', path: ['axes', at], message });
        }
        seen.add(field);
      }
    });
    if (new Set(seeds).size < seeds.length)
      context.addIssue({ code: 'custom', path: ['seeds'], message: 'expected seeds that differ' });
  })
  .meta({ id: 'Sweep' });

/** A checked sweep, all defaults filled. */
export type SweepSpec = z.output<typeof SweepSchema>;
