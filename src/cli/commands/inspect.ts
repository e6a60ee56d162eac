import { Command, Option } from 'commander';
import { makeFolder } from '../../disk/folder.ts';
import { type DirectionChoice, directionChoices } from '../../lstm/weights/choose-direction.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import { loadAccelerator } from '../../run/load-config.ts';
import { DEFAULT_SPARSITY } from '../../run/load-model.ts';
import { inspectFile } from '../../study/inspect/inspect-file.ts';
import { addOutOptions, type DrawingOptions, drawingOf } from '../drawing-options.ts';
import { readGivenFile } from '../given-file.ts';
import type { Io } from '../io.ts';
import { addFileOptions, examplesText, formatOption, setOption, share } from '../options.ts';
import { printResult } from '../print-result.ts';
import { writeResult } from '../write-result.ts';

interface InspectOptions extends DrawingOptions {
  readonly weights?: string;
  readonly prefix?: string;
  readonly model?: string;
  readonly direction?: DirectionChoice;
  readonly accelerator?: string;
  readonly sparsity: number;
  readonly out?: string;
  readonly set: string[];
  readonly format: TableFormat;
}

/** The array whose sizes patterns are for when nobody names one. */
const DEFAULT_ACCELERATOR = 'bbs';

/** `bbsim inspect`: what is inside a file of weights. */
export function inspectCommand(io: Io): Command {
  const command = new Command('inspect')
    .description(
      'Shows the recurrent models in a file of weights: their tensors (range, zeros and where they are, the number format that fits), what every ' +
        'pattern would keep of them, and with --accelerator the conflicts and the load imbalance on an array. With --out also writes result.json, ' +
        'the same tile of a matrix under several masks, and other charts.',
    )
    .argument('[file]', 'file of weights, of any format that --weights takes')
    .option(
      '--accelerator <name>',
      `preset name or YAML path: the array that weights are tried on, and whose sizes the patterns have (default: sizes of ${DEFAULT_ACCELERATOR})`,
    )
    .option('--model <name>', 'one of several models in the file (default: all)')
    .addOption(
      new Option('--direction <direction>', 'passes of a bidirectional model (default: both)').choices(
        directionChoices,
      ),
    )
    .addOption(
      new Option('--sparsity <share>', 'share of weights that patterns prune, from 0 to below 1')
        .argParser(share)
        .default(DEFAULT_SPARSITY),
    );
  return addOutOptions(addFileOptions(command))
    .addOption(setOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        [
          'inspect examples/agreement-lm/model.npz --set banks=16',
          'tensors of a trained model, and what patterns keep, for 16 banks',
        ],
        [
          'inspect examples/agreement-lm/model.npz --accelerator csr --sparsity 0.9',
          'with the bank conflicts and the load imbalance of an array',
        ],
        [
          'inspect examples/agreement-lm/model.npz --out out --svg',
          'pictures of the masks of a tile: unstructured, bank-balanced, block',
        ],
      ]),
    )
    .action((file: string | undefined, options: InspectOptions) => inspect(io, file, options));
}

async function inspect(io: Io, file: string | undefined, options: InspectOptions): Promise<void> {
  const { model, prefix, direction, accelerator, sparsity, out, set, format } = options;
  const { name, config } = loadAccelerator(accelerator ?? DEFAULT_ACCELERATOR, set);
  const shown = inspectFile({
    weights: readGivenFile('inspect', file, options.weights),
    choice: { model: model ?? null, prefix: prefix ?? null },
    direction: direction === undefined || direction === 'both' ? null : direction,
    accelerator: name,
    config,
    isNamed: accelerator !== undefined,
    sparsity,
    isPictured: out !== undefined,
  });
  for (const remark of shown.result.remarks) io.note(remark);
  if (out !== undefined) {
    await makeFolder(out);
    await writeResult(io, 'inspect', shown, out, drawingOf(options));
  }
  await printResult(io, 'inspect', shown, format);
}
