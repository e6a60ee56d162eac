import { Command } from 'commander';
import type { TableFormat } from '../../report/tables/table.ts';
import type { Io } from '../io.ts';
import { listed } from '../listing.ts';
import { examplesText, formatOption } from '../options.ts';
import { printResult } from '../print-result.ts';

/** `bbsim list`: what can be named. */
export function listCommand(io: Io): Command {
  return new Command('list')
    .description(
      'Lists the presets that can be named wherever a YAML path can, the published designs that `reproduce` simulates, the sweeps that `sweep` runs, and the patterns that weights are pruned to.',
    )
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        ['list', 'what --accelerator, --accelerators and [workload] take'],
        ['list --format json', 'the same for a program'],
      ]),
    )
    .action(({ format }: { readonly format: TableFormat }) => printResult(io, 'listing', listed(), format));
}
