import { z } from 'zod';
import { clockRate, integer, powerOfTwo, printableLine } from '../../config/field-types.ts';
import type { DesignWith } from '../design.ts';
import { parameter, refuseManyCalibrated, type Values } from '../parameter.ts';

const ShapeSchema = z.strictObject({
  inputs: integer(1, 65536),
  hidden: integer(1, 65536),
  projection: integer(1, 65536),
});

const BoardSchema = z.strictObject({
  name: printableLine.describe('Name in tables'),
  overheadCycles: integer(0, 65536).describe('Cycles of every stage beside its loops'),
});

/**
 * The parameters of C-LSTM (Wang et al., FPGA 2018), each with its origin. The block size is the variant's.
 */
export const CLstmParametersSchema = z
  .strictObject({
    clockMhz: parameter(clockRate, 'Clock, in MHz'),
    shape: parameter(ShapeSchema, 'Inputs, cells and projection of the layer'),
    blockSizes: parameter(z.array(powerOfTwo(2, 1024)).min(1), 'Block sizes, a variant each'),
    rowsInParallel: parameter(integer(1, 65536), 'Block rows that an engine computes in parallel'),
    blockColumnsPerCycle: parameter(integer(1, 64), 'Block columns that enter an engine in a cycle'),
    inverseFftRowsPerCycle: parameter(
      integer(1, 64),
      'Block rows of an engine that leave the inverse FFT in a cycle',
    ),
    copiedBlocksPerCycle: parameter(
      integer(1, 64),
      'Blocks of the recurrent vector that are copied to the input in a cycle',
    ),
    elementWiseLanes: parameter(integer(1, 65536), 'Cells of the element-wise stage in a cycle'),
    spectrumFractionBits: parameter(integer(0, 16), 'Fraction bits of a stored spectrum'),
    groupFillCycles: parameter(
      integer(0, 65536),
      'Pipeline fill of an engine for every group of block rows, in cycles',
    ),
    overheadKu060: parameter(BoardSchema, 'The XCKU060 board: cycles of every stage beside its loops'),
    overhead7v3: parameter(
      BoardSchema,
      'The ADM-7V3 board (XC7VX690T): cycles of every stage beside its loops',
    ),
  })
  .superRefine(refuseManyCalibrated);

/** The parameters as the blocks take them. */
export type CLstmConfig = Values<z.output<typeof CLstmParametersSchema>>;

/** The file of the design. */
export type CLstmDesign = DesignWith<typeof CLstmParametersSchema>;
