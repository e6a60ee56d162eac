import { z } from 'zod';
import { clockRate, integer, printableLine, prose, quantity } from '../../config/field-types.ts';
import { MarkSchema } from '../../energy/mark.ts';
import type { DesignWith } from '../design.ts';
import { parameter, refuseManyCalibrated, type Values } from '../parameter.ts';

/**
 * A matrix of the step in the order in which it is computed, and how many entries it stores, padding zeros
 * included.
 */
const MatrixSchema = z.strictObject({
  name: printableLine.describe('Name in tables'),
  rows: integer(1, 65536),
  cols: integer(1, 65536),
  entries: integer(1, 2 ** 28).describe('Stored entries, padding zeros included'),
});

/** A matrix of the step. */
export type EseMatrix = z.output<typeof MatrixSchema>;

/** The parameters of ESE (Han et al., FPGA 2017), each with its origin. */
export const EseParametersSchema = z
  .strictObject({
    clockMhz: parameter(clockRate, 'Clock, in MHz'),
    channels: parameter(integer(1, 1024), 'Channels: voice vectors that share the weights of a step'),
    pesPerChannel: parameter(integer(1, 1024), 'PEs of a channel; row r belongs to PE r mod pesPerChannel'),
    weightBits: parameter(integer(2, 16), 'Bits of a weight'),
    indexBits: parameter(integer(1, 16), 'Bits of the relative row index of an entry'),
    pointerBits: parameter(integer(1, 64), 'Bits of the pointer of a column of one PE'),
    queueDepth: parameter(integer(1, 4096), 'Activations that the queue of a PE holds'),
    emptyColumnCycles: parameter(integer(0, 16), 'Cycles of a PE for a column in which it stores nothing'),
    spmvFillCycles: parameter(
      integer(0, 1024),
      'Pipeline registers from the broadcast to the accumulator, in cycles',
    ),
    elementWiseMultipliers: parameter(integer(1, 65536), 'Element-wise lanes of a channel'),
    dramGbPerS: parameter(
      quantity(1e-3, 1e6),
      'Peak bandwidth of the memory modules, in 1e9 bytes per second',
    ),
    dramEfficiency: parameter(quantity(1e-3, 1), 'Share of the peak bandwidth that is reached'),
    dramPjPerBit: parameter(quantity(1e-3, 1e4), 'Energy of a bit from the memory modules, in pJ'),
    fetch: parameter(
      z.enum(['whole-buffer', 'matrix']),
      'What a fetch moves: always a whole weight buffer, as large as the largest matrix, or what the matrix needs',
    ),
    matrices: parameter(
      z.array(MatrixSchema).min(1).max(64),
      'The matrices of a step, in order; the last is the projection',
    ),
  })
  .superRefine(refuseManyCalibrated);

/** The parameters as the blocks take them. */
export type EseConfig = Values<z.output<typeof EseParametersSchema>>;

/**
 * A platform that a paper compares its design with: figures of its authors, nothing that is simulated here.
 */
const OtherSchema = z.strictObject({
  name: printableLine,
  latencyUs: quantity(),
  watts: quantity(),
  mark: MarkSchema,
  source: prose.min(1),
});

/** What its file holds besides. */
export const eseFields = { others: z.array(OtherSchema).describe('Platforms that the paper compares with') };

/** The file of the design. */
export type EseDesign = DesignWith<typeof EseParametersSchema, typeof eseFields>;
