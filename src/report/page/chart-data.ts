import type {
  ChartSpec,
  ComparedBarsSpec,
  GridMapSpec,
  LinesSpec,
  Quantity,
  ScatterSpec,
  StackedBarsSpec,
} from '../charts/spec.ts';
import type { Cell, Table } from '../tables/table.ts';

/** More points than these are a picture, and no table to read. */
const MOST_POINTS = 2000;

/**
 * The numbers of a chart as a table; null where they are too many to be read, or the chart has none. Columns
 * are named as the axes are.
 */
export function chartData(spec: ChartSpec): Table | null {
  switch (spec.kind) {
    case 'stacked-bars':
      return barsTable(spec);
    case 'compared-bars':
      return comparedTable(spec);
    case 'lines':
      return linesTable(spec);
    case 'scatter':
      return scatterTable(spec);
    case 'trade-off':
      return pointsTable(
        spec,
        spec.points.map(({ x, y, label }) => ({ name: label, x, y })),
      );
    case 'grid-map':
      return gridTable(spec);
    case 'tornado':
      return twoEndsTable(spec.value, spec.bars, ['low', spec.lowName], ['high', spec.highName]);
    case 'waterfall':
      return twoEndsTable(spec.value, spec.parts, ['from', spec.from.name], ['to', spec.to.name]);
    default:
      return null;
  }
}

/** Columns of numbered keys, with the values of a row under them. */
const numbered = (values: readonly Cell[]): Record<string, Cell> =>
  Object.fromEntries(values.map((value, c) => [`c${c}`, value]));

function barsTable({ categories, bars, value: { unit } }: StackedBarsSpec): Table {
  return {
    columns: [
      { key: 'name', title: 'bar' },
      ...categories.map((title, c) => ({ key: `c${c}`, title, unit })),
    ],
    rows: bars.map(({ name, values }) => ({ name, ...numbered(values) })),
  };
}

function comparedTable({ bars, value, tickName }: ComparedBarsSpec): Table {
  const hasTicks = bars.some(({ ticks }) => ticks.length > 0);
  return {
    columns: [
      { key: 'name', title: 'bar' },
      { key: 'value', ...value },
      ...(hasTicks ? [{ key: 'ticks', title: tickName }] : []),
    ],
    rows: bars.map(({ name, value: found, ticks }) => ({ name, value: found, ticks: ticks.join(' to ') })),
  };
}

function linesTable({ series, ...axes }: LinesSpec): Table | null {
  return pointsTable(
    axes,
    series.flatMap(({ name, points }) => points.map(({ x, y }) => ({ name, x, y }))),
  );
}

function scatterTable({ points, series: names = [], ...axes }: ScatterSpec): Table | null {
  return pointsTable(
    axes,
    points.map(({ x, y, label, series = 0 }) => ({ name: label ?? names[series] ?? '', x, y })),
  );
}

function gridTable({ rows, columns, values }: GridMapSpec): Table {
  const across = columns.names.length;
  return {
    columns: [
      { key: 'name', title: rows.title, unit: rows.unit },
      ...columns.names.map((title, c) => ({ key: `c${c}`, title: `${columns.title} ${title}` })),
    ],
    rows: rows.names.map((name, r) => ({
      name,
      ...numbered(values.slice(r * across, (r + 1) * across)),
    })),
  };
}

/** Rows with a value at two ends each. */
function twoEndsTable(
  { unit }: Quantity,
  rows: readonly { readonly name: string }[],
  ...ends: readonly (readonly [key: string, title: string])[]
): Table {
  return {
    columns: [{ key: 'name', title: 'bar' }, ...ends.map(([key, title]) => ({ key, title, unit }))],
    rows: rows.map((row) => ({ ...row })),
  };
}

function pointsTable(
  { x, y }: { readonly x: Quantity; readonly y: Quantity },
  rows: readonly { readonly name: string; readonly x: Cell; readonly y: Cell }[],
): Table | null {
  if (rows.length > MOST_POINTS) return null;
  return {
    columns: [
      { key: 'name', title: 'series' },
      { key: 'x', title: x.title, unit: x.unit },
      { key: 'y', title: y.title, unit: y.unit },
    ],
    rows,
  };
}
