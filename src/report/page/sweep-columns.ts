import type { ResultColumn, Results, Row } from '../../explore/query/results.ts';
import { metrics } from '../../run/metrics.ts';
import { quantityOf, scaleFor, scaleOfLevels } from '../sweep/chart-quantities.ts';
import type { SweepColumn, SweepData, SweepValues } from './page-data.ts';

/** Digits that a measured value keeps: more than any picture shows. */
const DIGITS = 6;

/** Columns of results that say nothing to a reader. */
const unsaid = ['key'];

/** Titles of what tells points apart. */
const identityTitles: Readonly<Record<string, string>> = { index: 'point', status: 'outcome' };

/** The columns of a sweep that differ, and those that do not, in words. */
export function sweepColumns({
  columns,
  rows,
}: Pick<Results, 'columns' | 'rows'>): Pick<SweepData, 'columns' | 'constants'> {
  const shown: SweepColumn[] = [];
  const constants: SweepData['constants'][number][] = [];
  for (const column of columns.filter(({ name }) => !unsaid.includes(name))) {
    const distinct = distinctOf(column, rows);
    if (distinct.size === 0 && column.name !== 'index') continue;
    const { title, unit } = wordsOf(column);
    const [only] = distinct;
    if (column.name !== 'index' && isConstant(column, rows, distinct))
      constants.push({
        title,
        unit,
        text: typeof only === 'number' ? String(cut(column, only)) : String(only),
      });
    else shown.push(columnOf(column, rows));
  }
  return { columns: shown, constants };
}

function distinctOf({ name }: ResultColumn, rows: readonly Row[]): Set<Row[string]> {
  const found = new Set(rows.map((row) => row[name] ?? null));
  found.delete(null);
  return found;
}

/** Metrics that pictures are made of even where all points have the same, as a single point has. */
const pictured = ['latency_us', 'energy_uj'];

/** Of a metric only what was simulated counts. */
function isConstant({ name, role }: ResultColumn, rows: readonly Row[], distinct: Set<unknown>): boolean {
  if (distinct.size > 1 || pictured.includes(name)) return false;
  return role === 'metric' || rows.every((row) => (row[name] ?? null) !== null);
}

function wordsOf(column: ResultColumn): { readonly title: string; readonly unit: string } {
  const { title, unit } = quantityOf(column);
  return { title: identityTitles[column.name] ?? title, unit };
}

function columnOf(column: ResultColumn, rows: readonly Row[]): SweepColumn {
  const { name, role } = column;
  const data = valuesOf(column, rows);
  const numbers = data.kind === 'numbers' ? data.values.filter((value) => value !== null) : [];
  const scale = role === 'axis' ? scaleOfLevels(numbers) : role === 'metric' ? scaleFor(numbers) : 'linear';
  return { name, ...wordsOf(column), role, better: wantedEnd(column), scale, data };
}

/** Which end of a metric a designer wants; null for what is no figure. */
function wantedEnd({ name, role }: ResultColumn): SweepColumn['better'] {
  if (role !== 'metric') return null;
  const better = metrics.find((metric) => metric.name === name)?.better;
  return better === 'large' ? 'higher' : better === 'small' ? 'lower' : null;
}

function valuesOf(column: ResultColumn, rows: readonly Row[]): SweepValues {
  const cells = rows.map((row) => row[column.name] ?? null);
  if (cells.every((cell) => cell === null || typeof cell === 'number'))
    return { kind: 'numbers', values: cells.map((cell) => (cell === null ? null : cut(column, cell))) };
  const words = new Map<string, number>();
  const places = cells.map((cell) => {
    if (cell === null) return null;
    const word = String(cell);
    const place = words.get(word) ?? words.size;
    words.set(word, place);
    return place;
  });
  return { kind: 'words', words: [...words.keys()], places };
}

function cut({ role }: ResultColumn, value: number): number {
  return role !== 'metric' || Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}
