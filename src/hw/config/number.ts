import { z } from 'zod';
import { integer } from '../../config/field-types.ts';

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
