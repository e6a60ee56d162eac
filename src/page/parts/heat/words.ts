import type { HeatData } from '../../../report/page/page-data.ts';
import { type HeatCells, numbersOf } from './cells.ts';

/** What a map shows, in sentences for people who do not see it. */
export function heatSummary({ rows, columns, value, values }: HeatData): string {
  const size = `Map of ${rows.count} rows (${rows.title}) and ${columns.count} columns (${columns.title}): ${value.title}.`;
  const max = values.reduce((a, b) => Math.max(a, b), 0);
  if (max === 0) return `${size} All are 0.`;
  const place = values.indexOf(max);
  const row = rows.first + rows.step * Math.floor(place / columns.count);
  const column = columns.first + columns.step * (place % columns.count);
  const sum = values.reduce((a, b) => a + b, 0);
  return `${size} In all ${sum} ${value.unit}; most, ${max}, at ${rows.title} ${row}, ${columns.title} ${column}.`;
}

/** What a cell is, in lines: its heading first. */
export function cellWords(data: HeatData, cells: HeatCells, row: number, column: number): readonly string[] {
  const several = cells.rowsPerCell > 1 || cells.columnsPerCell > 1;
  const count = cells.values[row * cells.columns + column];
  return [
    `${several ? 'at most ' : ''}${count} ${data.value.unit}`,
    `${data.rows.title} ${numbersOf(data.rows, cells.rowsPerCell, row)}`,
    `${data.columns.title} ${numbersOf(data.columns, cells.columnsPerCell, column)}`,
  ];
}

/** Sums of the rows of a map with the place of the largest value in each, a row of headers first. */
export function sumsOfRows({ rows, columns, value, values }: HeatData): readonly (readonly string[])[] {
  const unit = value.unit === '' ? '' : ` (${value.unit})`;
  const sums = Array.from({ length: rows.count }, (_unused, row) => {
    const own = values.slice(row * columns.count, (row + 1) * columns.count);
    const most = own.reduce((a, b) => Math.max(a, b), 0);
    return [
      String(rows.first + rows.step * row),
      String(own.reduce((a, b) => a + b, 0)),
      String(most),
      most === 0 ? 'none' : String(columns.first + columns.step * own.indexOf(most)),
    ];
  });
  return [[rows.title, `In all${unit}`, `Most${unit}`, `Most at ${columns.title}`], ...sums];
}

/** Every value of a map, row after row, a row of headers first. */
export function heatRows({ rows, columns, value, values }: HeatData): readonly (readonly string[])[] {
  return [
    [rows.title, columns.title, value.unit === '' ? value.title : `${value.title} (${value.unit})`],
    ...values.map((count, place) => [
      String(rows.first + rows.step * Math.floor(place / columns.count)),
      String(columns.first + columns.step * (place % columns.count)),
      String(count),
    ]),
  ];
}
