import { z } from 'zod';
import { printableLine, quantity } from '../../config/field-types.ts';
import type { DesignWith } from '../design.ts';
import { parameter, refuseManyCalibrated } from '../parameter.ts';

/**
 * The parameters of BRDS (arXiv 2101.02667), each with its origin; those that are not here are the preset's.
 * Its array is that of src/hw/array/kinds/replicated.ts, its pattern the row-balanced one with two ratios.
 */
export const BrdsParametersSchema = z
  .strictObject({
    preset: parameter(printableLine, 'The accelerator preset that holds everything else'),
    workload: parameter(printableLine, 'The workload preset'),
    sparsity: parameter(
      z.number().min(0).lt(1),
      'Share of the weights of both gate matrices together to prune',
    ),
    recurrentDensities: parameter(
      z.array(quantity(1e-3, 100)).min(1).max(32),
      'Density of Wh over that of Wx: the pairs of ratios that are compared',
    ),
  })
  .superRefine(refuseManyCalibrated);

/** The file of the design. */
export type BrdsDesign = DesignWith<typeof BrdsParametersSchema>;
