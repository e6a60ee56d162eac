import { type AddHelpTextContext, type Command, InvalidArgumentError, Option } from 'commander';
import { directionChoices } from '../lstm/weights/choose-direction.ts';
import { wrappedHelp } from './help-format.ts';

/** How results are printed. */
export const outputFormats = ['table', 'json', 'csv', 'markdown'] as const;

/** `--format`. */
export function formatOption(): Option {
  return new Option('--format <format>', 'how the result is printed').choices(outputFormats).default('table');
}

/** `--set a.b=c`, any number of times. */
export function setOption(): Option {
  return new Option(
    '--set <field=value>',
    'override a field of the configuration, e.g. --set pes=32 --set ewop.lanes=128 (repeatable)',
  )
    .argParser((value: string, before: string[] | undefined) => [...(before ?? []), value])
    .default([], 'none');
}

/** `--seed`. */
export function seedOption(): Option {
  return new Option('--seed <seed>', 'seed of every random choice').default('1');
}

/** `--sparsity`, by default the workload's unless `says` otherwise. */
export function sparsityOption(
  says = "share of weights to prune, from 0 to below 1, e.g. 0.875 (default: the workload's)",
): Option {
  return new Option('--sparsity <share>', says).argParser(share);
}

/** `--weights`, and `--prefix`, which chooses in it. */
export function addFileOptions(command: Command): Command {
  return command
    .option(
      '--weights <file>',
      'trained weights instead of seeded ones: a file of NumPy, PyTorch, ONNX, Keras or safetensors, or a JSON state dict (docs/models.md)',
    )
    .option('--prefix <name>', "the model by what stands before PyTorch's names of its tensors");
}

/** `--weights`, and what chooses in it: `--prefix`, `--model` and `--direction`. */
export function addWeightOptions(command: Command): Command {
  return addFileOptions(command)
    .option('--model <name>', 'the model to take, when the file has several LSTMs or GRUs')
    .addOption(
      new Option(
        '--direction <direction>',
        'passes of a bidirectional model that run (default: forward of a layer alone; both of a stack, or where the workload is bidirectional)',
      ).choices(directionChoices),
    );
}

/**
 * The end of a command's help: command lines to start from, which are never broken, and what each does.
 */
export function examplesText(
  examples: readonly (readonly [words: string, does: string])[],
): (context: AddHelpTextContext) => string {
  return (context) => {
    const lines = examples.map(
      ([words, does]) => `  bbsim ${words}\n${wrappedHelp(context, [`      ${does}`])}`,
    );
    return `\nExamples:\n${lines.join('\n')}`;
  };
}

/** A share from 0 to below 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 1)) {
    throw new InvalidArgumentError(`expected a number from 0 to below 1, e.g. 0.875; found ${text}`);
  }
  return value;
}

/** A positive integer. */
export function positive(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 1_000_000) {
    throw new InvalidArgumentError(`expected an integer from 1 to 1000000; found ${text}`);
  }
  return value;
}

/** An integer from 0. */
export function natural(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 1_000_000_000) {
    throw new InvalidArgumentError(`expected an integer from 0 to 1000000000; found ${text}`);
  }
  return Number(text);
}
