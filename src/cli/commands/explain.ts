import { Command } from 'commander';
import { patternKinds } from '../../bbs/patterns/named-pattern.ts';
import { orList } from '../../config/wording.ts';
import { makeFolder } from '../../disk/folder.ts';
import { knownOf } from '../../run/known-of-run.ts';
import { explain } from '../../study/explain/explain.ts';
import { parseTarget } from '../../study/explain/target.ts';
import { budgetOption } from '../budget-option.ts';
import { changedDesign, type DesignOptions } from '../changed-design.ts';
import { loadChosen, refuseIdleSparsity } from '../chosen-model.ts';
import { drawingOf } from '../drawing-options.ts';
import type { Io } from '../io.ts';
import { noteMootFields } from '../moot-fields.ts';
import { sparsityOption } from '../options.ts';
import { overflowOption } from '../overflow-option.ts';
import { printResult } from '../print-result.ts';
import { addStudyOptions, type StudyOptions } from '../study-options.ts';
import { writeResult } from '../write-result.ts';

interface ExplainOptions extends StudyOptions, DesignOptions {
  readonly sparsity?: number;
  readonly weights?: string;
  readonly prefix?: string;
  readonly model?: string;
  readonly direction?: NonNullable<StudyOptions['direction']>;
  readonly set: string[];
  readonly seed: string;
  readonly target?: string;
  readonly allowOverflow?: true;
}

/** `bbsim explain`: where the cycles of a step were lost, and what to change. */
export function explainCommand(io: Io): Command {
  const command = new Command('explain')
    .description(
      'Says why each cycle of a step was lost and what to change: where cycles and joules went down to the PE and the cause, ' +
        'which instruction waited for which, what bounds the step, and every single change of the design that saves time, each simulated, ' +
        'with the command that runs it. Timing only. With --out also writes result.json and charts.',
    )
    .argument('[workload]', 'preset name or YAML path (default: timit, or what --weights holds)')
    .option('--accelerator <name>', 'preset name or YAML path', 'bbs')
    .option(
      '--target <figure=-percent>',
      'also find the smallest set of changes that reaches it, from the best six of each size, of latency, cycles or energy, e.g. latency=-20%',
    )
    .addOption(sparsityOption())
    .option(
      '--pattern <name>',
      `prune to another pattern: ${orList(patternKinds)}, or one with options, e.g. {kind: n-m, m: 4}; none: the weights are pruned already (their masks, or their non-zeros)`,
    )
    .addOption(budgetOption())
    .addOption(overflowOption());
  return addStudyOptions(command, [
    ['explain', 'the TIMIT LSTM on the bbs array: what holds it back, and what would help'],
    ['explain timit --accelerator csr-window --target latency=-20%', 'the fewest changes for a fifth less'],
    [
      'explain tiny --set pes=8 --out out',
      'a roofline with the design on it, and what changes save, in out/',
    ],
  ]).action((workload: string | undefined, options: ExplainOptions) => runExplain(io, workload, options));
}

async function runExplain(io: Io, workload: string | undefined, options: ExplainOptions): Promise<void> {
  const { accelerator, set, seed, out, format } = options;
  const target = options.target === undefined ? null : parseTarget(options.target);
  const loaded = await loadChosen(io, workload, options);
  const design = changedDesign(workload, options, loaded);
  const { name, config } = design.platformWith([]);
  refuseIdleSparsity(options.sparsity, [{ name, config }]);
  if (out !== undefined) await makeFolder(out);
  const result = explain({
    ...design,
    seed,
    target,
    mustFit: options.allowOverflow !== true,
    onProgress: (label) => io.note(label),
  });
  const known = knownOf(result.residency, loaded.model.shape.layers);
  noteMootFields(io, [{ from: accelerator, name, config, known }], set);
  if (out !== undefined) await writeResult(io, 'explain', result, out, drawingOf(options));
  await printResult(io, 'explain', result, format);
}
