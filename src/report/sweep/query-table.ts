import type { Answer, AnswerColumn } from '../../explore/query/answer.ts';
import { commonDigits } from '../tables/number-text.ts';
import type { Table } from '../tables/table.ts';

/**
 * Columns keep the names that are typed after --where and --columns; the names
 * of metrics end with their unit.
 */
const columnOf = ({ name }: AnswerColumn) => ({ key: name, title: name });

/**
 * An answer for a reader: the columns that are needed to understand it, at most `mostRows` rows, and
 * below it what the figures mean.
 */
export function readableTable(
  { title, columns, rows: all, readable, notes }: Answer,
  mostRows = Infinity,
): Table {
  const rows = all.slice(0, mostRows);
  const cut =
    rows.length < all.length
      ? [
          `The first ${rows.length} of ${all.length} rows: --format json, csv or markdown prints all, --export writes them to a file.`,
        ]
      : [];
  const byName = new Map(columns.map((column) => [column.name, column]));
  const shown = readable.flatMap((name) => byName.get(name) ?? []);
  const columnsShown = shown.map((column) => {
    const digits = digitsOf(column, rows);
    return { ...columnOf(column), ...(digits === null ? {} : { digits }) };
  });
  return { title, columns: columnsShown, rows, notes: [...cut, ...notes] };
}

/** Settings are shown exactly, as far as that is a readable number of digits. */
const MOST_SETTING_DIGITS = 6;

function digitsOf({ name, role }: AnswerColumn, rows: Answer['rows']): number | null {
  if (role !== 'axis') return null;
  const numbers = rows.map((row) => row[name]).filter((value) => typeof value === 'number');
  const exact = numbers.reduce((most, value) => Math.max(most, digitsIn(value)), 0);
  return exact > MOST_SETTING_DIGITS ? Math.max(commonDigits(numbers), MOST_SETTING_DIGITS) : exact;
}

/** Digits after the point of a number as it is written. */
function digitsIn(value: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e(.+))?$/.exec(String(value)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

/** An answer with every column, for CSV: the header is the names of the columns. */
export function wholeTable({ columns, rows }: Answer): Table {
  return { columns: columns.map(columnOf), rows };
}

const PART_ROWS = 1000;

/**
 * An answer as JSON: an array of one object per row, its keys the names of the columns; a row a line. In
 * parts of whole lines, for large answers.
 */
export function* answerJson({ columns, rows }: Answer): Generator<string> {
  if (rows.length === 0) return yield '[]\n';
  const line = (row: Answer['rows'][number], index: number) => {
    const cells = Object.fromEntries(columns.map(({ name }) => [name, row[name]]));
    return `  ${JSON.stringify(cells)}${index === rows.length - 1 ? '' : ','}\n`;
  };
  yield '[\n';
  for (let start = 0; start < rows.length; start += PART_ROWS) {
    const part = rows.slice(start, start + PART_ROWS);
    yield part.map((row, i) => line(row, start + i)).join('');
  }
  yield ']\n';
}
