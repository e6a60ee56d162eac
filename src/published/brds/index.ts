import type { PublishedDesign } from '../published-design.ts';
import { simulateBrds } from './brds.ts';
import { type BrdsDesign, BrdsParametersSchema } from './parameters.ts';

/** BRDS (arXiv 2101.02667): rows of equal counts, with two ratios. */
export const brds: PublishedDesign<BrdsDesign> = {
  kind: 'brds',
  parameters: BrdsParametersSchema,
  simulate: simulateBrds,
};
