import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { deltaInputParameters, deltaLayerParameters, deltaTimingParameters } from '../delta/parameters.ts';
import type { deltaFields } from '../delta/sensitivity.ts';
import type { DesignWith } from '../design.ts';
import { type Parameter, parameter, refuseManyCalibrated, type Values } from '../parameter.ts';

/** The parameters of EdgeDRNN (Gao et al., JETCAS 2020), each with its origin. */
export const EdgeDrnnParametersSchema = z
  .strictObject({
    ...deltaLayerParameters,
    ...deltaInputParameters,
    layers: parameter(integer(1, 16), 'Layers, one after the other, all of as many cells'),
    pes: parameter(integer(1, 1024), 'Multipliers: a weight word has a weight for each of them'),
    ...deltaTimingParameters,
  })
  .superRefine(refuseManyCalibrated)
  .superRefine(refuseCutWords);

/** Vectors come in words of as many elements as there are PEs. */
function refuseCutWords(
  { inputs, hidden, pes }: Readonly<Record<'inputs' | 'hidden' | 'pes', Parameter<number>>>,
  context: z.RefinementCtx,
): void {
  for (const [name, { value }] of Object.entries({ inputs, hidden })) {
    if (value % pes.value === 0) continue;
    const message = `expected a multiple of the ${pes.value} PEs`;
    context.addIssue({ code: 'custom', path: [name, 'value'], message });
  }
}

/** The parameters as the blocks take them. */
export type EdgeDrnnConfig = Values<z.output<typeof EdgeDrnnParametersSchema>>;

/** The file of the design. */
export type EdgeDrnnDesign = DesignWith<typeof EdgeDrnnParametersSchema, typeof deltaFields>;
