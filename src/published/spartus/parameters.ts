import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import {
  deltaInputParameters,
  deltaLayerParameters,
  deltaTimingParameters,
  deltaWidths,
  refuseShallowQueues,
} from '../delta/parameters.ts';
import type { deltaFields } from '../delta/sensitivity.ts';
import type { DesignWith } from '../design.ts';
import { parameter, refuseManyCalibrated, type Values } from '../parameter.ts';

/** The parameters of Spartus (Gao et al., TNNLS 2022), each with its origin. */
export const SpartusParametersSchema = z
  .strictObject({
    ...deltaLayerParameters,
    ...deltaInputParameters,
    ...deltaWidths,
    ...deltaTimingParameters,
    fractionBits: parameter(integer(0, 15), 'Fraction bits of states, inputs and weights'),
    arrays: parameter(
      integer(1, 1024),
      'Arrays of multipliers, each with its own queue; column c is array c mod arrays',
    ),
    pesPerArray: parameter(
      integer(1, 4096),
      'Multipliers of an array; row r belongs to multiplier r mod pesPerArray',
    ),
    weightBits: parameter(integer(2, 16), 'Bits of a weight'),
    weightSparsity: parameter(
      z.number().min(0).lt(1),
      'Share of the weights that column-balanced pruning drops',
    ),
  })
  .superRefine(refuseManyCalibrated)
  .superRefine((parameters, context) => refuseShallowQueues(parameters, context));

/** The parameters as the blocks take them. */
export type SpartusConfig = Values<z.output<typeof SpartusParametersSchema>>;

/** The file of the design. */
export type SpartusDesign = DesignWith<typeof SpartusParametersSchema, typeof deltaFields>;
