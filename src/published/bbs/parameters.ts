import { z } from 'zod';
import { clockRate, integer, printableLine } from '../../config/field-types.ts';
import type { DesignWith } from '../design.ts';
import { parameter, refuseManyCalibrated, type Values } from '../parameter.ts';

/**
 * The parameters of the accelerator of BBS (Cao et al., FPGA 2019), each with its origin; those that are not
 * here are the preset's.
 */
export const BbsParametersSchema = z
  .strictObject({
    preset: parameter(printableLine, 'The accelerator preset that holds everything else'),
    workload: parameter(printableLine, 'The workload preset'),
    sparsity: parameter(z.number().min(0).lt(1), 'Share of the weights to prune'),
    clockMhz: parameter(clockRate, 'Clock, in MHz'),
    pes: parameter(integer(1, 65536), 'Processing elements (M)'),
    banks: parameter(integer(2, 4096), 'Banks of a vector buffer, and multipliers of a PE (N)'),
    ewopStyle: parameter(z.enum(['chained', 'instruction']), 'How the element-wise unit is driven'),
    ewopLanes: parameter(integer(1, 65536), 'Element-wise lanes (E)'),
    chaining: parameter(
      z.enum(['on', 'off']),
      'Whether an element-wise result is used while its vector is written',
    ),
    gateMatrix: parameter(
      z.enum(['combined', 'separate']),
      'One gate matrix over [x, h], or one over x and one over h',
    ),
    spmvSlices: parameter(z.enum(['matrix', 'gate']), 'One SPMV instruction per matrix, or per gate'),
    mulLatency: parameter(integer(1, 64), 'Multiplier register stages, in cycles'),
    addLatency: parameter(integer(0, 64), 'Stages of an element-wise addition, in cycles'),
    activationLatency: parameter(integer(0, 64), 'Stages of sigmoid and tanh, in cycles'),
    layerSizes: parameter(
      z.array(integer(1, 65536)).min(1).max(64),
      'Cells (and inputs) of the layers whose throughput is looked at',
    ),
    ewMulLatency: parameter(integer(0, 64), 'Stages of an element-wise multiplication, in cycles'),
  })
  .superRefine(refuseManyCalibrated);

/** The parameters as the simulation takes them. */
export type BbsConfig = Values<z.output<typeof BbsParametersSchema>>;

/** What its file holds besides. */
export const bbsFields = {
  choices: z
    .strictObject({
      ewopLanes: z.array(integer(1, 65536)).min(1),
      ewopStyle: z.array(z.enum(['chained', 'instruction'])).min(1),
      chaining: z.array(z.enum(['on', 'off'])).min(1),
      gateMatrix: z.array(z.enum(['combined', 'separate'])).min(1),
      spmvSlices: z.array(z.enum(['matrix', 'gate'])).min(1),
    })
    .describe('Choices that no source gives, all combinations of which are timed'),
  variations: z
    .array(z.strictObject({ parameter: printableLine, value: z.union([z.string(), z.number()]) }))
    .describe('Assumptions changed one at a time, to show what each contributes'),
};

/** The file of the design. */
export type BbsDesign = DesignWith<typeof BbsParametersSchema, typeof bbsFields>;
