import type { z } from 'zod';
import { check } from '../../config/problems.ts';
import { dotted, show } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { ChapterCommand } from '../../report/page/chapters/index.ts';
import {
  type CompareResult,
  CompareResultSchema,
  type RunResult,
  RunResultSchema,
  ShownConfigSchema,
} from '../../run/result.ts';
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
import { strangeValue } from './strange-value.ts';
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
  const isWhole = 'config' in checked;
  // What the schema leaves open may be strange; what it knows it says more of.
  const problem = isWhole ? (strangeValue(value) ?? problemOfConfigs(value, command)) : checked.problems[0];
  if (isWhole && problem === null) return checked.config;
  const { path, message } = problem as NonNullable<FirstProblem>;
  throw new BadInput(
    `${shown}: expected the result of bbsim ${command} (it says version ${version}); ${dotted(path)}: ${message}`,
  );
}

type FirstProblem = { readonly path: readonly PropertyKey[]; readonly message: string } | null;

function problemOfConfigs(value: unknown, command: ChapterCommand): FirstProblem {
  if (command === 'run') return problemOfConfig(value as RunResult, []);
  if (command !== 'compare') return null;
  const problems = (value as CompareResult).rows.map(({ run }, at) =>
    problemOfConfig(run, ['rows', at, 'run']),
  );
  return problems.find((problem) => problem !== null) ?? null;
}

function problemOfConfig({ config }: RunResult, within: readonly PropertyKey[]): FirstProblem {
  const checked = check(ShownConfigSchema, config);
  if ('config' in checked) return null;
  const [{ path, message }] = checked.problems;
  return { path: [...within, 'config', ...path], message };
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
  const strange = strangeValue(value);
  if (strange !== null) throw new BadInput(`${shown}: ${dotted(strange.path)}: ${strange.message}`);
  for (const [field, found, expected] of sameFields(step, result))
    if (found !== expected)
      throw new BadInput(
        `${shown}: ${field}: expected ${show(expected)} as in the result beside it, found ${show(found)}`,
      );
  return step;
}

/** What a record has of its result: fields of it, what they are and what they should be. */
function sameFields(
  step: RunStep,
  result: RunResult,
): (readonly [field: string, found: unknown, expected: unknown])[] {
  // PEs that share banks have more of them than one PE has in the configuration.
  const banks = result.detail.fpgaArray?.bankWaitCycles?.[0].length;
  return [
    ['command', step.command, result.command],
    ['version', step.version, result.version],
    ['configHash', step.configHash, result.configHash],
    ['timeline.cycles', step.timeline.cycles, result.cycles.total],
    ...(step.conflicts === null || banks === undefined
      ? []
      : [['banks of conflicts.waits', step.conflicts.waits.length, banks] as const]),
  ];
}

/**
 * What is made of a result that was read from a file. Throws BadInput, naming the file, where something in it
 * is not what its command writes.
 */
export async function madeOf<Made>(shown: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof BadInput))
      throw new BadInput(`${shown}: not a whole result of bbsim: ${reasonOf(error)}`);
    throw error.message.includes(shown) ? error : new BadInput(`${shown}: ${error.message}`);
  }
}

/** What JavaScript itself says of values that are not what the code takes them for. */
const ENGINE =
  /^Cannot |^Invalid |^Reduce of |^Maximum call stack|reading '|is not (?:a function|iterable|defined)/;

/** Why nothing can be made of a result, in words for people. */
function reasonOf({ message }: Error): string {
  if (ENGINE.test(message))
    return 'fields of it do not fit each other, expected all of them as its command wrote them: run it again';
  const [, value] = /^a report cannot show (.*)$/.exec(message) ?? [];
  return value === undefined ? message : `a figure made of its numbers is ${value}, expected a finite one`;
}
