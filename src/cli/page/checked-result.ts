import type { z } from 'zod';
import { check } from '../../config/problems.ts';
import { dotted } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { ChapterCommand } from '../../report/page/chapters/index.ts';
import { CompareResultSchema, type RunResult, RunResultSchema } from '../../run/result.ts';
import { WrittenSpmvSchema } from '../../run/spmv-result.ts';
import { type RunStep, RunStepSchema } from '../../run/step-schema.ts';
import { BankStudySchema } from '../../study/banks/bank-result.ts';
import { BaselineStudySchema } from '../../study/baselines/baseline-result.ts';
import { DiffResultSchema } from '../../study/diff/diff-result.ts';
import { ExplainResultSchema } from '../../study/explain/explain-result.ts';
import { InspectResultSchema } from '../../study/inspect/inspect-result.ts';
import { PatternStudySchema } from '../../study/patterns/patterns-result.ts';
import { PruneResultSchema } from '../../study/prune/prune-result.ts';
import type { ResultInput } from './report-input.ts';
import { WrittenReproductionSchema } from './written-reproduction.ts';

/** What every result is that a page can be made of, by the command that writes it. */
const schemas: Readonly<Record<ChapterCommand, z.ZodType>> = {
  run: RunResultSchema,
  compare: CompareResultSchema,
  explain: ExplainResultSchema,
  diff: DiffResultSchema,
  reproduce: WrittenReproductionSchema,
  inspect: InspectResultSchema,
  prune: PruneResultSchema,
  spmv: WrittenSpmvSchema,
  'study banks': BankStudySchema,
  'study baselines': BaselineStudySchema,
  'study patterns': PatternStudySchema,
};

/**
 * The data of a result, checked. Throws BadInput, naming the file and the field, for one that is not whole,
 * or is another version's.
 */
export function checkedResult(
  { shown, version, value }: Pick<ResultInput, 'shown' | 'version' | 'value'>,
  command: ChapterCommand,
): unknown {
  const checked = check(schemas[command], value);
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
    if (!(error instanceof Error) || error instanceof BadInput) throw error;
    throw new BadInput(`${shown}: not a whole result of bbsim: ${error.message}`);
  }
}
