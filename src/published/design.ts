import { z } from 'zod';
import { MarkSchema, origin } from '../energy/mark.ts';
import { PublishedPowerSchema } from '../energy/published-power.ts';
import { printable, prose } from '../hw/config/config-fields.ts';
import { BbsParametersSchema } from './bbs/parameters.ts';
import { BrdsParametersSchema } from './brds/parameters.ts';
import { CLstmParametersSchema } from './c-lstm/parameters.ts';
import { DeltaRnnParametersSchema } from './delta-rnn/parameters.ts';
import { EseParametersSchema } from './ese/parameters.ts';
import type { Parameter } from './parameter.ts';
import { SpartusParametersSchema } from './spartus/parameters.ts';

const id = z.string().regex(/^[A-Za-z0-9-]+$/, 'expected letters, digits and hyphens');

/** A published figure, how sure it is, and how far from it the simulation may be. */
const FigureSchema = z.strictObject({
  id: id.describe('Name by which the simulation and calibrated parameters refer to it'),
  figure: printable.describe('What it is'),
  unit: printable,
  value: z.number(),
  ...origin,
  barPercent: z
    .number()
    .positive()
    .optional()
    .describe('Error in percent from which on the figure counts as missed'),
  notSimulated: prose.min(1).optional().describe('Why there is no simulated value, and then no bar'),
});

/** A published figure. */
export type Figure = z.output<typeof FigureSchema>;

/** A platform that a paper compares its design with: figures of its authors, nothing that is simulated here. */
const OtherSchema = z.strictObject({
  name: printable,
  latencyUs: z.number().positive(),
  watts: z.number().positive(),
  mark: MarkSchema,
  source: prose.min(1),
});

const common = {
  name: printable.optional().describe('Name of the file; default: that of the file'),
  title: printable.describe('Name in tables'),
  paper: prose.min(1).describe('The publication'),
  description: prose.min(1).describe('The mechanism in a sentence'),
  power: z.array(PublishedPowerSchema).describe('Published power of the whole design'),
  figures: z.array(FigureSchema).min(1).describe('Published figures'),
  difference: prose.min(1).describe('Where the remaining difference between print and simulation comes from'),
};

const design = <K extends string, P extends z.ZodType>(kind: K, parameters: P) => ({
  kind: z.literal(kind),
  ...common,
  parameters: parameters.describe('Parameters, each with its origin; at most three are calibrated'),
});

const DesignUnion = z.discriminatedUnion('kind', [
  z.strictObject({
    ...design('ese', EseParametersSchema),
    others: z.array(OtherSchema).describe('Platforms that the paper compares with'),
  }),
  z.strictObject(design('c-lstm', CLstmParametersSchema)),
  z.strictObject(design('delta-rnn', DeltaRnnParametersSchema)),
  z.strictObject(design('spartus', SpartusParametersSchema)),
  z.strictObject(design('brds', BrdsParametersSchema)),
  z.strictObject({
    ...design('bbs', BbsParametersSchema),
    variations: z
      .array(z.strictObject({ parameter: printable, value: z.union([z.string(), z.number()]) }))
      .describe('Assumptions changed one at a time, to show what each contributes'),
  }),
]);

interface Checked {
  readonly parameters: Readonly<Record<string, Parameter<unknown>>>;
  readonly figures: readonly Figure[];
}

/** Ids are unique, what a parameter was fitted to is one of them, and only what is simulated has a bar. */
function checkFigures({ parameters, figures }: Checked, context: z.RefinementCtx): void {
  const ids = figures.map(({ id: name }) => name);
  ids.forEach((name, i) => {
    if (ids.indexOf(name) === i) return;
    context.addIssue({ code: 'custom', path: ['figures', i, 'id'], message: `${name} is there twice` });
  });
  figures.forEach(({ notSimulated, barPercent }, i) => {
    if (notSimulated === undefined || barPercent === undefined) return;
    const message = 'expected no bar for a figure that is not simulated';
    context.addIssue({ code: 'custom', path: ['figures', i, 'barPercent'], message });
  });
  for (const [name, { fittedTo = [] }] of Object.entries(parameters)) {
    const unknown = fittedTo.filter((figure) => !ids.includes(figure));
    if (unknown.length === 0) continue;
    const message = `expected ids of figures, found ${unknown.join(', ')}`;
    context.addIssue({ code: 'custom', path: ['parameters', name, 'fittedTo'], message });
  }
}

/**
 * A published design, as in a YAML file of configs/designs: parameters with their origins, power, figures, and a word on what remains
 * between print and simulation.
 */
export const DesignSchema = DesignUnion.superRefine((value, context) =>
  checkFigures(value as unknown as Checked, context),
);

/** A published design. */
export type Design = z.output<typeof DesignSchema>;

/** The design of one kind. */
export type DesignOf<K extends Design['kind']> = Extract<Design, { kind: K }>;

/** The value of a published figure. Throws a RangeError for an id that is not there. */
export function publishedOf(figures: readonly Figure[], id: string): number {
  const figure = figures.find((each) => each.id === id);
  if (!figure) throw new RangeError(`no published figure ${id}`);
  return figure.value;
}
