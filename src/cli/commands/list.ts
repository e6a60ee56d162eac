import { Command } from 'commander';
import { jsonText } from '../../report/tables/json.ts';
import type { Table, TableFormat } from '../../report/tables/table.ts';
import type { Io } from '../io.ts';
import { type Listed, listed } from '../listing.ts';
import { examplesText, formatOption, printTables } from '../options.ts';

/** `bbsim list`: what can be named. */
export function listCommand(io: Io): Command {
  return new Command('list')
    .description(
      'Lists the presets that can be named wherever a YAML path can, the published designs that `reproduce` simulates, and the sweeps that `sweep` runs.',
    )
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        ['list', 'what --accelerator, --accelerators and [workload] take'],
        ['list --format json', 'the same for a program'],
      ]),
    )
    .action(({ format }: { readonly format: TableFormat }) => {
      const presets = listed();
      if (format === 'json') io.print(jsonText(presets));
      else printTables(io, [listTable(presets)], format);
    });
}

function listTable(presets: readonly Listed[]): Table {
  return {
    columns: [
      { key: 'kind', title: 'kind' },
      { key: 'name', title: 'name' },
      { key: 'description', title: 'description' },
    ],
    rows: presets.map((preset) => ({ ...preset })),
  };
}
