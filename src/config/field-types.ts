import { z } from 'zod';

/** An integer from `low` to `high`. */
export const integer = (low: number, high: number) => z.int().min(low).max(high);

/**
 * A quantity above zero. It has bounds, wide ones, so that nothing that is computed from a few of them
 * leaves the range of numbers.
 */
export const quantity = (low = 1e-3, high = 1e9) => z.number().min(low).max(high);

/** A quantity that may be zero, with a bound for the same reason. */
export const amount = (high = 1e9) => z.number().min(0).max(high);

/** A clock, in MHz. */
export const clockRate = quantity(1e-3, 5000);

/** A power of two from `low` to `high`, both of them powers of two. */
export const powerOfTwo = (low: number, high: number) =>
  z.literal(
    Array.from({ length: Math.log2(high / low) + 1 }, (_, i) => low * 2 ** i),
    { error: `expected a power of two from ${low} to ${high}` },
  );

/** A register that is there (1) or not (0). */
export const bit = z.literal([0, 1]);

/** The date of a file, for its readers: it decides nothing. */
export const writtenOn = z.iso
  .date({ error: 'expected a date as 2026-11-03' })
  .optional()
  .describe(
    'When this was written or measured, as 2026-11-03: charts and pages show the latest of their inputs',
  );

/** One line of text without control characters. */
export const printableLine = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'expected text without control characters');

/** Text that may have line breaks and tabs, but no other control characters. */
export const prose = z
  .string()
  .max(2000)
  .regex(/^(\P{Cc}|[\n\t])*$/u, 'expected text without control characters');
