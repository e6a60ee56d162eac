import { type Shown, type ViewName, viewFor } from '../report/index.ts';
import { formatTable, type TableFormat } from '../report/tables/table.ts';
import type { Io } from './io.ts';

/** Nobody reads more in a terminal, and fitting its columns takes ever longer. */
const MOST_TERMINAL_ROWS = 1000;

/** Prints a result in a format, as its view says: the one way in which a command prints one. */
export async function printResult<Name extends ViewName>(
  io: Io,
  name: Name,
  result: Shown<Name>,
  format: TableFormat,
): Promise<void> {
  const view = await viewFor(name);
  if (format === 'json') {
    for (const part of view.json(result)) {
      io.print(part);
      // A slow reader must not make us hold all that it has not read.
      await io.written?.();
    }
    return;
  }
  const mostRows = format === 'table' ? MOST_TERMINAL_ROWS : Number.POSITIVE_INFINITY;
  const tables = format === 'csv' ? view.csv(result) : view.tables(result, mostRows);
  const width = io.widthColumns === undefined ? {} : { widthColumns: io.widthColumns };
  const options = { colour: io.wantsColour, ...width };
  io.print(tables.map((table) => formatTable(table, format, options)).join('\n'));
}
