import type { ResultColumn, Row } from '../../explore/query/results.ts';
import { formatNumber } from '../tables/number-text.ts';
import { phraseOf, quantityOf } from './chart-quantities.ts';

type Value = Row[string];

/** The points that share the values of some columns. */
export interface SideLevel {
  readonly values: readonly Value[];
  readonly rows: readonly Row[];
}

/** What differs along one side of a chart: the values of a column, or of several that are read as one. */
export interface Side {
  readonly columns: readonly ResultColumn[];
  /** Numbers ascending, other values as they first come. */
  readonly levels: readonly SideLevel[];
}

/** The levels of columns over some points. */
export function sideOf(rows: readonly Row[], columns: readonly ResultColumn[]): Side {
  const found = new Map<string, { values: Value[]; rows: Row[] }>();
  for (const row of rows) {
    const values = columns.map(({ name }) => row[name]);
    const key = JSON.stringify(values);
    const level = found.get(key);
    if (level === undefined) found.set(key, { values, rows: [row] });
    else level.rows.push(row);
  }
  const orders = columns.map((column) => orderOf(valuesInColumn(rows, column)));
  const rank = ({ values }: SideLevel): number[] => values.map((value, i) => orders[i].indexOf(value));
  const ranked = [...found.values()].map((level) => ({ level, rank: rank(level) }));
  ranked.sort((a, b) => firstDifference(a.rank, b.rank));
  return { columns, levels: ranked.map(({ level }) => level) };
}

/** The values that occur in a column, as they first come. */
export function valuesInColumn(rows: readonly Row[], { name }: ResultColumn): Value[] {
  return [...new Set(rows.map((row) => row[name]))];
}

/** Whether a column tells points apart. */
export function varies(rows: readonly Row[], { name }: ResultColumn): boolean {
  return rows.some((row) => row[name] !== rows[0][name]);
}

function orderOf(values: readonly Value[]): Value[] {
  const isNumeric = values.every((value) => typeof value === 'number');
  return isNumeric ? [...values].sort((a, b) => Number(a) - Number(b)) : [...values];
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((place, i) => place !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}

/** The names of levels where the title of the side stands beside them: `64`, `resident, 200`. */
export function levelNames({ columns, levels }: Side): string[] {
  const texts = columns.map((column, i) =>
    textsOf(
      column,
      levels.map(({ values }) => values[i]),
    ),
  );
  return levels.map(({ values }) => values.map((value, i) => texts[i](value)).join(', '));
}

/** The names of levels that stand alone, as in a legend: `2 ports`, `csr, 200 MHz`. */
export function levelPhrases({ columns, levels }: Side): string[] {
  const texts = columns.map((column, i) => {
    const textOf = textsOf(
      column,
      levels.map(({ values }) => values[i]),
    );
    return (value: Value) => (typeof value === 'number' ? phraseOf(column, textOf(value)) : textOf(value));
  });
  return levels.map(({ values }) => values.map((value, i) => texts[i](value)).join(', '));
}

/** Writes the values of a column, with as many digits, at least four, as tell them apart. */
export function textsOf(column: ResultColumn, values: readonly Value[]): (value: Value) => string {
  const numbers = [...new Set(values.filter((value) => typeof value === 'number'))];
  const shortened = (digits: number) => (value: number) =>
    Number.isInteger(value) ? formatNumber(value, 0) : String(Number(value.toPrecision(digits)));
  let digits = 4;
  while (digits < 17 && new Set(numbers.map(shortened(digits))).size < numbers.length) digits++;
  const short = shortened(digits);
  return (value) => {
    if (typeof value === 'number') return short(value);
    if (typeof value !== 'boolean') return value ?? 'none';
    const { title } = quantityOf(column);
    return value ? title : `no ${title}`;
  };
}

const MOST_LABEL_COLUMNS = 3;

/** The columns that tell some points apart best, at most three of them, in the order of the columns. */
export function tellingColumns(rows: readonly Row[], columns: readonly ResultColumn[]): ResultColumn[] {
  const counted = columns.map((column, i) => ({ column, i, count: valuesInColumn(rows, column).length }));
  return counted
    .filter(({ count }) => count > 1)
    .sort((a, b) => b.count - a.count || a.i - b.i)
    .slice(0, MOST_LABEL_COLUMNS)
    .sort((a, b) => a.i - b.i)
    .map(({ column }) => column);
}

/** Short labels of points by the values of columns: `64 x 32`; with a name among them `resident, 200`. */
export function labelsOf(rows: readonly Row[], columns: readonly ResultColumn[]): (row: Row) => string {
  const values = columns.map((column) => valuesInColumn(rows, column));
  const texts = columns.map((column, i) => textsOf(column, values[i]));
  const separator = values.flat().every((value) => typeof value === 'number') ? ' x ' : ', ';
  return (row) => columns.map(({ name }, i) => texts[i](row[name])).join(separator);
}

/** The values of columns that all of some points share, as phrases. */
export function sharedPhrases(rows: readonly Row[], columns: readonly ResultColumn[]): string[] {
  return columns.flatMap((column) => {
    const shares = rows.length > 0 && !varies(rows, column);
    return shares ? levelPhrases(sideOf(rows.slice(0, 1), [column])) : [];
  });
}
