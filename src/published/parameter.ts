import { z } from 'zod';
import { printableLine, prose } from '../config/field-types.ts';

/** Where a parameter of a published design comes from. */
export const OriginSchema = z.enum(['paper', 'handbook', 'open code', 'calibrated', 'assumption']);
/** One of the places that a parameter can come from. */
export type Origin = z.output<typeof OriginSchema>;

/**
 * A parameter of a published design: its value, where it comes from, and, when it was calibrated, the
 * figures (by id) that it was fitted to.
 */
export interface Parameter<T> {
  readonly value: T;
  readonly from: Origin;
  readonly source: string;
  readonly fittedTo?: readonly string[] | undefined;
}

/**
 * A parameter in a YAML file of configs/designs. A calibrated one names the figure that it was fitted to; no
 * other one does.
 */
export function parameter<S extends z.ZodType>(value: S, what: string) {
  return z
    .strictObject({
      value: value.describe(what),
      from: OriginSchema.describe('Where the value comes from'),
      source: prose.min(1).describe('The citation, or the reason'),
      fittedTo: z
        .array(printableLine)
        .min(1)
        .optional()
        .describe(
          'The figures that a calibrated value was fitted to, by id, with those that say the same in another unit',
        ),
    })
    .superRefine(({ from, fittedTo }, context) => {
      if ((from === 'calibrated') === (fittedTo !== undefined)) return;
      const message =
        from === 'calibrated'
          ? 'expected the ids of the figures that the calibrated value was fitted to'
          : `expected no figure for a value from ${from}: only a calibrated one was fitted`;
      context.addIssue({ code: 'custom', path: ['fittedTo'], message });
    })
    .describe(what);
}

/** The bare values of a list of parameters. */
export type Values<P> = { readonly [K in keyof P]: P[K] extends { readonly value: infer T } ? T : never };

/** The bare values of a list of parameters. */
export function valuesOf<P extends Readonly<Record<string, Parameter<unknown>>>>(parameters: P): Values<P> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { value }]) => [name, value]),
  ) as Values<P>;
}

/**
 * A design may have this many calibrated parameters: with more, its figures would be a fit and no longer a
 * model.
 */
const MOST_CALIBRATED = 3;

/** Refuses more than three calibrated parameters; for the schema of a design's `parameters`. */
export function refuseManyCalibrated(
  parameters: Readonly<Record<string, Parameter<unknown>>>,
  context: z.RefinementCtx,
): void {
  const calibrated = Object.keys(parameters).filter((name) => parameters[name].from === 'calibrated');
  if (calibrated.length <= MOST_CALIBRATED) return;
  const message = `expected at most ${MOST_CALIBRATED} calibrated parameters, found ${calibrated.length}: ${calibrated.join(', ')}`;
  context.addIssue({ code: 'custom', path: [], message });
}
