import type { Cell, Table } from './table-data.ts';

/**
 * A table as JSON: `{title, columns: [{key, title, unit}], rows: [{key: cell}], notes, commands}`, cells in
 * the order of the columns, every digit.
 */
export function jsonTable({ title, columns, rows, notes, commands }: Table): string {
  const document = {
    ...(title === undefined ? {} : { title }),
    columns: columns.map(({ key, title, unit }) => ({ key, title, ...(unit === undefined ? {} : { unit }) })),
    rows: rows.map((row) => Object.fromEntries(columns.map(({ key }) => [key, row[key] as Cell]))),
    ...(notes === undefined ? {} : { notes }),
    ...(commands === undefined ? {} : { commands }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
