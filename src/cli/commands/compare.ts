import { Command, Option } from 'commander';
import { makeFolder } from '../../disk/folder.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { equalities } from '../../run/comparison-schema.ts';
import { initialRemark, ownSequence } from '../../run/initial-state.ts';
import { knownOf } from '../../run/known-of-run.ts';
import { loadPlatforms, platformWithin } from '../../run/platform.ts';
import { requantisedRemarks } from '../../run/requantised-remarks.ts';
import { compare } from '../../study/compare/compare.ts';
import { type BudgetOptions, budgetOption, givenBudget } from '../budget-option.ts';
import { loadChosen, refuseIdleSparsity } from '../chosen-model.ts';
import { noteCutsOfRuns } from '../cut-numbers.ts';
import { drawingOf } from '../drawing-options.ts';
import type { Io } from '../io.ts';
import { noteMootFields } from '../moot-fields.ts';
import { sparsityOption } from '../options.ts';
import { printRowAdvice } from '../print-advice.ts';
import { printResult } from '../print-result.ts';
import { addStudyOptions, type StudyOptions } from '../study-options.ts';
import { writeResult } from '../write-result.ts';

/** What is compared when nobody says otherwise: same array, same device, same weights. */
const DEFAULT_ACCELERATORS = 'bbs,csr-window,csr,banked-decoupled,banked,csr-bbs-mask,dense';

/** Requested sparsities of the latency chart: 50 % to 95 %. */
const SWEEP = [0.5, 0.6, 0.7, 0.8, 0.875, 0.9, 0.95];

interface CompareOptions extends StudyOptions, BudgetOptions {
  readonly equal: (typeof equalities)[number];
  readonly accelerators: string;
}

/** `bbsim compare`: the main job. */
export function compareCommand(io: Io): Command {
  const command = new Command('compare')
    .description(
      'Runs one step on several accelerators, each with the same weights pruned by its own pattern to the same number of kept weights, ' +
        'and compares cycles, bank conflicts and energy. Adds the fastest design that fits the device of every family of baselines, and says ' +
        'what bank-balanced sparsity saves against the fastest of all. With --out also writes result.json and charts.',
    )
    .argument('[workload]', 'preset name or YAML path (default: timit, or what --weights holds)')
    .option('--accelerators <list>', 'preset names or YAML paths, separated by commas', DEFAULT_ACCELERATORS)
    .addOption(
      new Option(
        '--equal <what>',
        'what the designs have in common: the number of kept weights, the sparsity that each prunes to itself, or, with equally many weights, ' +
          'the area: each the fastest of its kind within what the first takes',
      )
        .choices(equalities)
        .default('kept'),
    )
    .addOption(budgetOption())
    .addOption(sparsityOption());
  return addStudyOptions(command, [
    ['compare --out out', 'the main job: the TIMIT LSTM of ESE at 87.5 % sparsity, with charts in out/'],
    ['compare tiny --accelerators bbs,csr,csr-2port --set pes=16', 'a small layer on arrays of 16 PEs'],
    ['compare tiny --sparsity 0.75 --format csv', 'one line per accelerator, for a spreadsheet'],
    ['compare --budget dsp=50%,logic=50%', 'the fastest of every family on half of the DSP blocks and logic'],
    ['compare tiny --set pes=8 --set banks=8 --equal area', 'every design within what bbs takes'],
  ]).action((workload: string | undefined, options: CompareOptions) => runCompare(io, workload, options));
}

async function runCompare(io: Io, workload: string | undefined, options: CompareOptions): Promise<void> {
  const { seed, set, out, format } = options;
  const names = namesOf(options.accelerators);
  const budget = givenBudget(options);
  const { platforms: whole, remarks } = loadPlatforms(names, set);
  const platforms = whole.map((platform) => platformWithin(platform, budget));
  for (const remark of remarks) io.note(remark);
  refuseIdleSparsity(options.sparsity, platforms);
  const loaded = await loadChosen(io, workload, options);
  const initial = initialRemark(null, loaded.initial);
  if (initial !== null) io.note(initial);
  if (out !== undefined) await makeFolder(out);
  const result = compare({
    platforms,
    model: loaded.model,
    workload: loaded.name,
    workloadDate: loaded.date,
    sparsity: options.sparsity ?? loaded.sparsity,
    equal: options.equal,
    seed,
    sequence: (number) => ownSequence(loaded, 1, seed, number),
    inputs: loaded.inputs,
    sweep: out === undefined ? [] : SWEEP,
    onProgress: (label) => io.note(label),
  });
  const isShown = platforms.map(({ name }) => !result.leftOut.includes(name));
  const shown = names.map((from, at) => ({ from, ...platforms[at] })).filter((_, at) => isShown[at]);
  const designs = shown.map(({ from, name, config }, at) => {
    const { residency } = result.rows[at].run.weights;
    return { from, name, config, known: knownOf(residency, loaded.model.shape.layers) };
  });
  noteMootFields(io, designs, set);
  const runs = result.rows.map(({ run }) => run);
  noteCutsOfRuns(io, runs);
  for (const remark of requantisedRemarks(runs)) io.note(remark);
  if (out !== undefined) await writeResult(io, 'compare', result, out, drawingOf(options));
  await printResult(io, 'compare', result, format);
  await printRowAdvice(io, workload, { ...options, accelerator: names[0] }, loaded, result.rows[0]);
}

function namesOf(list: string): string[] {
  const names = list.split(',').map((name) => name.trim());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (names.includes('')) throw new BadInput(`--accelerators: an empty name in "${list}"`);
  if (twice !== undefined) throw new BadInput(`--accelerators: ${twice} is given twice`);
  return names;
}
