import { Command, Option } from 'commander';
import { patternKinds } from '../../bbs/patterns/named-pattern.ts';
import { orList } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import { DEFAULT_SPARSITY } from '../../run/load-model.ts';
import { loadPlatform } from '../../run/platform.ts';
import { pruneFile } from '../../study/prune/prune-file.ts';
import { refuseIdleSparsity } from '../chosen-model.ts';
import {
  addBudgetOption,
  addCriterionOptions,
  type CriterionOptions,
  criterionIn,
} from '../criterion-options.ts';
import { readGivenFile } from '../given-file.ts';
import type { Io } from '../io.ts';
import {
  addFileOptions,
  examplesText,
  formatOption,
  positive,
  setOption,
  sparsityOption,
} from '../options.ts';
import { patternSets } from '../pattern-sets.ts';
import { printResult } from '../print-result.ts';
import { openProgress } from '../progress.ts';
import { checkWeightsOut, writeWeights } from '../write-weights.ts';

interface PruneOptions extends CriterionOptions {
  readonly weights?: string;
  readonly model?: string;
  readonly prefix?: string;
  readonly direction?: 'forward' | 'reverse' | 'both';
  readonly accelerator: string;
  readonly pattern?: string;
  readonly banks?: number;
  readonly sparsity?: number;
  readonly mostCycles?: number;
  readonly weightBits?: '8';
  readonly weightScale: 'row' | 'tensor';
  readonly out: string;
  readonly set: string[];
  readonly format: TableFormat;
}

const examples: Parameters<typeof examplesText>[0] = [
  [
    'prune examples/agreement-lm/model.npz --pattern bank-balanced --banks 16 --sparsity 0.75 --out pruned.npz',
    'the same file with three quarters of the weights zero, and their masks',
  ],
  [
    'prune examples/agreement-lm/model.npz --pattern none --weight-bits 8 --out int8.npz',
    'int8 codes of all weights, with a scale for every row',
  ],
  [
    'prune examples/agreement-lm/model.npz --criterion obs --calibration examples/agreement-lm/x.npy --banks 16 --sparsity 0.75 --out obs.npz',
    'without training: the weights that stay make up for those that go, on these inputs',
  ],
  [
    'prune examples/agreement-lm/model.npz --most-cycles 250 --out fast.npz',
    'of each matrix as much as a step of 250 cycles on the array has time for',
  ],
];

/** `bbsim prune`: a file of weights, pruned. */
export function pruneCommand(io: Io): Command {
  const command = new Command('prune')
    .description(
      'Prunes the weights of an LSTM or GRU in a file as a run on an accelerator does, and writes a file of the same format with the same names, types and order: ' +
        'kept weights as they were, pruned ones zero, and beside each tensor X its mask X_mask, the names of torch.nn.utils.prune. Biases and all other tensors stay as they are.',
    )
    .argument('[file]', 'file of weights')
    .requiredOption('--out <file>', 'where the pruned file is written: with an ending of the same format')
    .option('--model <name>', 'one of several models in the file')
    .addOption(
      new Option('--direction <direction>', 'which passes of a bidirectional model are pruned')
        .choices(['forward', 'reverse', 'both'])
        .default('both'),
    )
    .option('--accelerator <name>', 'the array: its pattern, sizes and gate matrices', 'bbs')
    .option(
      '--pattern <name>',
      `prune to another pattern: ${orList(patternKinds)}, or one with options, e.g. {kind: n-m, m: 4}; none: the weights stay, for int8 codes of them`,
    )
    .option('--banks <n>', 'banks of the pattern (default: those of the array)', positive)
    .addOption(sparsityOption(`share of weights to prune, from 0 to below 1 (default: ${DEFAULT_SPARSITY})`));
  addCriterionOptions(addBudgetOption(command))
    .addOption(
      new Option(
        '--weight-bits <bits>',
        'write int8 codes with X_scale beside X, as a run with number.weightBits=8 makes them (default: the type of the file)',
      ).choices(['8']),
    )
    .addOption(
      new Option('--weight-scale <scale>', 'a scale for every row of a matrix, or one for all its rows')
        .choices(['row', 'tensor'])
        .default('row'),
    );
  return addFileOptions(command)
    .addOption(setOption())
    .addOption(formatOption())
    .addHelpText('after', examplesText(examples))
    .action((file: string | undefined, options: PruneOptions) => prune(io, file, options));
}

async function prune(io: Io, file: string | undefined, options: PruneOptions): Promise<void> {
  const prunes = options.pattern !== 'none';
  if (!prunes && options.weightBits === undefined)
    throw new BadInput('--pattern none changes nothing without --weight-bits 8: name a pattern');
  const platform = loadPlatform(options.accelerator, patternSets(options));
  if (prunes) refuseIdleSparsity(options.sparsity, [platform]);
  const weights = readGivenFile('prune', file, options.weights);
  await checkWeightsOut(options.out, weights);
  const progress = openProgress(io, 'prune', 'rows');
  const criterion = criterionIn(options, (done, of) => progress.update(done, of, 0, ''));
  const { result, written } = await pruneFile({
    weights,
    choice: { model: options.model ?? null, prefix: options.prefix ?? null },
    direction: options.direction === 'both' || options.direction === undefined ? null : options.direction,
    accelerator: platform.name,
    config: platform.config,
    prunes,
    sparsity: options.sparsity ?? DEFAULT_SPARSITY,
    criterion,
    budget: options.mostCycles === undefined ? null : { mostCycles: options.mostCycles, platform },
    int8: options.weightBits === undefined ? null : options.weightScale,
    out: options.out,
  }).finally(() => progress.stop());
  await writeWeights(options.out, weights, written);
  for (const remark of result.remarks) io.note(remark);
  await printResult(io, 'pruned', result, options.format);
}
