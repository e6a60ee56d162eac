import { z } from 'zod';
import { ResourcesSchema } from '../../run/price-schema.ts';
import { cellsField, headerFields, inputDateField } from '../../run/result-header.ts';

const integer = z.int().nonnegative();
const count = z.number().nonnegative();

/**
 * A part of a step: its cycles are the sum of those of its children, and its joules as well, added in their
 * order. A leaf is a cause.
 */
export interface TreeNode {
  readonly name: string;
  /** Of the path that is followed: what runs beside something longer has none. */
  readonly cycles: number;
  readonly energyUj: number;
  readonly children: readonly TreeNode[];
}

/** Levels that a tree has at the most: those of a step are step, layer, phase, unit, PE and cause. */
const MOST_LEVELS = 8;

/** Sums of joules that were read from a file agree to this share of them. */
const ROUNDING = 1e-9;

const noChildren = z.custom<readonly TreeNode[]>(
  (value) => Array.isArray(value) && value.length === 0,
  `expected no children: a tree has at most ${MOST_LEVELS} levels`,
);

/** A node whose children are of a schema, and sum to it. */
const nodeOf = (children: z.ZodType<readonly TreeNode[]>): z.ZodType<TreeNode> =>
  z
    .strictObject({
      name: z.string(),
      cycles: z.int().nonnegative(),
      energyUj: z.number().nonnegative(),
      children,
    })
    .superRefine((node, context) => {
      if (node.children.length === 0) return;
      const cycles = node.children.reduce((sum, one) => sum + one.cycles, 0);
      const energyUj = node.children.reduce((sum, one) => sum + one.energyUj, 0);
      const refuse = (field: string) =>
        context.addIssue({
          code: 'custom',
          path: [field],
          message: 'expected the sum of those of its children',
        });
      if (cycles !== node.cycles) refuse('cycles');
      if (!(Math.abs(energyUj - node.energyUj) <= ROUNDING * node.energyUj)) refuse('energyUj');
    });

function treeOfLevels(levels: number): z.ZodType<TreeNode> {
  return nodeOf(levels === 1 ? noChildren : z.array(treeOfLevels(levels - 1)));
}

/** The parts of a step; of no more levels than can be read without a deep stack. */
const TreeSchema = treeOfLevels(MOST_LEVELS);

const CriticalSpanSchema = z.strictObject({
  instruction: z.string(),
  unit: z.enum(['load', 'spmv', 'ewop', 'dram']),
  from: integer,
  to: integer,
  waitedFor: z.string().describe('What its first cycle waited for'),
});

/** A part of the critical path: cycles `from` + 1 .. `to` of the step; the spans follow one another. */
export type CriticalSpan = Readonly<z.output<typeof CriticalSpanSchema>>;

const StepBoundsSchema = z.strictObject({
  computeCycles: integer.describe('With every multiplier at work in every cycle on a weight that is used'),
  bankCycles: integer.describe('With the bank that is read most answering in every cycle, SpMV by SpMV'),
  bandwidthCycles: integer.describe(
    'With the off-chip memory at its bandwidth in every cycle; 0: weights are resident',
  ),
  dependencyCycles: integer.describe(
    'With as many lanes everywhere as there are elements: what is left is latency, one after the other',
  ),
});

/** What a step takes at the least if one thing alone decided: none is more than its cycles. */
export type StepBounds = Readonly<z.output<typeof StepBoundsSchema>>;

const RooflineSchema = z.strictObject({
  peakOpsPerCycle: z.number().positive().describe('Operations a cycle of all multipliers: two each'),
  memoryBytesPerCycle: z.number().positive().describe('Of weight memories, all PEs together'),
  offChipBytesPerCycle: z.number().positive().nullable().describe('Null: the weights are resident'),
  opsPerByte: z.number().positive().describe('Operations of a step over the bytes of weights that it reads'),
  opsPerCycle: z.number().positive(),
});

/** The roofs over a design and where it is below them: operations a cycle over operations a byte. */
export type Roofline = Readonly<z.output<typeof RooflineSchema>>;

const costFields = {
  cycles: integer,
  latencyUs: count,
  energyUj: count,
  fits: z.boolean().describe('Whether it fits its device'),
  clockMhz: count,
  fmaxMhz: count,
  meetsTiming: z.boolean(),
  areaPercent: count
    .nullable()
    .describe('The largest share that it takes of a resource; null: of one that the device does not have'),
  keptWeights: integer.describe('Weights that are kept'),
} as const;

const CostSchema = z.strictObject(costFields);

/** What a design takes of time, joules and area. */
export type Cost = Readonly<z.output<typeof CostSchema>>;

const setOf = z.array(z.string()).readonly();

const ChangeSchema = z.strictObject({
  what: z.string().describe('What is changed, in words'),
  set: setOf,
  ...costFields,
  prunesAnew: z.boolean().describe('Whether it makes other weights be pruned'),
  command: z.string().describe('The command that gives these figures'),
});

/** A change of the design, simulated again. */
export type Change = Readonly<z.output<typeof ChangeSchema>>;

const ReachedTargetSchema = z.strictObject({
  asked: z.string().describe('As it was asked for: `latency=-20%`'),
  reached: z.boolean(),
  set: setOf.describe('Where it is not reached: what comes nearest'),
  cycles: integer,
  latencyUs: count,
  energyUj: count,
  command: z.string(),
});

/** The smallest set of changes that reaches a target. */
export type ReachedTarget = Readonly<z.output<typeof ReachedTargetSchema>>;

const OpenExplainSchema = z.strictObject({
  ...headerFields,
  accelerator: z.string(),
  workload: z.string(),
  ...cellsField,
  seed: z.string(),
  ...inputDateField,
  configHash: z.string(),
  requestedSparsity: z.number().min(0).max(1).nullable(),
  residency: z.enum(['resident', 'streamed']),
  ...costFields,
  causes: z
    .array(z.strictObject({ name: z.string(), words: z.string(), cycles: integer }))
    .readonly()
    .describe('Cycles by cause, in the words of the machine'),
  tree: TreeSchema,
  criticalPath: z.array(CriticalSpanSchema).readonly(),
  bounds: StepBoundsSchema,
  roofline: RooflineSchema,
  resources: ResourcesSchema,
  bestChange: integer
    .nullable()
    .describe('Place in `changes` of the one that saves most and can be built; null: none'),
  changes: z.array(ChangeSchema).readonly().describe('By what they save, most first'),
  target: ReachedTargetSchema.optional(),
});

/** The result of `bbsim explain`: one step, timing only. */
export type ExplainResult = Readonly<z.output<typeof OpenExplainSchema>>;

/** The result of `bbsim explain`; what is drawn over the cycles of its step is of that step. */
export const ExplainResultSchema = OpenExplainSchema.refine(({ tree, cycles }) => tree.cycles === cycles, {
  path: ['tree', 'cycles'],
  message: 'expected the cycles of the step',
})
  .refine(isOnePath, {
    path: ['criticalPath'],
    message: 'expected spans that follow one another, from 0 to the cycles of the step',
  })
  .refine(({ bestChange, changes }) => bestChange === null || bestChange < changes.length, {
    path: ['bestChange'],
    message: 'expected the place of one of the changes',
  });

/** Whether every span begins where the one before it ends, and the last one ends with the step. */
function isOnePath({ criticalPath, cycles }: Pick<ExplainResult, 'criticalPath' | 'cycles'>): boolean {
  const ends = [0, ...criticalPath.map(({ to }) => to)];
  return criticalPath.every(({ from, to }, at) => from === ends[at] && from <= to) && ends.at(-1) === cycles;
}
