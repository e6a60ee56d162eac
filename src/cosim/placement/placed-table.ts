import { BadInput } from '../../errors/bad-input.ts';
import type { PlacedPath } from './placed-path.ts';

/** The longest path of a circuit, placed with a seed, by which tools. */
export interface PlacedRow extends PlacedPath {
  readonly stage: string;
  readonly variant: string;
  readonly size: number;
  readonly seed: number;
  readonly tool: string;
}

const words = ['stage', 'variant', 'tool'] as const;
const columns = [
  'stage',
  'variant',
  'size',
  'seed',
  'cells',
  'levels',
  'carryBits',
  'hops',
  'clockToOutNs',
  'logicNs',
  'carryNs',
  'routingNs',
  'setupNs',
  'delayNs',
  'tool',
] as const;

const isWord = (column: (typeof columns)[number]) => words.some((word) => word === column);

/** The table as CSV, times to a hundredth of a nanosecond. */
export function placedTableText(rows: readonly PlacedRow[]): string {
  const field = (row: PlacedRow, column: (typeof columns)[number]) =>
    column.endsWith('Ns') ? Number(row[column]).toFixed(2) : row[column];
  const lines = rows.map((row) => columns.map((column) => field(row, column)).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

/** Reads the table again. Throws BadInput with the line that is wrong. */
export function readPlacedTable(text: string, source: string): readonly PlacedRow[] {
  const [head, ...lines] = text.trim().split('\n');
  if (head !== columns.join(',')) throw new BadInput(`${source}, line 1: expected ${columns.join(',')}`);
  return lines.map((line, index) => readRow(line, `${source}, line ${index + 2}`));
}

function readRow(line: string, place: string): PlacedRow {
  const fields = line.split(',');
  if (fields.length !== columns.length)
    throw new BadInput(`${place}: ${fields.length} fields, expected ${columns.length}`);
  const entries = columns.map((column, index) => {
    const field = fields[index];
    if (isWord(column)) return [column, field];
    if (field === '' || !(Number(field) >= 0))
      throw new BadInput(`${place}, ${column}: expected a number, found ${field || 'nothing'}`);
    return [column, Number(field)];
  });
  return Object.fromEntries(entries) as PlacedRow;
}
