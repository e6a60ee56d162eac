import type { z } from 'zod';
import { check } from '../../config/problems.ts';
import { dotted } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { CompareResultSchema, type RunResult, RunResultSchema } from '../../run/result.ts';
import type { ResultCommand } from '../../run/result-header.ts';
import { type RunStep, RunStepSchema } from '../../run/step-schema.ts';
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

/** What lies beside the result of a run. */
export interface StepFile {
  /** As it is named in errors. */
  readonly shown: string;
  readonly value: unknown;
}

/**
 * What a run recorded of its first step, checked against its result. Throws BadInput, naming the file and the
 * field, for what is not whole, or is of another run.
 */
export function checkedStep({ shown, value }: StepFile, result: RunResult): RunStep {
  const checked = check(RunStepSchema, value);
  if ('problems' in checked) {
    const [{ path, message }] = checked.problems;
    throw new BadInput(`${shown}: expected the step.json of bbsim run; ${dotted(path)}: ${message}`);
  }
  const { config: step } = checked;
  if (step.configHash !== result.configHash)
    throw new BadInput(
      `${shown}: of ${step.configHash}, expected that of the result beside it, ${result.configHash}`,
    );
  return step;
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
