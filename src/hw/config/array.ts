import { z } from 'zod';
import { contiguousPlacement } from '../../bbs/patterns/fields.ts';
import { clockRate, integer } from '../../config/field-types.ts';

/** No device comes near; the counters of every bank of every PE must fit in memory. */
export const MOST_PES = 65536;
/** Multipliers of an array (pes x banks), for the same reason. */
export const MOST_MULTIPLIERS = 2 ** 22;

/** Banks of a vector buffer: with one there is no adder tree. */
export const FEWEST_BANKS = 2;
/** More than any device has block RAMs for. */
export const MOST_BANKS = 4096;

/** The size of an array and its clock: what every kind has. docs/timing.md section 1. */
export const arraySizeFields = {
  clockMhz: z
    .union([z.literal('auto'), clockRate])
    .default(200)
    .describe('Clock, in MHz; auto: the highest at which all stages of the design meet timing (Fmax)'),
  pes: integer(1, MOST_PES).default(64).describe('Processing elements (M): rows computed in parallel'),
  banks: integer(FEWEST_BANKS, MOST_BANKS)
    .default(64)
    .describe('Banks of a vector buffer, and multipliers of a PE (N)'),
};

/** How rows are dealt to PEs: of kinds whose rows differ in their beats. docs/timing.md section 1. */
export const rowOrder = z
  .enum(['natural', 'balanced'])
  .default('natural')
  .describe(
    'natural: row r on PE r mod M; balanced: by descending cycles to the PE with the fewest, every slice for itself',
  );

/** Whether rows share beats: of kinds whose lanes take entries as they come. docs/timing.md section 2. */
export const packRows = z
  .boolean()
  .default(false)
  .describe(
    'true: rows share beats, and the adder tree keeps their sums apart; false: every row begins a beat',
  );

/** Result ports of a PE whose rows share beats. docs/timing.md section 3, packed rows. */
export const rowsPerCycle = integer(1, 64)
  .default(2)
  .describe('Rows that may leave a PE in a cycle when they share beats (packRows); else one does');

/** How columns are dealt to banks, of kinds whose lanes each own a bank. */
export const ownedBanks = contiguousPlacement
  .default('even')
  .describe('Columns to banks: even or blocked, contiguous, since every lane owns a bank');

/** How columns are dealt to banks, of kinds whose lanes read any bank. */
export const anyBanks = z
  .enum(['cyclic', 'even', 'blocked'])
  .default('cyclic')
  .describe('Columns to banks: cyclic, or contiguous (even, blocked)');

/** Of bank-balanced weights that lie by falling magnitude. docs/timing.md section 2. */
export const keepPerBank = integer(1, 65536)
  .nullable()
  .default(null)
  .describe(
    'Entries of a bank and row that an SpMV uses, the largest of those that are stored, which lie by falling magnitude; null: all, by column',
  );
