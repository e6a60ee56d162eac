import { BadInput } from '../../errors/bad-input.ts';
import type { ResultColumn, Row } from '../../explore/query/results.ts';
import type { GridMapSpec, LinesSpec } from '../charts/spec.ts';
import { levelNames, levelPhrases, type Side, sideOf } from './chart-levels.ts';
import { capital, numberOf, quantityOf, scaleFor, scaleOfLevels, titlesText } from './chart-quantities.ts';
import {
  type Aggregation,
  aggregate,
  aggregationText,
  type ChartedResults,
  okRows,
  textOf,
} from './charted-results.ts';

/** What a heat map shows: a metric over two sides, each of one column or of several that are read as one. */
export interface HeatQuestion {
  readonly rows: readonly ResultColumn[];
  readonly columns: readonly ResultColumn[];
  readonly value: ResultColumn;
  readonly of: Aggregation;
}

/**
 * A metric over two sides of a sweep; points that fall on one cell are aggregated. Throws
 * BadInput when no point was simulated.
 */
export function heatChart(points: ChartedResults, { rows, columns, value, of }: HeatQuestion): GridMapSpec {
  okRows(points, [value]);
  const down = sideOf(points.rows, rows);
  const across = sideOf(points.rows, columns);
  const cells = cellsOf(down, across);
  const found = cells.map((cell) => cell.flatMap((row) => numberOf(row, value) ?? []));
  const values = found.map((numbers) => (numbers.length === 0 ? null : aggregate(numbers, value, of)));
  const counts = found.map(({ length }) => length).filter((count) => count > 0);
  const quantity = quantityOf(value);
  const title = `${capital(quantity.title)} by ${titlesText([...rows, ...columns])}`;
  return {
    ...textOf(points, title, aggregationText(points, [...rows, ...columns], { of, counts, place: 'cell' })),
    kind: 'grid-map',
    value: { ...quantity, scale: scaleFor(values.filter((one) => one !== null)) },
    rows: { ...sideQuantity(rows), names: levelNames(down) },
    columns: { ...sideQuantity(columns), names: levelNames(across) },
    values,
    missingName: missingName(cells.filter((_cell, i) => values[i] === null)),
  };
}

/** The title of a side of several columns names all of them. */
function sideQuantity(columns: readonly ResultColumn[]) {
  return columns.length === 1 ? quantityOf(columns[0]) : { title: titlesText(columns), unit: '' };
}

/** The points of every pair of levels, row after row. */
function cellsOf(down: Side, across: Side): Row[][] {
  const columnOf = new Map(across.levels.flatMap(({ rows }, i) => rows.map((row) => [row, i])));
  return down.levels.flatMap(({ rows }) => {
    const cells: Row[][] = across.levels.map(() => []);
    for (const row of rows) cells[columnOf.get(row) as number].push(row);
    return cells;
  });
}

/** What the cells without a value have in common. */
function missingName(cells: readonly (readonly Row[])[]): string {
  const misfits = cells.filter(
    (cell) => cell.length > 0 && cell.every(({ status }) => status === 'infeasible'),
  ).length;
  if (misfits === cells.length) return 'does not fit';
  return misfits === 0 ? 'no result' : `no result (${misfits} of ${cells.length} cells: does not fit)`;
}

/**
 * What a chart of lines shows: a metric along a column of numbers, one line per
 * level of a family (none: one line).
 */
export interface LinesQuestion {
  readonly x: ResultColumn;
  readonly value: ResultColumn;
  readonly family: readonly ResultColumn[];
  readonly of: Aggregation;
}

/** More lines than this have no colours and markers of their own, and nobody follows them. */
const MOST_LINES = 20;

/**
 * A metric along an axis of a sweep; points that fall together are aggregated, a line has a gap where none
 * was simulated. Throws BadInput.
 */
export function linesChart(points: ChartedResults, { x, value, family, of }: LinesQuestion): LinesSpec {
  okRows(points, [x, value]);
  const side = sideOf(
    points.rows.filter((row) => typeof row[x.name] === 'number'),
    family,
  );
  const names = family.length === 0 ? [quantityOf(value).title] : levelPhrases(side);
  const all = side.levels.map(({ rows }, i) => lineOf(names[i], rows, { x, value, of }));
  const drawn = all.filter(({ points: marks }) => marks.some(({ y }) => y !== null));
  if (drawn.length > MOST_LINES)
    throw new BadInput(
      `--family: ${titlesText(family)} would be ${drawn.length} lines, expected at most ${MOST_LINES}; --where chooses fewer points`,
    );
  const empty = all.filter((line) => !drawn.includes(line)).map(({ name }) => name);
  const counts = drawn.flatMap((line) => line.points.map(({ count }) => count)).filter((count) => count > 0);
  const quantity = quantityOf(value);
  const ys = drawn.flatMap((line) => line.points.flatMap(({ y }) => y ?? []));
  const xs = drawn.flatMap((line) => line.points.map((point) => point.x));
  return {
    ...textOf(points, `${capital(quantity.title)} by ${quantityOf(x).title}`, [
      ...aggregationText(points, [x, ...family], { of, counts, place: 'marker' }),
      ...(empty.length === 0 ? [] : [`without any result: ${empty.join('; ')}`]),
    ]),
    kind: 'lines',
    x: { ...quantityOf(x), scale: scaleOfLevels(xs) },
    y: { ...quantity, scale: scaleFor(ys) },
    series: drawn.map(({ name, points: marks }) => ({
      name,
      points: marks.map(({ x: at, y }) => ({ x: at, y })),
    })),
  };
}

function lineOf(name: string, rows: readonly Row[], { x, value, of }: Omit<LinesQuestion, 'family'>) {
  const points = sideOf(rows, [x]).levels.map(({ values: [at], rows: members }) => {
    const numbers = members.flatMap((row) => numberOf(row, value) ?? []);
    const y = numbers.length === 0 ? null : aggregate(numbers, value, of);
    return { x: at as number, y, count: numbers.length };
  });
  return { name, points };
}
