import { z } from 'zod';
import { check } from '../../config/problems.ts';
import { dotted } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { RESULT_VERSION } from '../../run/result-header.ts';

const count = z.number().nonnegative();
const integer = z.int().nonnegative();
const name = z.string().min(1);

const UseSchema = z.object({
  unit: z.string(),
  used: count,
  budget: z.object({ percent: count }).optional(),
});

/** Resources of which a result says what each block takes. */
export const resourcesOfBlocks = ['dsp', 'ramBlocks', 'logic', 'flipFlops'] as const;

const ResourcesSchema = z.object({
  device: name,
  dsp: UseSchema.optional(),
  ramBlocks: UseSchema.optional(),
  ultraRam: UseSchema.optional(),
  logic: UseSchema.optional(),
  distributedRam: UseSchema.optional(),
  flipFlops: UseSchema.optional(),
  blocks: z.array(
    z.object({ block: name, dsp: integer, ramBlocks: integer, logic: integer, flipFlops: integer }),
  ),
});

const StorageSchema = z.object({
  valueBits: count,
  indexBits: count,
  pointerBits: count,
  scaleBits: count.optional(),
  totalBits: count,
});

const LayerSchema = z.object({
  layer: integer,
  direction: z.enum(['forward', 'reverse']).optional(),
  matrices: z.array(z.object({ tensor: z.string(), rows: integer, cols: integer })),
});

/**
 * What a comparison reads of the result of a run. Fields that are not named here are none of its business,
 * so that results of versions of bbsim with fewer or more of them can be compared. The header comes first:
 * what is no such result at all is said first.
 */
const DiffedRunSchema = z.object({
  schemaVersion: z.literal(RESULT_VERSION),
  command: z.literal('run'),
  version: z.string(),
  machine: name,
  accelerator: name,
  workload: name,
  cells: z.array(z.string()).optional(),
  seed: z.string(),
  accuracy: z.object({ comparedValues: integer }).nullable().optional(),
  configHash: name,
  config: z.record(z.string(), z.unknown()),
  clockMhz: count,
  latencyUs: count,
  causes: z.array(z.object({ name, words: z.string() })),
  cycles: z.object({ total: integer }),
  stalls: z.record(z.string(), integer),
  steps: z.array(z.unknown()),
  layers: z.array(LayerSchema),
  weights: z.object({
    residency: z.enum(['resident', 'streamed']),
    requestedSparsity: z.number().nullable(),
    storage: StorageSchema,
    fetchedBits: integer,
  }),
  energy: z.object({
    technology: name,
    totalUj: count,
    components: z.array(z.object({ component: name, energyUj: count })),
  }),
  resources: ResourcesSchema,
});

/** What a comparison reads of the result of a run. */
export type DiffedRun = z.output<typeof DiffedRunSchema>;

/** Sums of doubles in different orders agree to this share of them. */
const ROUNDING = 1e-9;

/**
 * The run of a result, of which the parts sum to the totals. Throws BadInput, naming `shown` and the field,
 * for text that is no JSON, for what is not the result of a run of this schema version, and for a sum that is
 * not its total.
 */
export function diffedRunOf(text: string, shown: string): DiffedRun {
  const checked = check(DiffedRunSchema, parsed(text, shown));
  if ('problems' in checked) {
    const [{ path, message }] = checked.problems;
    const field = path.length === 0 ? '' : ` ${dotted(path)}:`;
    throw new BadInput(`${shown}: expected the result of bbsim run;${field} ${message}`);
  }
  refuseOpen(checked.config, shown);
  return checked.config;
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw new BadInput(`${shown}: expected the JSON of a result of bbsim run, found text that is not JSON`);
  }
}

/** The sums that a comparison closes to: what is not the sum of its parts cannot be compared part by part. */
function refuseOpen({ stalls, cycles, energy, resources, weights }: DiffedRun, shown: string): void {
  const refuse = (field: string, found: number, total: string, expected: number) => {
    if (Math.abs(found - expected) <= ROUNDING * Math.max(found, expected)) return;
    throw new BadInput(`${shown}: ${field} sum to ${found}, expected ${total}, which is ${expected}`);
  };
  refuse('stalls', sumOf(Object.values(stalls)), 'cycles.total', cycles.total);
  const joules = energy.components.map(({ energyUj }) => energyUj);
  refuse('energy.components', sumOf(joules), 'energy.totalUj', energy.totalUj);
  for (const resource of resourcesOfBlocks) {
    const found = sumOf(resources.blocks.map((block) => block[resource]));
    const used = resources[resource]?.used ?? 0;
    refuse(`resources.blocks: ${resource}`, found, `resources.${resource}.used`, used);
  }
  const { valueBits, indexBits, pointerBits, scaleBits = 0, totalBits } = weights.storage;
  const bits = valueBits + indexBits + pointerBits + scaleBits;
  refuse('weights.storage', bits, 'weights.storage.totalBits', totalBits);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
