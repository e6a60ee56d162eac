import { Command, Option } from 'commander';
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
    .addOption(
      new Option(
        '--ert <technology>',
        'prints a technology as an energy reference table of Accelergy (YAML) instead: a preset, or a file',
      ),
    )
    .addHelpText(
      'after',
      examplesText([
        ['list', 'what --accelerator, --accelerators and [workload] take'],
        ['list --format json', 'the same for a program'],
        ['list --ert fpga-20nm', 'energies to change, for --set technology=./my.yaml'],
      ]),
    )
    .action(async ({ format, ert }: { readonly format: TableFormat; readonly ert?: string }) => {
      if (ert === undefined) await printResult(io, 'listing', listed(), format);
      else io.print(await tableOf(ert));
    });
}

/** A technology as an energy reference table: what reads and writes it is loaded when it is asked for. */
async function tableOf(nameOrPath: string): Promise<string> {
  const { loadTechnology } = await import('../../run/load-config.ts');
  const { ertText } = await import('../../energy/write-ert.ts');
  return ertText(loadTechnology(nameOrPath).config);
}
