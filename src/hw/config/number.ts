import { z } from 'zod';
import { integer, powerOfTwo } from '../../config/field-types.ts';
import { type ActivationFormat, codesWithin, tableShape, wholeRange } from '../../num/activation.ts';

/** The tables of sigmoid and tanh: docs/timing.md section 6. */
const ActivationSchema = z
  .strictObject({
    range: powerOfTwo(1, 32768)
      .nullable()
      .default(null)
      .describe('The tables cover [-range, range); null: 8, or the range of the format if that is less'),
    segments: powerOfTwo(2, 65536)
      .nullable()
      .default(null)
      .describe('Segments of a table; null: 64 over all of the format, else 128, and no more than codes'),
    interpolation: z
      .literal('linear')
      .default('linear')
      .describe('How a value between two ends of a segment follows from them'),
  })
  .meta({ id: 'Activation' });

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
    weightBits: z
      .literal([16, 8])
      .default(16)
      .describe('16: weights are codes of the one format, of `bits` bits; 8: int8 codes with scales'),
    weightScale: z
      .enum(['row', 'tensor'])
      .default('row')
      .describe('Of int8 weights: a scale for every row of a matrix, or one for all its rows'),
    activation: ActivationSchema.prefault({}).describe('Tables of sigmoid and tanh'),
  })
  .superRefine((number, context) => {
    const { bits, fractionBits } = number;
    if (fractionBits >= bits) {
      const message = `expected at most bits - 1 = ${bits - 1}, found ${fractionBits} (12 unless given)`;
      context.addIssue({ code: 'custom', path: ['fractionBits'], message });
    } else checkTables(number, context);
  })
  .meta({ id: 'Number' });

/** A table ends with the format at the latest, and has no more segments than codes. */
function checkTables(number: ActivationFormat, context: z.RefinementCtx): void {
  const { bits, fractionBits } = number;
  const { range, segments } = tableShape(number);
  const whole = wholeRange(number);
  const most = codesWithin(range, number);
  const problem = (field: 'range' | 'segments', message: string) =>
    context.addIssue({ code: 'custom', path: ['activation', field], message });
  if (range > whole)
    problem(
      'range',
      `expected at most ${whole}, what ${bits} bits with ${fractionBits} of them fraction reach; found ${range}`,
    );
  else if (segments > most)
    problem(
      'segments',
      `expected at most ${most}, one for each code in [-${range}, ${range}); found ${segments}`,
    );
}
