import { csvTable } from './table-csv.ts';
import type { Table } from './table-data.ts';
import { jsonTable } from './table-json.ts';
import { markdownTable } from './table-markdown.ts';
import { type TerminalOptions, terminalTable } from './table-terminal.ts';

export type { Cell, Column, Table } from './table-data.ts';

/** How a table is printed. */
export type TableFormat = 'table' | 'csv' | 'markdown' | 'json';

/**
 * Prints a table: for a terminal (`table`), as CSV per RFC 4180 (rows only, every digit), as GitHub markdown
 * or as JSON (`{title, columns, rows, notes}`). Ends with a line end. Throws RangeError when a row lacks a
 * cell of a column or a number is not finite.
 */
export function formatTable(table: Table, format: TableFormat, options: TerminalOptions = {}): string {
  refuseHoles(table);
  switch (format) {
    case 'table':
      return terminalTable(table, options);
    case 'csv':
      return csvTable(table);
    case 'markdown':
      return markdownTable(table);
    case 'json':
      return jsonTable(table);
  }
}

function refuseHoles({ columns, rows }: Table): void {
  for (const [index, row] of rows.entries()) {
    for (const { key } of columns) {
      const cell = Object.hasOwn(row, key) ? row[key] : undefined;
      if (cell === undefined) throw new RangeError(`table row ${index} has no cell '${key}'`);
      if (typeof cell === 'number' && !Number.isFinite(cell)) {
        throw new RangeError(`table row ${index}, cell '${key}' is ${cell}`);
      }
    }
  }
}
