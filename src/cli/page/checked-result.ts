import type { z } from 'zod';
import { check } from '../../config/problems.ts';
import { dotted } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { CompareResultSchema, RunResultSchema } from '../../run/result.ts';
import type { ResultCommand } from '../../run/result-header.ts';
import type { ResultInput } from './report-input.ts';

/** What is checked field by field; of others what cannot be shown is found when it is. */
const schemas: Readonly<Partial<Record<ResultCommand, z.ZodType>>> = {
  run: RunResultSchema,
  compare: CompareResultSchema,
};

/**
 * The data of a result, checked. Throws BadInput, naming the file and the field, for one that is not whole,
 * or is another version's.
 */
export function checkedResult({ shown, command, version, value }: ResultInput): unknown {
  const schema = schemas[command];
  if (schema === undefined) return value;
  const checked = check(schema, value);
  if ('config' in checked) return checked.config;
  const [{ path, message }] = checked.problems;
  throw new BadInput(
    `${shown}: expected the result of bbsim ${command} (it says version ${version}); ${dotted(path)}: ${message}`,
  );
}

/**
 * What is made of a result that was read from a file. Throws BadInput, naming the file, where something in it
 * is not what its command writes.
 */
export async function madeOf<Made>(shown: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new BadInput(`${shown}: not a whole result of bbsim: ${error.message}`);
  }
}
