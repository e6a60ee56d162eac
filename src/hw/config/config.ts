import { z } from 'zod';
import {
  anyPlacement,
  bit,
  contiguousPlacement,
  integer,
  powerOfTwo,
  printable,
  prose,
} from './config-fields.ts';
import { DramSchema, ProgramSchema, WeightMemorySchema } from './config-memory.ts';
import { type Banked, PatternSchema, type patternKinds, resolvePattern } from './config-pattern.ts';

/** The accelerators that can be configured. */
export const acceleratorKinds = ['bbs', 'csr', 'csr-shared', 'dense', 'banked', 'replicated'] as const;

/** One of the accelerators. */
export type AcceleratorKind = (typeof acceleratorKinds)[number];

/** Pipeline registers of the datapath, in cycles. docs/timing.md sections 1 and 3. */
export const TimingSchema = z
  .strictObject({
    mulLatency: integer(1, 64).default(3).describe('Multiplier register stages, in cycles'),
    bankOutputRegister: bit
      .default(0)
      .describe('1: every bank has a second output register (one more cycle)'),
    crossbarRegister: bit
      .default(0)
      .describe(
        '1: the data crossbar of csr and csr-shared is registered (one more cycle). No effect for bbs and dense: they have none',
      ),
    addLatency: integer(0, 64).default(1).describe('Stages of an element-wise addition, in cycles'),
    activationLatency: integer(0, 64).default(2).describe('Stages of sigmoid and tanh, in cycles'),
    ewMulLatency: integer(0, 64).default(3).describe('Stages of an element-wise multiplication, in cycles'),
  })
  .meta({ id: 'Timing' });

/** The stages in full. */
export type TimingConfig = z.output<typeof TimingSchema>;

/** The element-wise unit. docs/timing.md sections 4 and 5. */
export const EwopSchema = z
  .strictObject({
    style: z
      .enum(['chained', 'instruction'])
      .default('chained')
      .describe('chained: one fixed pipeline for the cell; instruction: vector instructions'),
    lanes: integer(1, 65536).default(64).describe('Element-wise lanes (E): elements per cycle'),
    chaining: z
      .union([z.boolean(), z.enum(['on', 'off'])])
      .default(false)
      .transform((value) => value === true || value === 'on')
      .describe(
        'on: an element-wise result is used while its vector is being written. Needs style instruction',
      ),
  })
  .meta({ id: 'Ewop' });

/** The element-wise unit in full. */
export type EwopConfig = z.output<typeof EwopSchema>;

/** The number format: docs/timing.md section 6. */
export const NumberSchema = z
  .strictObject({
    bits: integer(6, 16).default(16).describe('Bits of weights, biases, x, h and c (W)'),
    fractionBits: integer(0, 15).default(12).describe('Fraction bits (F), at most bits - 1'),
    accumulatorBits: integer(8, 52)
      .default(48)
      .describe(
        'Bits of an accumulator, 2F of them fraction bits. A sum that does not fit wraps, as in hardware',
      ),
  })
  .superRefine(({ bits, fractionBits }, context) => {
    if (fractionBits < bits) return;
    const message = `expected at most bits - 1 = ${bits - 1}, found ${fractionBits} (12 unless given)`;
    context.addIssue({ code: 'custom', path: ['fractionBits'], message });
  })
  .meta({ id: 'Number' });

/** The number format in full. */
export type NumberConfig = z.output<typeof NumberSchema>;

const reference = (what: string, folder: string) =>
  printable.describe(`${what}: the name of a file in configs/${folder}, or a path relative to this file`);

/** No device comes near; the counters of every bank of every PE must fit in memory. */
export const MOST_PES = 65536;
/** Multipliers of an array (pes x banks), for the same reason. */
export const MOST_MULTIPLIERS = 2 ** 22;

const common = {
  name: printable.optional().describe('Name in reports; default: the name of the preset or file'),
  description: prose.optional().describe('What this design is, for readers'),
  clockMhz: z.number().positive().max(5000).default(200).describe('Clock, in MHz'),
  pes: integer(1, MOST_PES).default(64).describe('Processing elements (M): rows computed in parallel'),
  banks: powerOfTwo(2, 4096)
    .default(64)
    .describe('Banks of a vector buffer, and multipliers of a PE (N), a power of two'),
  ports: z
    .literal([1, 2])
    .default(1)
    .describe('Read ports of a bank (P). No effect on the cycles of bbs and dense: one lane reads each bank'),
  rowOrder: z
    .enum(['natural', 'balanced'])
    .default('natural')
    .describe(
      'natural: row r on PE r mod M; balanced: by descending beats to the PE with the fewest. No effect for bbs and dense: their rows have equal beats',
    ),
  arbiter: z
    .enum(['fixed', 'rotating'])
    .default('fixed')
    .describe('Priority at a bank of csr and csr-shared. No effect for bbs and dense: nothing to arbitrate'),
  gateMatrix: z
    .enum(['combined', 'separate'])
    .default('combined')
    .describe('combined: one matrix over [x, h]; separate: one over x and one over h'),
  weights: z
    .enum(['resident', 'streamed', 'auto'])
    .default('auto')
    .describe('Weights on chip, or fetched in tiles; auto streams what does not fit on chip'),
  timing: TimingSchema.prefault({}).describe('Pipeline registers'),
  ewop: EwopSchema.prefault({}).describe('Element-wise unit'),
  number: NumberSchema.prefault({}).describe('Number format'),
  dram: DramSchema.prefault({}).describe('Off-chip memory'),
  program: ProgramSchema.prefault({}).describe('How the compiler lowers a step'),
  weightMemory: WeightMemorySchema.prefault({}).describe('Weight memory of a PE'),
  device: reference('FPGA', 'devices').default('arria10-gx1150'),
  technology: reference('Energy per action', 'technology').default('fpga-20nm'),
};

const contiguous = contiguousPlacement
  .default('even')
  .describe('Columns to banks: even or blocked, contiguous (bank-balanced and dense need it)');
const free = anyPlacement
  .default('cyclic')
  .describe('Columns to banks: cyclic, or contiguous (even, blocked)');
const pattern = (kind: (typeof patternKinds)[number]) => PatternSchema.default(kind);

interface CheckedFields {
  readonly ewop: EwopConfig;
  readonly pes: number;
  readonly banks: number;
}

/** Rules between fields. */
function checkFields({ ewop, pes, banks }: CheckedFields, context: z.RefinementCtx): void {
  if (pes <= MOST_PES && pes * banks > MOST_MULTIPLIERS) {
    const message = `expected at most ${MOST_MULTIPLIERS} multipliers (pes x banks), found ${pes} x ${banks}`;
    context.addIssue({ code: 'custom', path: ['pes'], message });
  }
  if (!ewop.chaining || ewop.style === 'instruction') return;
  const message = 'expected off, since only ewop.style instruction has chaining; found on with style chained';
  context.addIssue({ code: 'custom', path: ['ewop', 'chaining'], message });
}

/** `config` with its pattern in full. */
function fillPattern<C extends Banked & { readonly pattern: z.output<typeof PatternSchema> }>(config: C) {
  return { ...(config as Omit<C, 'pattern'>), pattern: resolvePattern(config.pattern, config) };
}

const kind = <K extends AcceleratorKind>(name: K, what: string) => z.literal(name).describe(what);

const bbs = z.strictObject({
  kind: kind('bbs', 'Bank-balanced sparsity: a vector buffer per PE, every lane owns a bank'),
  ...common,
  placement: contiguous,
  pattern: pattern('bank-balanced'),
});
const csr = z.strictObject({
  kind: kind('csr', 'Compressed rows: a vector buffer per PE, its lanes arbitrate for the banks'),
  ...common,
  placement: free,
  pattern: pattern('unstructured'),
});
const csrShared = z.strictObject({
  kind: kind(
    'csr-shared',
    'Compressed rows: one vector buffer, the lanes of all PEs arbitrate for its banks',
  ),
  ...common,
  placement: free,
  pattern: pattern('unstructured'),
});
const dense = z.strictObject({
  kind: kind('dense', 'Every weight is stored: a vector buffer per PE, every lane owns a bank'),
  ...common,
  placement: contiguous,
  pattern: pattern('dense'),
});

const banked = z.strictObject({
  kind: kind(
    'banked',
    'Banks without balance: every lane owns a bank, a row takes as many beats as its fullest bank',
  ),
  ...common,
  placement: contiguous,
  pattern: pattern('unstructured'),
});
const replicated = z.strictObject({
  kind: kind(
    'replicated',
    'Vector replication instead of banks: every lane reads a copy of the whole vector',
  ),
  ...common,
  placement: anyPlacement.default('even').describe('No effect: every lane has all columns'),
  pattern: pattern('unstructured'),
});

/**
 * An accelerator, as in a YAML file of configs/accelerators: every field but `kind` has a default. The output has all of them,
 * `ewop.chaining` as a boolean and `pattern` as an object. docs/timing.md section 1.
 */
export const AcceleratorSchema = z.discriminatedUnion('kind', [
  bbs.superRefine(checkFields).transform(fillPattern),
  csr.superRefine(checkFields).transform(fillPattern),
  csrShared.superRefine(checkFields).transform(fillPattern),
  dense.superRefine(checkFields).transform(fillPattern),
  banked.superRefine(checkFields).transform(fillPattern),
  replicated.superRefine(checkFields).transform(fillPattern),
]);

/** A validated accelerator with every field filled in. */
export type AcceleratorConfig = z.output<typeof AcceleratorSchema>;
