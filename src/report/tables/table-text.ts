import { commonDigits, formatNumber } from './number-text.ts';
import { printable } from './plain-text.ts';
import type { Cell, Column, Table } from './table-data.ts';

/** One column of a table as people read it. */
export interface TextColumn {
  /** Title and [unit]. */
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
}

/** Title and unit of a column, the same in every format. */
export function headOf({ title, unit }: Column): string {
  return unit === undefined || unit === '' ? title : `${title} [${unit}]`;
}

/**
 * The table's columns as text: numbers with the column's digits, yes and no, - for no value,
 * nothing that could steer a terminal.
 */
export function textColumns({ columns, rows }: Table): TextColumn[] {
  return columns.map((column) => {
    const cells = rows.map((row) => row[column.key] as Cell);
    const numbers = cells.filter((cell) => typeof cell === 'number');
    const digits = column.digits ?? commonDigits(numbers);
    const onlyNumbers =
      numbers.length > 0 && cells.every((cell) => cell === null || typeof cell === 'number');
    return {
      head: printable(headOf(column)),
      align: column.align ?? (onlyNumbers ? 'right' : 'left'),
      cells: cells.map((cell) => cellText(cell, digits)),
    };
  });
}

function cellText(cell: Cell, digits: number): string {
  if (cell === null) return '-';
  if (typeof cell === 'number') return formatNumber(cell, digits);
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return printable(cell);
}
