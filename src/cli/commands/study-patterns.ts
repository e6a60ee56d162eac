import { Command, InvalidArgumentError, Option } from 'commander';
import type { PatternKind } from '../../bbs/patterns/index.ts';
import { orList } from '../../config/wording.ts';
import { makeFolder } from '../../disk/folder.ts';
import { knownOf } from '../../run/known-of-run.ts';
import type { LoadedModel } from '../../run/seeded-workload.ts';
import {
  loadPatternArrays,
  type PatternArrays,
  prunedPatterns,
} from '../../study/patterns/pattern-arrays.ts';
import { studyPatterns } from '../../study/patterns/pattern-study.ts';
import {
  type PatternEquality,
  type PatternStudyResult,
  patternEqualities,
} from '../../study/patterns/patterns-result.ts';
import { loadChosen } from '../chosen-model.ts';
import { drawingOf } from '../drawing-options.ts';
import type { Io } from '../io.ts';
import { noteMootFields } from '../moot-fields.ts';
import { sparsityOption } from '../options.ts';
import { printResult } from '../print-result.ts';
import { addStudyOptions, type StudyOptions } from '../study-options.ts';
import { writeResult } from '../write-result.ts';

/** Command lines of `bbsim study patterns` to start from. */
export const patternsExamples = [
  ['study patterns', 'every pattern on the TIMIT LSTM of ESE, each on the array that fits it best'],
  [
    'study patterns tiny --equal bits --patterns bank-balanced,unstructured,block',
    'three of them at equal storage, each in its own format',
  ],
  [
    'study patterns --weights examples/agreement-lm/model.npz --set banks=16 --out out',
    'of trained weights, with charts and the masks of a tile',
  ],
] as const;

interface PatternsOptions extends StudyOptions {
  readonly equal: PatternEquality;
  readonly patterns?: readonly PatternKind[];
}

/** `bbsim study patterns`. */
export function patternsCommand(io: Io): Command {
  const command = describedCommand()
    .addOption(
      new Option(
        '--equal <what>',
        'what the patterns have in common with bank-balanced: weights kept by each matrix, bits of all, or the share of squared magnitude that all keep',
      )
        .choices(patternEqualities)
        .default('kept'),
    )
    .addOption(
      new Option(
        '--patterns <list>',
        'patterns, separated by commas (default: all that `bbsim list` has)',
      ).argParser(patternList),
    )
    .addOption(
      sparsityOption("share of weights that bank-balanced prunes, e.g. 0.875 (default: the workload's)"),
    );
  return addStudyOptions(command, patternsExamples).action(
    (workload: string | undefined, options: PatternsOptions) => runPatterns(io, workload, options),
  );
}

function describedCommand(): Command {
  return new Command('patterns')
    .summary('every pruning pattern on the array that fits it best')
    .description(
      'Prunes the same weights to every pattern, as equal to bank-balanced as it can be, and times one step on each array that runs it: cycles, ' +
        'bank conflicts, energy and resources, bits in the format of the pattern, the share of squared magnitude that is kept, the likeness to ' +
        'unstructured pruning, and which pattern wins where. With --out also writes result.json, charts, and the masks of a tile.',
    )
    .argument('[workload]', 'preset name or YAML path (default: timit, or what --weights holds)');
}

async function runPatterns(io: Io, workload: string | undefined, options: PatternsOptions): Promise<void> {
  const { seed, set, out, format, equal, patterns = prunedPatterns } = options;
  const arrays = loadPatternArrays(patterns, set);
  for (const remark of arrays.remarks) io.note(remark);
  const loaded = await loadChosen(io, workload, options);
  if (out !== undefined) await makeFolder(out);
  const shown = studyPatterns({
    arrays,
    model: loaded.model,
    workload: loaded.name,
    sparsity: options.sparsity ?? loaded.sparsity,
    equal,
    seed,
    inputs: loaded.inputs,
    isPictured: out !== undefined,
    onProgress: (label) => io.note(label),
  });
  for (const remark of shown.result.remarks) io.note(remark);
  noteMoot(io, arrays, shown.result, loaded, set);
  if (out !== undefined) await writeResult(io, 'patterns', shown, out, drawingOf(options));
  await printResult(io, 'patterns', shown, format);
}

/** Of every array, whichever patterns it runs. */
function noteMoot(
  io: Io,
  { candidates, dense }: PatternArrays,
  { residency }: PatternStudyResult,
  { model }: LoadedModel,
  sets: readonly string[],
): void {
  const known = knownOf(residency, model.shape.layers);
  const all = [...candidates.flatMap(({ arrays }) => arrays), dense];
  const arrays = all.filter(({ name }, at) => all.findIndex((other) => other.name === name) === at);
  noteMootFields(
    io,
    arrays.map(({ name, config }) => ({ from: name, name, config, known })),
    sets.filter((text) => !/^\s*pattern\./.test(text)),
  );
}

/** `bank-balanced,block`: each once, in the order of the list of patterns. */
function patternList(text: string): readonly PatternKind[] {
  const names = text.split(',').map((part) => part.trim());
  const unknown = names.find((name) => !prunedPatterns.some((kind) => kind === name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`expected ${orList(prunedPatterns)}; found "${unknown}"`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} is given twice`);
  return prunedPatterns.filter((kind) => names.includes(kind));
}
