import type { Cell, Table } from './table-data.ts';
import { headOf } from './table-text.ts';

/**
 * A table as CSV per RFC 4180: CR LF line ends, quotes doubled, the shortest digits that give back the same
 * number. No value is an empty field and the empty text a quoted one, so nothing is lost but title and
 * notes, for which CSV has no place.
 */
export function csvTable({ columns, rows }: Table): string {
  const lines = [columns.map((column) => field(headOf(column)))];
  for (const row of rows) lines.push(columns.map(({ key }) => field(row[key] as Cell)));
  return lines.map((fields) => `${fields.join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const needsQuotes = cell === '' || /[",\r\n]|^\s|\s$/.test(cell);
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}
