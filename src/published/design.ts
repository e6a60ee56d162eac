import { z } from 'zod';
import { printableLine, prose, quantity } from '../config/field-types.ts';
import { origin } from '../energy/mark.ts';
import { PublishedPowerSchema } from '../energy/published-power.ts';
import { FigureClassSchema } from './figure-class.ts';
import type { Parameter } from './parameter.ts';

const id = z.string().regex(/^[A-Za-z0-9-]+$/, 'expected letters, digits and hyphens');

/** A published figure, how sure it is, and how far from it the simulation may be. */
const FigureSchema = z.strictObject({
  id: id.describe('Name by which the simulation and calibrated parameters refer to it'),
  figure: printableLine.describe('What it is'),
  unit: printableLine,
  value: z.number().min(-1e12).max(1e12),
  ...origin,
  barPercent: quantity()
    .optional()
    .describe('Error in percent, in the mean of the seeds, from which on the figure counts as missed'),
  class: FigureClassSchema.optional().describe(
    'What the simulated figure is; default: `fitted` where a parameter or the power was fitted, else that of `sameAs`, else `predicted`',
  ),
  sameAs: id.optional().describe('The figure of the design that this one is in another unit, by id'),
  notSimulated: prose.min(1).optional().describe('Why there is no simulated value, and then no bar'),
});

/** A published figure. */
export type Figure = z.output<typeof FigureSchema>;

/** Whether the paper prints a figure, for families (one a platform or variant) of which it prints some. */
export function isPrinted({ figures }: { readonly figures: readonly Figure[] }, figureId: string): boolean {
  return figures.some((figure) => figure.id === figureId);
}

const common = {
  name: printableLine.optional().describe('Name of the file; default: that of the file'),
  title: printableLine.describe('Name in tables'),
  paper: prose.min(1).describe('The publication'),
  description: prose.min(1).describe('The mechanism in a sentence'),
  power: z.array(PublishedPowerSchema).describe('Published power of the whole design'),
  figures: z.array(FigureSchema).min(1).describe('Published figures'),
  nullModel: prose
    .min(1)
    .optional()
    .describe(
      'What is taken out of the design in its null model, whose figures stand beside the simulated ones',
    ),
  difference: prose.min(1).describe('Where the remaining difference between print and simulation comes from'),
};

/**
 * Ids are unique; what a parameter was fitted to is one of them, and of no other class; what a figure is the
 * same as is one that stands for itself; and only what is simulated has a bar.
 */
export function checkFigures(
  { parameters, figures }: Pick<Design, 'parameters' | 'figures'>,
  context: z.RefinementCtx,
): void {
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
  checkSameAs(figures, context);
  const classes = new Map(figures.map((figure) => [figure.id, figure.class]));
  for (const [name, { fittedTo = [] }] of Object.entries(parameters)) {
    const other = fittedTo.find((figure) => (classes.get(figure) ?? 'fitted') !== 'fitted');
    if (other !== undefined) {
      const message = `expected figures of class fitted, found ${other}, which is ${classes.get(other)}`;
      context.addIssue({ code: 'custom', path: ['parameters', name, 'fittedTo'], message });
    }
    const unknown = fittedTo.filter((figure) => !ids.includes(figure));
    if (unknown.length === 0) continue;
    const message = `expected ids of figures, found ${unknown.join(', ')}`;
    context.addIssue({ code: 'custom', path: ['parameters', name, 'fittedTo'], message });
  }
}

function checkSameAs(figures: readonly Figure[], context: z.RefinementCtx): void {
  figures.forEach(({ id: name, sameAs }, i) => {
    if (sameAs === undefined) return;
    const same = figures.find((figure) => figure.id === sameAs);
    if (same !== undefined && same.id !== name && same.sameAs === undefined) return;
    const message = `expected the id of another figure that is the same as no other, found ${sameAs}`;
    context.addIssue({ code: 'custom', path: ['figures', i, 'sameAs'], message });
  });
}

/** What the file of every published design holds. */
export interface Design extends z.output<z.ZodObject<typeof common>> {
  readonly kind: string;
  readonly parameters: Readonly<Record<string, Parameter<unknown>>>;
}

/** The file of a design with its parameters, and with what it has beside the fields of all designs. */
export type DesignWith<P extends z.ZodType, F extends z.ZodRawShape = Record<never, never>> = Omit<
  Design,
  'parameters'
> & { readonly parameters: z.output<P> } & z.output<z.ZodObject<F>>;

/** The schema of a design's file: its kind, the fields of all designs, its parameters and its own fields. */
export function designSchema(kind: string, parameters: z.ZodType, fields: z.ZodRawShape = {}): z.ZodObject {
  return z.strictObject({
    kind: z.literal(kind),
    ...common,
    parameters: parameters.describe('Parameters, each with its origin; at most three are calibrated'),
    ...fields,
  });
}

/** The value of a published figure. Throws a RangeError for an id that is not there. */
export function publishedOf(figures: readonly Figure[], id: string): number {
  return figureOf(figures, id).value;
}

/** A published figure. Throws a RangeError for an id that is not there. */
export function figureOf(figures: readonly Figure[], id: string): Figure {
  const figure = figures.find((each) => each.id === id);
  if (!figure) throw new RangeError(`no published figure ${id}`);
  return figure;
}
