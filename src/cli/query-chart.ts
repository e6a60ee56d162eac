import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import { writeFileAtomic } from '../disk/atomic-file.ts';
import { BadInput } from '../errors/bad-input.ts';
import { findColumn, findNumbers, namesOf } from '../explore/query/columns.ts';
import { frontRows } from '../explore/query/objective.ts';
import type { ResultColumn, Results } from '../explore/query/results.ts';
import { rowsWhere } from '../explore/query/where.ts';
import type { ChartSpec } from '../report/charts/spec.ts';
import {
  defaultAxes,
  defaultBars,
  defaultFamily,
  defaultSides,
  defaultX,
} from '../report/sweep/chart-defaults.ts';
import { type FrontQuestion, type Goal, parallelChart, paretoChart } from '../report/sweep/chart-designs.ts';
import { betterOf } from '../report/sweep/chart-quantities.ts';
import { stallsChart } from '../report/sweep/chart-stalls.ts';
import { type ChartedResults, okRows } from '../report/sweep/charted-results.ts';
import { heatChart, linesChart } from '../report/sweep/charts.ts';
import {
  addDrawingOptions,
  type DrawingOptions,
  drawingOf,
  type PictureKind,
  pictureKinds,
} from './drawing-options.ts';
import type { Io } from './io.ts';
import { pictureOf, underTitle } from './picture.ts';

const kinds = ['heat', 'pareto', 'lines', 'stalls', 'parallel'] as const;

/** What the results of a sweep can be drawn as. */
export type ChartKind = (typeof kinds)[number];

const aggregations = ['best', 'min', 'max', 'mean'] as const;

/** The options of `bbsim query` that draw, by the names that they have there. */
export interface ChartOptions extends DrawingOptions {
  readonly chart?: ChartKind;
  readonly out?: string;
  readonly x?: string;
  readonly y?: string;
  readonly value?: string;
  readonly family?: string;
  readonly of?: (typeof aggregations)[number];
  readonly where?: string;
  readonly columns?: string;
}

/** The options that draw a chart of the results. */
export function addChartOptions(command: Command): Command {
  const withQuestions = command
    .addOption(
      new Option(
        '--chart <kind>',
        'draws the points to --out instead: a metric over two axes (heat), two metrics with their front (pareto), a metric along an axis ' +
          '(lines), where the cycles go (stalls), or all axes and main metrics (parallel)',
      ).choices(kinds),
    )
    .option('--out <file>', 'with --chart: a .png, .svg or .pdf file')
    .option(
      '--x <column>',
      'with --chart: axis from left to right (heat, lines), first metric (pareto, parallel; max: before it: more is better), one bar each (stalls)',
    )
    .option('--y <column>', 'with --chart: axis from top to bottom (heat), second metric (pareto, parallel)')
    .option(
      '--value <column>',
      'with --chart: the metric of heat and lines, the colour of parallel (default: latency_us)',
    )
    .option('--family <columns>', 'with --chart lines: one line for each of their values')
    .addOption(
      new Option(
        '--of <which>',
        'with --chart heat or lines: what is shown of points that fall together, instead of holding fixed what is on no axis of the chart, ' +
          'at the values that the subtitle says (--where chooses others); best is max for utilisation and gops, else min',
      ).choices(aggregations),
    );
  return addDrawingOptions(withQuestions);
}

/** Writes the chart that is asked for. */
export type Drawer = (io: Io, results: Results) => Promise<void>;

/**
 * What draws the chart that the options ask for; null: they ask for none. Throws BadInput for
 * options that do not go together.
 */
export function chartDrawer(options: ChartOptions): Drawer | null {
  const { chart } = options;
  if (chart === undefined) return null;
  const drawing = drawingOf(options);
  const files = filesOf(options);
  return async (io, results) => {
    const points = pointsOf(results, options.where ?? null);
    // Without any point, what is missing is not an axis.
    okRows(points, []);
    const spec = charts[chart](results, points, options);
    const titled = underTitle(spec, drawing.title);
    const pictures = [];
    for (const { path, kind } of files)
      pictures.push({ path, content: await pictureOf(titled, kind, drawing) });
    for (const { path, content } of pictures) {
      io.note(`writing ${path}`);
      await writeFileAtomic(path, content);
    }
  };
}

/** The file that is asked for, and those of other kinds beside it. Throws BadInput. */
function filesOf({ out, svg, pdf }: ChartOptions): { path: string; kind: PictureKind }[] {
  if (out === undefined) throw new BadInput('--chart: expected --out <file.png, .svg or .pdf> beside it');
  const ending = extname(out);
  const kind = pictureKinds.find((one) => `.${one}` === ending);
  if (kind === undefined)
    throw new BadInput(`--out: expected a file name that ends with .png, .svg or .pdf, found ${out}`);
  const kinds = [kind, ...(svg ? (['svg'] as const) : []), ...(pdf ? (['pdf'] as const) : [])];
  return kinds.map((one) => ({ path: `${out.slice(0, -ending.length)}.${one}`, kind: one }));
}

function pointsOf({ manifest, columns, rows }: Results, where: string | null): ChartedResults {
  return { manifest, columns, where, rows: where === null ? rows : rowsWhere(rows, where, columns).rows };
}

const charts: Readonly<
  Record<ChartKind, (results: Results, points: ChartedResults, options: ChartOptions) => ChartSpec>
> = {
  heat(results, points, { x, y, value = 'latency_us', of }) {
    const metric = findNumbers(results, value, '--value');
    const asked = { rows: columnsOf(results, y, '--y'), columns: columnsOf(results, x, '--x') };
    const twice = asked.rows?.find((column) => asked.columns?.includes(column));
    if (twice !== undefined)
      throw new BadInput(`--x and --y: expected different columns, found ${twice.name} in both`);
    return heatChart(points, { ...defaultSides(points, asked), value: metric, of: of ?? 'held' });
  },
  pareto: (results, points, options) => paretoChart(points, frontOf(results, points, options)),
  lines(results, points, { x, value = 'latency_us', family, of }) {
    const metric = findNumbers(results, value, '--value');
    const along = x === undefined ? defaultX(points) : findNumbers(results, x, '--x');
    const families = columnsOf(results, family, '--family') ?? defaultFamily(points, along);
    return linesChart(points, { x: along, value: metric, family: families, of: of ?? 'held' });
  },
  stalls: (results, points, { x }) =>
    stallsChart(points, columnsOf(results, x, '--x') ?? defaultBars(points)),
  parallel(results, points, options) {
    const columns = columnsOf(results, options.columns, '--columns') ?? defaultAxes(points);
    return parallelChart(points, {
      ...frontOf(results, points, options),
      columns,
      colour: colourOf(columns, options.value),
    });
  },
};

/** The columns that an option names; null without the option. */
function columnsOf(
  { columns }: Results,
  names: string | undefined,
  where: string,
): readonly ResultColumn[] | null {
  return names === undefined ? null : namesOf(names, where).map((name) => findColumn(columns, name, where));
}

/** `latency_us`, `max:gops`. */
function goalOf(results: Results, word: string, where: string): Goal {
  const column = findNumbers(results, word.replace(/^(min|max):/, ''), where);
  if (word.startsWith('max:')) return { column, better: 'higher' };
  return { column, better: word.startsWith('min:') ? 'lower' : betterOf(column) };
}

function frontOf(
  results: Results,
  points: ChartedResults,
  { x = 'latency_us', y = 'energy_uj' }: ChartOptions,
): FrontQuestion {
  const goals = [goalOf(results, x, '--x'), goalOf(results, y, '--y')] as const;
  const objectives = goals.map(({ column, better }) => ({
    name: column.name,
    isMaximised: better === 'higher',
  }));
  if (objectives[0].name === objectives[1].name)
    throw new BadInput(`--x and --y: expected two columns, found ${objectives[0].name} twice`);
  return { x: goals[0], y: goals[1], front: frontRows(points.rows, objectives) };
}

/** The column of the colours: what was asked for, latency where it is shown, else the last. */
function colourOf(columns: readonly ResultColumn[], asked: string | undefined): ResultColumn {
  const name = asked ?? 'latency_us';
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  if (asked !== undefined) findColumn(columns, asked, '--value');
  return columns[columns.length - 1];
}
