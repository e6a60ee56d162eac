import { z } from 'zod';
import { integer } from '../../config/field-types.ts';

/** How the gate matrices lie in the weight memories. docs/timing.md section 4. */
export const gateMatrix = z
  .enum(['combined', 'separate'])
  .default('combined')
  .describe('combined: one matrix over [x, h]; separate: one over x and one over h');

/** Where the two passes of a bidirectional layer run. docs/timing.md section 4. */
export const directions = z
  .enum(['sequential', 'parallel'])
  .default('sequential')
  .describe(
    'Passes of a bidirectional layer. sequential: one after the other; parallel: at the same time, on two arrays like this one',
  );

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

/** How the compiler lowers a step. */
export const ProgramSchema = z
  .strictObject({
    spmvSlices: z
      .enum(['matrix', 'gate'])
      .default('matrix')
      .describe(
        'One SPMV instruction per matrix, or per gate. No effect when ewop.style is chained: one per matrix',
      ),
  })
  .meta({ id: 'Program' });
