import { z } from 'zod';
import { printableLine } from '../../config/field-types.ts';
import { check } from '../../config/problems.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { Parameter } from '../parameter.ts';
import type { Detail } from '../simulation.ts';
import { deltaInputParameters, deltaTimingParameters, deltaWidths } from './parameters.ts';

/** What the file of a design with delta units holds besides: what its parameters might be as well. */
export const deltaFields = {
  variations: z
    .array(z.record(printableLine, z.union([z.string(), z.number(), z.null()])))
    .describe(
      'Other values of parameters, by name: of one, or of several at a time. Each assumption is among them',
    ),
};

/** A variation: parameters by name. */
type Variation = Readonly<Record<string, string | number | null>>;

type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** A design with variations. */
interface VariedDesign<P extends Parameters> {
  readonly kind: string;
  readonly parameters: P;
  readonly variations: readonly Variation[];
}

/** What a step takes: its cycles in the mean, and the throughput that follows. */
export interface StepOutcome {
  readonly cycles: number;
  readonly gops: number;
}

/** Whether parameters leave alone what is sent: steps that were computed are then only timed anew. */
export function areTiming(changed: readonly string[]): boolean {
  return changed.every((name) => name in deltaTimingParameters || name in deltaWidths);
}

/** Whether parameters leave the weights alone. */
export function keepWeights(changed: readonly string[]): boolean {
  return changed.every((name) => name in deltaInputParameters || areTiming([name]));
}

/**
 * What cycles and throughput become with each variation of a design; everything else stays, the input among
 * it. `outcomeOf` runs the design with parameters of which the named ones are changed. Throws BadInput for a
 * variation of what is no parameter or to what is no value of it, and where an assumption is not varied.
 */
export function sensitivity<P extends Parameters>(
  design: VariedDesign<P>,
  schema: z.ZodType<P>,
  outcomeOf: (parameters: P, changed: readonly string[]) => StepOutcome,
): Detail {
  refuseUnvaried(design);
  const base = outcomeOf(design.parameters, []);
  const row = (variation: Variation, { cycles, gops }: StepOutcome) => ({
    parameter: Object.keys(variation).join(', '),
    taken: Object.keys(variation)
      .map((name) => wordOf(design.parameters[name].value))
      .join(', '),
    changed: Object.values(variation).map(wordOf).join(', '),
    cycles,
    gops,
    difference: 100 * (gops / base.gops - 1),
  });
  return {
    id: 'sensitivity',
    units: { gops: 'GOPS', difference: '%' },
    rows: [
      { ...row({}, base), parameter: 'none' },
      ...design.variations.map((variation, i) => {
        const parameters = varied(design, schema, i);
        return row(variation, outcomeOf(parameters, Object.keys(variation)));
      }),
    ],
    facts: {},
  };
}

function wordOf(value: unknown): string {
  return value === null ? 'no bound' : String(value);
}

/** The parameters with those of variation `i` changed. */
function varied<P extends Parameters>(
  { kind, parameters, variations }: VariedDesign<P>,
  schema: z.ZodType<P>,
  i: number,
): P {
  const place = `design ${kind}: variations.${i}`;
  const changed: Record<string, unknown> = { ...parameters };
  for (const [name, value] of Object.entries(variations[i])) {
    if (!(name in parameters))
      throw new BadInput(`${place}: expected one of ${Object.keys(parameters).join(', ')}; found ${name}`);
    changed[name] = { ...parameters[name], value };
  }
  const checked = check(schema, changed);
  if ('config' in checked) return checked.config;
  const [{ path, message }] = checked.problems;
  throw new BadInput(`${place}: ${path.map(String).join('.')}: ${message}`);
}

function refuseUnvaried({ kind, parameters, variations }: VariedDesign<Parameters>): void {
  const isVaried = new Set(variations.flatMap((variation) => Object.keys(variation)));
  const missing = Object.keys(parameters).filter(
    (name) => parameters[name].from === 'assumption' && !isVaried.has(name),
  );
  if (missing.length > 0)
    throw new BadInput(
      `design ${kind}: variations: expected one of every assumption, found none of ${missing.join(', ')}`,
    );
}
