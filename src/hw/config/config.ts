import { z } from 'zod';
import type { PatternConfig, PatternKind } from '../../bbs/patterns/index.ts';
import { PatternSchema, resolvePattern } from '../../bbs/patterns/named-pattern.ts';
import { printableLine, prose, writtenOn } from '../../config/field-types.ts';
import { arraySizeFields, MOST_MULTIPLIERS, MOST_PES } from './array.ts';
import { NumberSchema } from './number.ts';
import { directions, EwopSchema, gateMatrix, ProgramSchema } from './sequencer.ts';
import { dram, WeightMemorySchema, weights } from './streaming.ts';
import type { TimingConfig } from './timing.ts';

const reference = (what: string, folder: string) =>
  printableLine.describe(`${what}: the name of a file in configs/${folder}, or a path relative to this file`);

/** What every accelerator has, whatever its kind. */
const commonFields = {
  name: printableLine.optional().describe('Name in reports; default: the name of the preset or file'),
  description: prose.optional().describe('What this design is, for readers'),
  date: writtenOn,
  ...arraySizeFields,
  gateMatrix,
  directions,
  weights,
  ewop: EwopSchema.prefault({}).describe('Element-wise unit'),
  number: NumberSchema.prefault({}).describe('Number format'),
  dram,
  program: ProgramSchema.prefault({}).describe('How the compiler lowers a step'),
  weightMemory: WeightMemorySchema.prefault({}).describe('Weight memory of a PE'),
  device: reference('FPGA', 'devices').default('arria10-gx1150'),
  technology: reference('Energy per action', 'technology').default('fpga-20nm'),
  toggleRate: z
    .union([z.literal('measured'), z.number().min(0).max(1)])
    .default('measured')
    .describe(
      'Share of the bits of an operand that change from one to the next, which decides what logic, multipliers and memories draw; measured: that of the values of the run',
    ),
};

/** The order in which results and schemas show the fields; those that are not in it come last. */
const fieldOrder = [
  'kind',
  'name',
  'description',
  'date',
  'clockMhz',
  'pes',
  'banks',
  'sharedBanks',
  'vectorCopies',
  'ports',
  'pump',
  'window',
  'queueDepth',
  'retryCycles',
  'openRows',
  'rowsApart',
  'emptyRow',
  'packRows',
  'rowsPerCycle',
  'keepPerBank',
  'rowOrder',
  'arbiter',
  'arbiterStyle',
  'gateMatrix',
  'directions',
  'weights',
  'timing',
  'ewop',
  'number',
  'dram',
  'program',
  'weightMemory',
  'device',
  'technology',
  'toggleRate',
];

type CommonFields = typeof commonFields;

/**
 * A validated accelerator with every field filled in: what all kinds have. What a kind has beside that is
 * known in its own file (src/hw/array/kinds); everybody else asks the array that is built from it.
 */
export interface AcceleratorConfig extends z.output<z.ZodObject<CommonFields>> {
  readonly kind: string;
  readonly timing: TimingConfig;
  readonly pattern: PatternConfig;
}

/**
 * Fields of a kind beside those that all have; `timing` is among them since a
 * crossbar has a register of its own.
 */
export type OwnFields = z.ZodRawShape & { readonly timing: z.ZodType<TimingConfig> };

/** The configuration of a kind with these fields. */
export type ConfigWith<F extends OwnFields> = AcceleratorConfig & z.output<z.ZodObject<F>>;

/**
 * What a kind is called, what it is in one sentence, what it prunes to by default, and
 * the fields that only it reads.
 */
export interface KindFields<F extends OwnFields> {
  readonly kind: string;
  readonly says: string;
  readonly pattern: PatternKind;
  readonly fields: F;
}

/**
 * The schema of a kind: strict, every field but `kind` with a default, the fields that
 * it does not read unknown to it.
 */
export function kindSchema<F extends OwnFields>({ kind, says, pattern, fields }: KindFields<F>) {
  const all: z.ZodRawShape = {
    kind: z.literal(kind).describe(says),
    ...commonFields,
    ...fields,
    pattern: PatternSchema.default(pattern),
  };
  const names = [...fieldOrder, ...Object.keys(all)].filter((name) => name in all);
  const shape = Object.fromEntries(names.map((name) => [name, all[name]]));
  return z
    .strictObject(shape)
    .superRefine((config, context) => checkFields(config as unknown as AcceleratorConfig, context))
    .transform((config) => fillPattern(config as unknown as WrittenConfig));
}

/** A schema of `kindSchema`. */
export type KindSchema = ReturnType<typeof kindSchema>;

/** Rules between fields. */
function checkFields(
  { ewop, pes, banks, vectorCopies = 1 }: AcceleratorConfig & { readonly vectorCopies?: number },
  context: z.RefinementCtx,
): void {
  if (pes <= MOST_PES && pes * banks > MOST_MULTIPLIERS) {
    const message = `expected at most ${MOST_MULTIPLIERS} multipliers (pes x banks), found ${pes} x ${banks}`;
    context.addIssue({ code: 'custom', path: ['pes'], message });
  }
  if (banks % vectorCopies !== 0) {
    const message = `expected a divisor of the lanes of a PE (banks: ${banks}), found ${vectorCopies}`;
    context.addIssue({ code: 'custom', path: ['vectorCopies'], message });
  }
  if (!ewop.chaining || ewop.style === 'instruction') return;
  const message = 'expected off, since only ewop.style instruction has chaining; found on with style chained';
  context.addIssue({ code: 'custom', path: ['ewop', 'chaining'], message });
}

/** A configuration before its pattern is in full, and what kinds may have that says where columns live. */
type WrittenConfig = Omit<AcceleratorConfig, 'pattern'> & {
  readonly pattern: z.output<typeof PatternSchema>;
  readonly placement?: 'cyclic' | 'even' | 'blocked';
  readonly sharedBanks?: number | null;
};

function fillPattern(config: WrittenConfig): AcceleratorConfig {
  const { pes, placement = 'even' } = config;
  const banks = config.sharedBanks ?? config.banks;
  return { ...config, pattern: resolvePattern(config.pattern, { pes, banks, placement }) };
}
