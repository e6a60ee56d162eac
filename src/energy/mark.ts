import { z } from 'zod';
import { amount, prose } from '../config/field-types.ts';

/**
 * How a figure is known. It is printed beside the figure wherever it is shown: read in a source
 * (published), recalled and confirmed by arithmetic, recalled only, worked out from other figures, assumed,
 * or fitted to a measured point.
 */
export const MarkSchema = z.enum([
  'published',
  'published (recalled)',
  'recalled, unverified',
  'derived',
  'assumption',
  'calibrated',
]);
/** How sure a figure is. */
export type Mark = z.output<typeof MarkSchema>;

/** Where a figure comes from: `source` holds the citation, or the arithmetic behind it. */
export const origin = {
  source: prose.min(1).describe('Where the figure comes from, with the arithmetic when it is derived'),
  mark: MarkSchema.describe('How the figure is known'),
};

/** A power in watts with its origin. */
export const WattsSchema = z.strictObject({
  value: amount().describe('In watts'),
  ...origin,
});
