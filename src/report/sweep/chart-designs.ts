import { BadInput } from '../../errors/bad-input.ts';
import type { ResultColumn, Row } from '../../explore/query/results.ts';
import { acceleratorPlaces } from '../accelerator-places.ts';
import type { ParallelAxis, ParallelSpec, ScatterSpec } from '../charts/spec.ts';
import { capital } from '../tables/plain-text.ts';
import { labelsOf, sharedPhrases, tellingColumns, valuesInColumn, varies } from './chart-levels.ts';
import { listText, quantityOf, scaleFor, scaleOfLevels, titlesText } from './chart-quantities.ts';
import { type ChartedResults, okRows, textOf, varyingColumns } from './charted-results.ts';

/** A metric of which a designer wants little or much. */
export interface Goal {
  readonly column: ResultColumn;
  readonly better: 'lower' | 'higher';
}

/** Two metrics, and the points that no other beats in both of them: rows of the points. */
export interface FrontQuestion {
  readonly x: Goal;
  readonly y: Goal;
  readonly front: readonly Row[];
}

/**
 * All simulated points in two metrics, the front labelled with what differs along it. Throws BadInput
 * when there is no point to draw.
 */
export function paretoChart(points: ChartedResults, { x, y, front }: FrontQuestion): ScatterSpec {
  const shown = okRows(points, [x.column, y.column]);
  const factors = varyingColumns(points);
  const byName =
    factors.find(({ name }) => name === 'accelerator') ?? factors.find(({ name }) => name === 'workload');
  const names = byName === undefined ? [] : valuesInColumn(shown, byName);
  const labelled = labelColumns(
    shown,
    front,
    factors.filter((column) => column !== byName),
  );
  const labelOf = labelsOf(front, labelled);
  const isOnFront = new Set(front);
  const goal = ({ column, better }: Goal, values: readonly number[]) =>
    ({ ...quantityOf(column), scale: scaleFor(values), better }) as const;
  const numbers = ({ column }: Goal) => shown.map((row) => row[column.name] as number);
  const title = `${capital(quantityOf(y.column).title)} against ${quantityOf(x.column).title}`;
  return {
    ...textOf(
      points,
      title,
      labelRemarks(
        front,
        factors.filter((column) => column !== byName),
        labelled,
      ),
    ),
    kind: 'scatter',
    x: goal(x, numbers(x)),
    y: goal(y, numbers(y)),
    ...(names.length > 0 ? { series: names.map(String), ...placesOf(byName, names) } : {}),
    points: shown.map((row) => ({
      x: row[x.column.name] as number,
      y: row[y.column.name] as number,
      ...(byName === undefined ? {} : { series: names.indexOf(row[byName.name]) }),
      ...(isOnFront.has(row) ? { label: labelOf(row) } : {}),
      isOnFront: isOnFront.has(row),
    })),
  };
}

/** Accelerators have their colours; other names those of their order. */
function placesOf(column: ResultColumn | undefined, names: readonly Row[string][]) {
  return column?.name === 'accelerator' ? { seriesPlaces: acceleratorPlaces(names.map(String)) } : {};
}

/** What differs along the front; along a front of one design, what differs in the sweep. */
function labelColumns(
  shown: readonly Row[],
  front: readonly Row[],
  factors: readonly ResultColumn[],
): ResultColumn[] {
  const found = tellingColumns(front, factors);
  return found.length > 0 ? found : tellingColumns(shown, factors);
}

/**
 * What the labels list, what the whole front has in common, and that the labels do not
 * list all that differs along it.
 */
function labelRemarks(
  front: readonly Row[],
  factors: readonly ResultColumn[],
  labelled: readonly ResultColumn[],
): string[] {
  const others = factors.filter((column) => !labelled.includes(column));
  const left = others.filter((column) => varies(front, column));
  const shared = sharedPhrases(front, others);
  const titles = labelled.map((column) => quantityOf(column).title).join(' x ');
  return [
    ...(labelled.length === 0 ? [] : [`labels: ${titles}`]),
    ...(left.length === 0 ? [] : [`not in the labels: ${titlesText(left)}`]),
    ...(shared.length === 0 ? [] : [`the whole front: ${listText(shared)}`]),
  ];
}

/**
 * What parallel coordinates show: the columns from left to right, which one gives the colours, and
 * the front that is highlighted.
 */
export interface ParallelQuestion extends FrontQuestion {
  readonly columns: readonly ResultColumn[];
  readonly colour: ResultColumn;
}

const FEWEST_AXES = 2;
const MOST_AXES = 14;

/**
 * All simulated points as lines across columns. Throws BadInput when no point was simulated, and for fewer
 * than 2 or more than 14 columns.
 */
export function parallelChart(points: ChartedResults, question: ParallelQuestion): ParallelSpec {
  const { columns, colour, x, y, front } = question;
  if (columns.length < FEWEST_AXES || columns.length > MOST_AXES)
    throw new BadInput(
      `--columns: parallel coordinates have ${FEWEST_AXES} to ${MOST_AXES} columns, found ${columns.length}`,
    );
  const rows = okRows(points, []);
  const axes = columns.map((column) => axisOf(column, rows));
  const isOnFront = new Set(front);
  const goals = [x, y].map(
    ({ column, better }) => `${better === 'lower' ? 'low' : 'high'} ${quantityOf(column).title}`,
  );
  return {
    ...textOf(points, `The designs of ${points.manifest.name}`, [
      `${rows.length} simulated points, a line each`,
      `colour: ${quantityOf(colour).title}`,
    ]),
    kind: 'parallel',
    axes,
    colourAxis: columns.indexOf(colour),
    lines: rows.map((row) => ({
      values: columns.map(({ name }, i) => placeOn(axes[i], row[name])),
      isOnFront: isOnFront.has(row),
    })),
    frontName: `Pareto front of ${goals.join(' and ')}`,
  };
}

function axisOf(column: ResultColumn, rows: readonly Row[]): ParallelAxis {
  const values = valuesInColumn(rows, column).filter((value) => value !== null);
  const quantity = quantityOf(column);
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) {
    const names = values.map(String);
    const places = column.name === 'accelerator' ? { places: acceleratorPlaces(names) } : {};
    return { ...quantity, scale: 'categorical', names, ...places };
  }
  return { ...quantity, scale: (column.role === 'axis' ? scaleOfLevels : scaleFor)(numbers) };
}

function placeOn(axis: ParallelAxis, value: Row[string]): number | null {
  if (value === null) return null;
  return axis.scale === 'categorical' ? axis.names.indexOf(String(value)) : (value as number);
}
