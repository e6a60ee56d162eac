import { BadInput } from '../../errors/bad-input.ts';
import type { ResultColumn, Row } from '../../explore/query/results.ts';
import { acceleratorPlaces } from '../accelerator-places.ts';
import { coincidingSeries } from '../charts/coinciding.ts';
import type { GridMapSpec, LinesSpec } from '../charts/spec.ts';
import { capital } from '../tables/plain-text.ts';
import { heldPoints, partialPlaces } from './chart-held.ts';
import { levelNames, levelPhrases, type Side, sideOf } from './chart-levels.ts';
import { listText, numberOf, quantityOf, scaleFor, scaleOfLevels, titlesText } from './chart-quantities.ts';
import {
  type Aggregation,
  aggregate,
  aggregationText,
  type ChartedResults,
  okRows,
  textOf,
} from './charted-results.ts';

/** How points that fall together are shown: all but one choice of everything else held fixed, or as one. */
export type Choice = 'held' | Aggregation;

/** What a heat map shows: a metric over two sides, each of one column or of several that are read as one. */
export interface HeatQuestion {
  readonly rows: readonly ResultColumn[];
  readonly columns: readonly ResultColumn[];
  readonly value: ResultColumn;
  readonly of: Choice;
}

/**
 * A metric over two sides of a sweep. What the sides do not show is held fixed, or the points that fall on
 * one cell are aggregated and cells of fewer designs than others marked. Throws BadInput when no point was
 * simulated.
 */
export function heatChart(
  all: ChartedResults,
  { rows, columns, value, of: asked }: HeatQuestion,
): GridMapSpec {
  okRows(all, [value]);
  const shown = [...rows, ...columns];
  const { points, remarks, of } =
    asked === 'held' ? heldPoints(all, shown, value) : { points: all, remarks: [], of: asked };
  const down = sideOf(points.rows, rows);
  const across = sideOf(points.rows, columns);
  const cells = cellsOf(down, across);
  const found = cells.map((cell) => cell.flatMap((row) => numberOf(row, value) ?? []));
  const values = found.map((numbers) => (numbers.length === 0 ? null : aggregate(numbers, value, of)));
  const counts = found.map(({ length }) => length).filter((count) => count > 0);
  const partial = partialPlaces(points, shown, value, cells);
  const quantity = quantityOf(value);
  const title = `${capital(quantity.title)} by ${titlesText(shown)}`;
  return {
    ...textOf(points, title, [
      ...remarks,
      ...aggregationText(points, shown, { of, counts, place: 'cell' }),
      ...partial.remarks,
    ]),
    kind: 'grid-map',
    value: { ...quantity, scale: scaleFor(values.filter((one) => one !== null)) },
    rows: { ...sideQuantity(rows), names: levelNames(down) },
    columns: { ...sideQuantity(columns), names: levelNames(across) },
    values,
    missingName: missingName(cells.filter((_cell, i) => values[i] === null)),
    ...(partial.are.includes(true) ? { partial: { cells: partial.are, name: PARTIAL } } : {}),
  };
}

/** What a marked place is. */
const PARTIAL = 'of fewer designs: others do not fit there, or have no value';

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
  const infeasible = cells.filter(
    (cell) => cell.length > 0 && cell.every(({ status }) => status === 'infeasible'),
  );
  const isMissed = infeasible
    .flat()
    .some(({ reason }) => String(reason).startsWith('misses the constraint '));
  const name = isMissed ? 'does not fit or misses a constraint' : 'does not fit';
  if (infeasible.length === cells.length) return name;
  return infeasible.length === 0
    ? 'no result'
    : `no result (${infeasible.length} of ${cells.length} cells: ${name})`;
}

/**
 * What a chart of lines shows: a metric along a column of numbers, one line per
 * level of a family (none: one line).
 */
export interface LinesQuestion {
  readonly x: ResultColumn;
  readonly value: ResultColumn;
  readonly family: readonly ResultColumn[];
  readonly of: Choice;
}

/** More lines than this have no colours and markers of their own, and nobody follows them. */
const MOST_LINES = 20;

/**
 * A metric along an axis of a sweep; a line has a gap where no point was simulated. What is neither the axis
 * nor the family is held fixed, or the points that fall together are aggregated and markers of fewer designs
 * than others hollow. Throws BadInput.
 */
export function linesChart(all: ChartedResults, { x, value, family, of: asked }: LinesQuestion): LinesSpec {
  okRows(all, [x, value]);
  const shown = [x, ...family];
  const { points, remarks, of } =
    asked === 'held' ? heldPoints(all, shown, value) : { points: all, remarks: [], of: asked };
  const { drawn, empty } = linesOf(points, { x, value, family, of });
  const marks = drawn.flatMap((line) => line.points);
  const partial = partialPlaces(
    points,
    shown,
    value,
    marks.map(({ rows }) => rows),
  );
  const isPartial = new Map(marks.map((mark, i) => [mark, partial.are[i]]));
  const counts = marks.map(({ count }) => count).filter((count) => count > 0);
  const quantity = quantityOf(value);
  const y = { ...quantity, scale: scaleFor(marks.flatMap((mark) => mark.y ?? [])) };
  const places = placesOfLines(drawn, family);
  const series = drawn.map(({ name, points: of }, at) => ({
    name,
    ...(places === null ? {} : { place: places[at] }),
    points: of.map((mark) => ({ x: mark.x, y: mark.y, ...(isPartial.get(mark) ? { isPartial: true } : {}) })),
  }));
  return {
    ...textOf(points, `${capital(quantity.title)} by ${quantityOf(x).title}`, [
      ...remarks,
      ...aggregationText(points, shown, { of, counts, place: 'marker' }),
      ...partial.remarks,
      ...coincidingRemarks({ series, y }),
      ...(empty.length === 0 ? [] : [`without any result: ${empty.join('; ')}`]),
    ]),
    kind: 'lines',
    x: { ...quantityOf(x), scale: scaleOfLevels(marks.map((mark) => mark.x)) },
    y,
    series,
    ...(partial.are.includes(true) ? { partialName: PARTIAL } : {}),
  };
}

/** Lines of an accelerator have its colour, and markers of their own; null: no line is of one accelerator. */
function placesOfLines(lines: ReturnType<typeof linesOf>['drawn'], family: readonly ResultColumn[]) {
  if (!family.some(({ name }) => name === 'accelerator')) return null;
  return acceleratorPlaces(lines.map(({ points: [{ rows }] }) => String(rows[0].accelerator)));
}

/** The lines that have a point, and the names of those that have none. */
function linesOf(
  points: ChartedResults,
  { x, value, family, of }: LinesQuestion & { readonly of: Aggregation },
) {
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
  return { drawn, empty: all.filter((line) => !drawn.includes(line)).map(({ name }) => name) };
}

function coincidingRemarks(lines: Pick<LinesSpec, 'series' | 'y'>): string[] {
  const groups = coincidingSeries(lines).map((places) =>
    listText(places.map((place) => lines.series[place].name)),
  );
  return groups.length === 0 ? [] : [`dashed in turn where lines coincide: ${groups.join('; ')}`];
}

function lineOf(
  name: string,
  rows: readonly Row[],
  { x, value, of }: Omit<LinesQuestion, 'family'> & { readonly of: Aggregation },
) {
  const points = sideOf(rows, [x]).levels.map(({ values: [at], rows: members }) => {
    const numbers = members.flatMap((row) => numberOf(row, value) ?? []);
    const y = numbers.length === 0 ? null : aggregate(numbers, value, of);
    return { x: at as number, y, count: numbers.length, rows: members };
  });
  return { name, points };
}
