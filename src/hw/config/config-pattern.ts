import { z } from 'zod';
import type { PatternConfig, PatternKind } from '../../bbs/patterns/pattern.ts';
import { contiguousPlacement, integer, powerOfTwo } from './config-fields.ts';

const steps = integer(1, 1000).default(1).describe('Pruning steps; 1 = one-shot');
const pes = integer(1, 65536)
  .optional()
  .describe("PEs that the rows are dealt to, row r to PE r mod pes; default: the accelerator's pes");
const side = (name: string) => integer(1, 4096).default(4).describe(`${name} of a block`);

/** The patterns' names. */
export const patternKinds = [
  'bank-balanced',
  'unstructured',
  'row-balanced',
  'block',
  'load-balanced',
  'column-balanced',
  'dense',
] as const satisfies readonly PatternKind[];

/** What the weights are pruned to, in full. docs/timing.md section 8. */
const PatternObjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bank-balanced').describe('The same number of weights in every bank of every row'),
    banks: powerOfTwo(2, 4096).optional().describe("Banks of a row; default: the accelerator's banks"),
    placement: contiguousPlacement
      .optional()
      .describe("Columns of a bank; default: the accelerator's placement if it is contiguous, else even"),
    steps,
  }),
  z.strictObject({ kind: z.literal('unstructured').describe('The largest weights of the matrix'), steps }),
  z.strictObject({
    kind: z.literal('row-balanced').describe('The largest weights of every row'),
    recurrentDensity: z
      .number()
      .min(0.001)
      .max(1000)
      .default(1)
      .describe(
        'Density of the recurrent gate matrix over that of the input one, at the same sparsity of both together (BRDS). No effect with gateMatrix combined',
      ),
    steps,
  }),
  z.strictObject({
    kind: z.literal('block').describe('Whole blocks, by their magnitude'),
    blockRows: side('Rows'),
    blockCols: side('Columns'),
    steps,
  }),
  z.strictObject({
    kind: z.literal('load-balanced').describe('The same share of the rows of every PE (ESE)'),
    pes,
    steps,
  }),
  z.strictObject({
    kind: z.literal('column-balanced').describe('The same number for every PE in every column (Spartus)'),
    pes,
    steps,
  }),
  z.strictObject({ kind: z.literal('dense').describe('Every weight is kept') }),
]);

/** A pattern: its name (every option at its default), or an object. */
export const PatternSchema = z
  .union([z.enum(patternKinds), PatternObjectSchema])
  .meta({ id: 'Pattern', description: 'What the weights are pruned to: a name, or an object with options' });

/** What a pattern may take from its accelerator. */
export interface Banked {
  readonly pes: number;
  readonly banks: number;
  readonly placement: 'cyclic' | 'even' | 'blocked';
}

/** The object form of `pattern`, with what a balanced pattern takes from the accelerator. */
export function resolvePattern(
  pattern: z.output<typeof PatternSchema>,
  { pes: ownPes, banks, placement }: Banked,
): PatternConfig {
  const full = typeof pattern === 'string' ? PatternObjectSchema.parse({ kind: pattern }) : pattern;
  if (full.kind === 'load-balanced' || full.kind === 'column-balanced') {
    return { ...full, pes: full.pes ?? ownPes };
  }
  if (full.kind !== 'bank-balanced') return full;
  const own = placement === 'cyclic' ? 'even' : placement;
  return { ...full, banks: full.banks ?? banks, placement: full.placement ?? own };
}
