import { chartAxis } from './chart-axis.ts';
import { frontSteps } from './front.ts';
import type { SweptColumn } from './points.ts';
import type { ShownPoints } from './state.ts';

/** The columns of both sides; null: the data have none. */
export function scatterSides({ points, state }: ShownPoints): { x: SweptColumn; y: SweptColumn } | null {
  const [x, y] = [points.byName.get(state.x), points.byName.get(state.y)];
  return x === undefined || y === undefined ? null : { x, y };
}

/** Axes and points, as they are exported. */
export function scatterOption(shown: ShownPoints) {
  return { ...scatterFrame(shown), series: [...scatterGhosts(shown), ...scatterSeries(shown)] };
}

/** The square around each point of the front. */
export const FRONT_MARK = { sizePx: 11, linePx: 1.5 } as const;

/** Its lines, of a colour. */
const frontMark = (borderColor: string) => ({
  color: 'transparent',
  borderColor,
  borderWidth: FRONT_MARK.linePx,
});

/** The axes and the legend: on a screen points are painted behind them. */
export function scatterFrame(shown: ShownPoints) {
  const sides = scatterSides(shown);
  if (sides === null) return {};
  const { ink, points } = shown;
  return {
    animation: false,
    textStyle: { color: ink.text, fontFamily: 'system-ui, sans-serif' },
    legend: {
      top: 0,
      textStyle: { color: ink.text },
      itemWidth: 12,
      itemHeight: 12,
      data: [...points.seriesNames, { name: 'front', itemStyle: frontMark(ink.text) }],
      selectedMode: false,
    },
    grid: { left: 70, right: 24, top: 40, bottom: 56 },
    xAxis: chartAxis(sides.x, ink, 32),
    yAxis: chartAxis(sides.y, ink, 52),
    series: [
      // Without points a legend has no colours, and axes no ends.
      ...points.seriesNames.map((name, place) => ({
        ...dots,
        name,
        itemStyle: { color: ink.series(points.seriesPlaces[place]) },
        data: [] as number[],
      })),
      { ...frontLine, color: ink.text, data: [] as number[] },
    ],
  };
}

/** All points in grey, behind those that are selected: they do not change with the selection. */
function scatterGhosts(shown: ShownPoints) {
  const sides = scatterSides(shown);
  if (sides === null) return [];
  const { ink, points } = shown;
  const all = pairsOf({ ...shown, mask: new Uint8Array(points.count) }, sides).others;
  const itemStyle = { color: ink.ghost, opacity: 0.6 };
  return [{ ...dots, id: 'others', data: all, symbolSize: 3, itemStyle }];
}

/** How points are drawn: many at once, and as they are painted on a screen. */
const dots = {
  type: 'scatter' as const,
  symbol: 'rect',
  silent: true,
  large: true,
  largeThreshold: 1000,
  progressive: 0,
};

/** The line from point to point of the front; its corners are no points. */
const frontLine = { type: 'line' as const, name: 'front', silent: true, symbol: 'rect', showSymbol: false };

/** The selected points in the colours of their series, the front, and the clicked one. */
function scatterSeries(shown: ShownPoints) {
  const sides = scatterSides(shown);
  if (sides === null) return [];
  const { ink, points, front, clickedRow } = shown;
  const pairs = pairsOf(shown, sides);
  const radius = shown.selected > 2000 ? 4 : 6;
  return [
    ...points.seriesNames.map((name, place) => ({
      ...dots,
      id: `series ${place}`,
      name,
      data: pairs.series[place],
      symbolSize: radius,
      itemStyle: { color: ink.series(points.seriesPlaces[place]), opacity: 0.8 },
    })),
    {
      ...frontLine,
      id: 'front',
      lineStyle: { color: ink.text, width: 2 },
      itemStyle: { color: ink.text },
      data: frontSteps(sides.x, sides.y, front),
    },
    {
      type: 'scatter' as const,
      id: 'points of the front',
      silent: true,
      symbol: 'rect',
      symbolSize: FRONT_MARK.sizePx,
      itemStyle: frontMark(ink.text),
      data: front.map((row) => [sides.x.values[row], sides.y.values[row]]),
    },
    {
      type: 'scatter' as const,
      id: 'clicked',
      silent: true,
      symbol: 'circle',
      symbolSize: 16,
      z: 5,
      itemStyle: { color: 'transparent', borderColor: ink.text, borderWidth: 3 },
      data: clickedRow === null ? [] : [[sides.x.values[clickedRow], sides.y.values[clickedRow]]],
    },
  ];
}

/** x and y of the rows after each other: for every series those that are selected, and the others. */
function pairsOf({ points, mask }: ShownPoints, { x, y }: { x: SweptColumn; y: SweptColumn }) {
  const { count, series, seriesNames } = points;
  const [xs, ys] = [x.values, y.values];
  const groups: number[][] = [[], ...seriesNames.map(() => [])];
  for (let row = 0; row < count; row++) {
    if (Number.isNaN(xs[row]) || Number.isNaN(ys[row])) continue;
    groups[mask[row] === 1 ? 1 + series[row] : 0].push(xs[row], ys[row]);
  }
  const [others, ...selected] = groups.map((group) => Float64Array.from(group));
  return { others, series: selected };
}
