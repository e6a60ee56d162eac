import { Command } from 'commander';
import { makeFolder } from '../../disk/folder.ts';
import { knownOf } from '../../run/known-of-run.ts';
import { loadPlatforms } from '../../run/platform.ts';
import { baselinePresets, studyBaselines } from '../../study/baselines/baseline-study.ts';
import { loadChosen } from '../chosen-model.ts';
import { drawingOf } from '../drawing-options.ts';
import type { Io } from '../io.ts';
import { noteMootFields } from '../moot-fields.ts';
import { sparsityOption } from '../options.ts';
import { printResult } from '../print-result.ts';
import { addStudyOptions, type StudyOptions } from '../study-options.ts';
import { writeResult } from '../write-result.ts';

/** Command lines of `bbsim study baselines` to start from. */
export const baselinesExamples = [
  ['study baselines', 'what is left of the lead of bank-balanced sparsity beside arrays that are built well'],
  ['study baselines ptb --set weights=resident --format csv', 'a language model, for a spreadsheet'],
] as const;

/** `bbsim study baselines`. */
export function baselinesCommand(io: Io): Command {
  const command = new Command('baselines')
    .summary('cycles of bank-balanced sparsity beside arrays for weights without balance')
    .description(
      'Times one step on the bbs array and on every array that an architect would build for weights without balance, a preset each: ' +
        'at equal kept weights, and at equal requested sparsity, where a bank-balanced pattern keeps more if banks have few columns. ' +
        'With --out also writes result.json and a chart.',
    )
    .argument('[workload]', 'preset name or YAML path (default: timit, or what --weights holds)')
    .addOption(sparsityOption());
  return addStudyOptions(command, baselinesExamples).action(
    (workload: string | undefined, options: StudyOptions) => runBaselines(io, workload, options),
  );
}

async function runBaselines(io: Io, workload: string | undefined, options: StudyOptions): Promise<void> {
  const { seed, set, out, format } = options;
  const { platforms, remarks } = loadPlatforms(baselinePresets, set);
  for (const remark of remarks) io.note(remark);
  const loaded = await loadChosen(io, workload, options);
  if (out !== undefined) await makeFolder(out);
  const result = studyBaselines({
    platforms,
    presets: baselinePresets,
    model: loaded.model,
    workload: loaded.name,
    sparsity: options.sparsity ?? loaded.sparsity,
    seed,
    inputs: loaded.inputs,
    onProgress: (label) => io.note(label),
  });
  const designs = platforms.map(({ config }, at) => ({
    from: baselinePresets[at],
    name: baselinePresets[at],
    config,
    known: knownOf(result.rows[at].residency, loaded.model.shape.layers),
  }));
  noteMootFields(io, designs, set);
  if (out !== undefined) await writeResult(io, 'baselines', result, out, drawingOf(options));
  await printResult(io, 'baselines', result, format);
}
