import type { Command } from 'commander';
import type { DirectionChoice } from '../lstm/weights/choose-direction.ts';
import type { TableFormat } from '../report/tables/table.ts';
import { addOutOptions, type DrawingOptions } from './drawing-options.ts';
import { addWeightOptions, examplesText, formatOption, seedOption, setOption } from './options.ts';

/** What every command has that runs several designs on one model. */
export interface StudyOptions extends DrawingOptions {
  readonly sparsity?: number;
  readonly weights?: string;
  readonly prefix?: string;
  readonly model?: string;
  readonly direction?: DirectionChoice;
  readonly out?: string;
  readonly seed: string;
  readonly set: string[];
  readonly format: TableFormat;
}

/** Gives a command the options of `StudyOptions` but for `--sparsity`, and examples behind its help. */
export function addStudyOptions(
  command: Command,
  examples: readonly (readonly [command: string, what: string])[],
): Command {
  return addOutOptions(addWeightOptions(command))
    .addOption(seedOption())
    .addOption(setOption())
    .addOption(formatOption())
    .addHelpText('after', examplesText(examples));
}
