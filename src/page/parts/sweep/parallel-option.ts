import { isLog, ticksAt } from './chart-axis.ts';
import { headingOf, type SweptColumn, tickText } from './points.ts';
import { thinned } from './selection.ts';
import type { ShownPoints } from './state.ts';

/** Lines that are drawn at most of the selected points, and of all of them behind. */
export const MOST_LINES = 1500;
const MOST_GHOSTS = 300;

/** The columns of the parallel axes that are there. */
export function parallelColumns({ points, state }: ShownPoints): readonly SweptColumn[] {
  return state.parallel.flatMap((name) => points.byName.get(name) ?? []);
}

/** The axes, and grey lines of some of all points: what does not change with the selection. */
export function parallelFrame(shown: ShownPoints) {
  const { ink, points } = shown;
  const columns = parallelColumns(shown);
  return {
    animation: false,
    textStyle: { color: ink.text, fontFamily: 'system-ui, sans-serif' },
    parallel: { left: 40, right: 70, top: 70, bottom: 24, axisExpandable: false },
    parallelAxis: columns.map((column, dim) => parallelAxis(column, dim, shown)),
    legend: { show: false, data: [...points.seriesNames] },
    series: [
      {
        type: 'parallel' as const,
        id: 'others',
        silent: true,
        lineStyle: { color: ink.ghost, width: 1, opacity: 0.25 },
        inactiveOpacity: 0.25,
        activeOpacity: 0.25,
        data: linesOf(thinned(points.isOk, sum(points.isOk), MOST_GHOSTS), columns),
      },
      ...parallelSeries(shown),
    ],
  };
}

/** The lines of the selected points, or of an even part of them. */
export function parallelSeries(shown: ShownPoints) {
  const { ink, points, clickedRow } = shown;
  const columns = parallelColumns(shown);
  const lines = shownLines(shown);
  const opacity = lines.length > 300 ? 0.35 : 0.7;
  return [
    ...points.seriesNames.map((name, place) => ({
      type: 'parallel' as const,
      id: `series ${place}`,
      name,
      silent: true,
      lineStyle: { color: ink.series(place), width: 1, opacity },
      activeOpacity: opacity,
      inactiveOpacity: opacity,
      progressive: 0,
      data: linesOf(
        lines.filter((row) => points.series[row] === place),
        columns,
      ),
    })),
    {
      type: 'parallel' as const,
      id: 'clicked',
      silent: true,
      z: 5,
      lineStyle: { color: ink.text, width: 3, opacity: 1 },
      activeOpacity: 1,
      inactiveOpacity: 1,
      data: clickedRow === null ? [] : linesOf([clickedRow], columns),
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

function parallelAxis(column: SweptColumn, dim: number, { ink }: ShownPoints) {
  return {
    dim,
    id: `axis${dim}`,
    type: isLog(column) ? ('log' as const) : ('value' as const),
    scale: true,
    name: wrapped(headingOf(column)),
    nameTextStyle: { color: ink.text, fontSize: 12, lineHeight: 15 },
    axisTick: ticksAt(column),
    axisLine: { lineStyle: { color: ink.faint, width: 1.5 } },
    axisLabel: {
      color: ink.text,
      formatter: (value: number) => (column.words && !Number.isInteger(value) ? '' : tickText(column, value)),
      ...ticksAt(column),
      textBorderColor: ink.paper,
      textBorderWidth: 3,
    },
    minorTick: { show: false },
    areaSelectStyle: { width: 22, color: ink.text, opacity: 0.15, borderColor: ink.text },
    realtime: true,
    ...endsOf(column),
  };
}

/** Words stand at whole numbers, and a log axis ends where its values do. */
function endsOf({ words, values, ...column }: SweptColumn): { min?: number; max?: number } {
  if (words !== null) return { min: 0, max: Math.max(1, words.length - 1) };
  if (!isLog({ words, values, ...column })) return {};
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    [least, most] = [Math.min(least, value), Math.max(most, value)];
  }
  return least > most ? {} : { min: least, max: most };
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
