import { isLog, ticksBetween } from './chart-axis.ts';
import { extentOf, headingOf, type SweptColumn, tickText } from './points.ts';
import { thinned } from './selection.ts';
import type { ShownPoints } from './state.ts';

/** Lines that are drawn at most of the selected points, and of all of them behind. */
export const MOST_LINES = 1000;
const MOST_GHOSTS = 200;

/** The columns of the parallel axes that are there. */
export function parallelColumns({ points, state }: ShownPoints): readonly SweptColumn[] {
  return state.parallel.flatMap((name) => points.byName.get(name) ?? []);
}

/** Height of the chart. */
export const PARALLEL_HEIGHT_PX = 440;

/** Room around the axes, in pixels. */
export const PARALLEL_ROOM = { left: 40, right: 70, top: 100, bottom: 24 } as const;

/** The distance of neighbours at which their names, in lines of 14 letters, keep apart. */
const LEAST_GAP_PX = 96;

/** A chart of so many axes is never narrower, in pixels: on a narrow screen it scrolls. */
export function leastWidthPx(axes: number): number {
  return PARALLEL_ROOM.left + PARALLEL_ROOM.right + LEAST_GAP_PX * Math.max(0, axes - 1);
}

/** Axes and legend: on a screen lines are painted behind them. */
export function parallelAxes(shown: ShownPoints) {
  const { ink, points } = shown;
  return {
    animation: false,
    textStyle: { color: ink.text, fontFamily: 'system-ui, sans-serif' },
    parallel: { ...PARALLEL_ROOM, axisExpandable: false },
    parallelAxis: parallelColumns(shown).map((column, dim) => parallelAxis(column, dim, shown)),
    legend: {
      top: 0,
      itemWidth: 14,
      itemHeight: 10,
      textStyle: { color: ink.text },
      data: [...points.seriesNames],
      selectedMode: false,
    },
    series: points.seriesNames.map((name, place) => ({
      type: 'parallel' as const,
      name,
      lineStyle: { color: ink.series(points.seriesPlaces[place]) },
      data: [] as (number | '-')[][],
    })),
  };
}

/** Axes and lines, as they are exported. */
export function parallelOption(shown: ShownPoints) {
  const columns = parallelColumns(shown);
  const series = lineGroups(shown).map(({ rows, colour, width, opacity, name }) => ({
    type: 'parallel' as const,
    name,
    silent: true,
    progressive: 0,
    lineStyle: { color: colour, width, opacity },
    activeOpacity: opacity,
    inactiveOpacity: opacity,
    data: linesOf(rows, columns),
  }));
  return { ...parallelAxes(shown), series };
}

/** Lines that look alike. */
export interface LineGroup {
  readonly name: string;
  readonly rows: readonly number[];
  readonly colour: string;
  readonly width: number;
  readonly opacity: number;
}

/** What is drawn, from behind: some of all points in grey, the selected ones by series, the clicked one. */
export function lineGroups(shown: ShownPoints): readonly LineGroup[] {
  const { ink, points, clickedRow } = shown;
  const lines = shownLines(shown);
  const opacity = lines.length > 300 ? 0.35 : 0.7;
  const ghosts = thinned(points.isOk, sum(points.isOk), MOST_GHOSTS);
  return [
    { name: 'others', rows: ghosts, colour: ink.ghost, width: 1, opacity: 0.25 },
    ...points.seriesNames.map((name, place) => ({
      name,
      rows: lines.filter((row) => points.series[row] === place),
      colour: ink.series(points.seriesPlaces[place]),
      width: 1,
      opacity,
    })),
    {
      name: 'clicked',
      rows: clickedRow === null ? [] : [clickedRow],
      colour: ink.text,
      width: 3,
      opacity: 1,
    },
  ];
}

/** The rows whose lines are drawn: simulated, selected, and at most so many. */
export function shownLines({ points, mask }: ShownPoints): readonly number[] {
  const both = mask.map((one, row) => one & points.isOk[row]);
  return thinned(both, sum(both), MOST_LINES);
}

const sum = (mask: Uint8Array): number => mask.reduce((total, one) => total + one, 0);

function linesOf(rows: readonly number[], columns: readonly SweptColumn[]): (number | '-')[][] {
  return rows.map((row) =>
    columns.map(({ values }) => {
      const value = values[row];
      return Number.isNaN(value) ? '-' : value;
    }),
  );
}

/** Length of the axes, and what ticks keep from each other. */
const AXIS_PX = PARALLEL_HEIGHT_PX - PARALLEL_ROOM.top - PARALLEL_ROOM.bottom;
const LEAST_PX = 20;

function parallelAxis(column: SweptColumn, dim: number, { ink }: ShownPoints) {
  const [min, max] = axisEnds(column);
  const ticks = ticksBetween(column, [min, max], LEAST_PX / AXIS_PX);
  return {
    dim,
    id: `axis${dim}`,
    type: isLog(column) ? ('log' as const) : ('value' as const),
    scale: true,
    name: wrapped(headingOf(column)),
    nameTextStyle: { color: ink.text, fontSize: 12, lineHeight: 15 },
    axisTick: ticks,
    axisLine: { lineStyle: { color: ink.faint, width: 1.5 } },
    axisLabel: {
      color: ink.text,
      formatter: (value: number) => (column.words && !Number.isInteger(value) ? '' : tickText(column, value)),
      ...ticks,
      backgroundColor: ink.paper,
      padding: [1, 2],
    },
    minorTick: { show: false },
    areaSelectStyle: {
      width: 22,
      color: ink.isDark ? 'rgba(255, 255, 255, 0.3)' : 'rgba(0, 0, 0, 0.2)',
      opacity: 1,
      borderColor: ink.text,
      borderWidth: 1,
    },
    realtime: true,
    min,
    max,
  };
}

/** Where an axis begins and ends: at its least and greatest value; words stand at whole numbers. */
export function axisEnds(column: SweptColumn): readonly [number, number] {
  const { words, values } = column;
  if (words !== null) return [0, Math.max(1, words.length - 1)];
  const [least, most] = extentOf(values, null) ?? [0, 1];
  if (least < most) return [least, most];
  // Around a value that all points have; a scale of factors has nothing at 0 and below.
  return isLog(column) ? [least / 2, most * 2] : [least - 1, most + 1];
}

/** A heading in lines of at most so many letters. */
function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 15) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
