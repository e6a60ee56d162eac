import { z } from 'zod';
import { amount, printableLine } from '../config/field-types.ts';

const ActionSchema = z.object({
  name: printableLine,
  arguments: z.record(z.string(), z.unknown()).nullish(),
  energy: amount().describe('In picojoules'),
});

const TableSchema = z.object({ name: printableLine, actions: z.array(ActionSchema).min(1) });
/** A table of an energy reference table: the energies of one component. */
export type ErtTable = z.output<typeof TableSchema>;

const versions = [0.2, 0.3, 0.4];

/**
 * An energy reference table as Accelergy writes it: a list of components, each with actions and their
 * energies in picojoules. `bbsim` is beside it what the format has no place for; files of others do without.
 */
export const ErtSchema = z.object({
  ERT: z.object({
    version: z
      .union([z.number(), z.string()])
      .refine((version) => versions.includes(Number(version)), `expected one of ${versions.join(', ')}`),
    tables: z.array(TableSchema).min(1),
  }),
  bbsim: z.record(z.string(), z.unknown()).optional(),
});
/** A file with one. */
export type ErtFile = z.output<typeof ErtSchema>;

/** Whether the data of a file is an energy reference table. */
export const isErt = (data: unknown): boolean => typeof data === 'object' && data !== null && 'ERT' in data;
