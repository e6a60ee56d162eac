import { z } from 'zod';

const count = z.number().nonnegative();
const integer = z.int().nonnegative();

/** Errors of the fixed-point outputs against the float64 reference, by output, and where values were cut. */
export const AccuracySchema = z.strictObject({
  maxAbsErrorH: count
    .optional()
    .describe('Largest |h fixed - h float| over all steps, last layer; only where values were computed'),
  maxAbsErrorC: count
    .optional()
    .describe('Largest |c fixed - c float| over all steps, all layers with c (a GRU has none); likewise'),
  saturations: z
    .record(z.string(), integer.nullable())
    .describe(
      'Values cut to the range of W bits, by place, and `wrappedAccumulators`: accumulators that ended with another value than the exact sum, over all steps; null where it is not known, as the datapath of a run without values',
    ),
  comparedValues: integer.describe(
    'Values of the hardware compared bit for bit with the integer reference; 0 when no values were computed',
  ),
});
