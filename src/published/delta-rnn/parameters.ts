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

/** The parameters of DeltaRNN (Gao et al., FPGA 2018), each with its origin. */
export const DeltaRnnParametersSchema = z
  .strictObject({
    ...deltaLayerParameters,
    ...deltaInputParameters,
    ...deltaWidths,
    ...deltaTimingParameters,
    fractionBits: parameter(integer(0, 15), 'Fraction bits of states, inputs and weights'),
    macs: parameter(
      integer(1, 2 ** 20),
      'Multipliers: a column of the three gates takes ceil(3H / macs) cycles',
    ),
  })
  .superRefine(refuseManyCalibrated)
  .superRefine((parameters, context) =>
    refuseShallowQueues({ ...parameters, arrays: { value: 1 } }, context),
  );

/** The parameters as the blocks take them. */
export type DeltaRnnConfig = Values<z.output<typeof DeltaRnnParametersSchema>>;

/** The file of the design. */
export type DeltaRnnDesign = DesignWith<typeof DeltaRnnParametersSchema, typeof deltaFields>;
