import { z } from 'zod';
import { version } from '../config/version.ts';

/**
 * Version of the schema of results, for all commands; a change that moves or renames a
 * field raises it. docs/results.md
 */
export const RESULT_VERSION = 2;

/** The commands whose results have a header. */
export const resultCommands = [
  'run',
  'spmv',
  'compare',
  'sweep',
  'study banks',
  'study baselines',
  'study patterns',
  'reproduce',
  'optimize',
  'inspect',
  'prune',
  'diff',
  'explain',
] as const;

/** A command whose result has a header. */
export type ResultCommand = (typeof resultCommands)[number];

/** What every result begins with. */
export const headerFields = {
  schemaVersion: z.literal(RESULT_VERSION),
  version: z.string().describe('Version of bbsim'),
  command: z.enum(resultCommands).describe('The command that made the result'),
} as const;

/** The kinds of a network's layers, in a result that says what one of its steps takes. */
export const cellsField = {
  cells: z
    .array(z.enum(['lstm', 'gru']))
    .optional()
    .describe('Kinds of the layers, each once; absent: they are LSTMs'),
} as const;

/** When what was simulated was written. */
export const inputDateField = {
  inputDate: z
    .string()
    .optional()
    .describe('The latest `date` of the files of accelerator and workload; absent: they record none'),
} as const;

const InputDateSchema = z.strictObject(inputDateField);

/** When what was simulated was written. */
export type InputDateField = Readonly<z.output<typeof InputDateSchema>>;

/** The latest of the dates that files record, as they write it: dates are in the order of their texts. */
export function inputDateOf(...dates: readonly (string | undefined)[]): InputDateField {
  const inputDate = dates
    .flatMap((date) => date ?? [])
    .toSorted()
    .at(-1);
  return inputDate === undefined ? {} : { inputDate };
}

const CellsSchema = z.strictObject(cellsField);

/** The kinds of a network's layers. */
export type CellsField = Readonly<z.output<typeof CellsSchema>>;

const HeaderSchema = z.strictObject(headerFields);

/** What every result begins with. */
export type ResultHeader = z.output<typeof HeaderSchema>;

/** The header of a command's result. */
export function headerOf<Command extends ResultCommand>(
  command: Command,
): ResultHeader & { readonly command: Command } {
  return { schemaVersion: RESULT_VERSION, version, command };
}
