import { z } from 'zod';
import { type Loaded, loadConfig } from '../config/load-config.ts';
import { checkFigures, type Design, designSchema } from './design.ts';
import { publishedDesigns } from './index.ts';

const [first, ...others] = publishedDesigns.map(({ kind, parameters, fields }) =>
  designSchema(kind, parameters, fields),
);

/**
 * A published design, as in a YAML file of configs/designs: parameters with their origins, power, figures,
 * and a word on what remains between print and simulation. Each registered design has its own parameters.
 */
export const DesignSchema = (
  z.discriminatedUnion('kind', [first, ...others]) as unknown as z.ZodType<Design, Design>
).superRefine(checkFigures);

/** The published design of that preset or file. Throws BadInput. */
export function loadDesign(nameOrPath: string): Loaded<Design> {
  return loadConfig('design', nameOrPath, DesignSchema);
}
