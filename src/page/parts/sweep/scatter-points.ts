import type { EChartsType } from '../../echarts.ts';
import { isLog } from './chart-axis.ts';
import type { PaintedChart } from './chart-view.ts';
import { frontSteps } from './front.ts';
import { extentOf, type SweptColumn } from './points.ts';
import { FRONT_MARK, scatterSides } from './scatter-option.ts';
import type { ShownPoints } from './state.ts';

/** The place of values on a chart, in pixels of its stage. */
export interface ChartPlaces {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Where the axes of a chart have values: worked out once for all points. Null: it has no such axes. */
export function chartPlaces(chart: EChartsType, shown: ShownPoints): ChartPlaces | null {
  const sides = scatterSides(shown);
  if (sides === null) return null;
  const [xs, ys] = [endsOf(sides.x), endsOf(sides.y)];
  const [low, high] = [0, 1].map((end) => chart.convertToPixel('grid', [xs[end], ys[end]]));
  if (!Array.isArray(low) || !Array.isArray(high)) return null;
  return {
    x: between(sides.x, xs, [low[0], high[0]]),
    y: between(sides.y, ys, [low[1], high[1]]),
  };
}

/** Two values of an axis that differ. */
function endsOf({ values }: SweptColumn): readonly [number, number] {
  const [least, most] = extentOf(values, null) ?? [1, 2];
  return least < most ? [least, most] : [least, least + Math.max(1, Math.abs(least))];
}

function between(
  column: SweptColumn,
  [low, high]: readonly [number, number],
  [from, until]: readonly [number, number],
): (value: number) => number {
  const to = isLog(column) ? Math.log : (value: number) => value;
  const [start, end] = [to(low), to(high)];
  return (value) => from + ((to(value) - start) / (end - start)) * (until - from);
}

/**
 * Paints all points in grey, the selected ones in the colours of their series, the front and the clicked
 * one.
 */
export function paintPoints(
  pen: CanvasRenderingContext2D,
  shown: ShownPoints,
  { chart }: Pick<PaintedChart, 'chart'>,
): void {
  const [sides, places] = [scatterSides(shown), chartPlaces(chart, shown)];
  if (sides === null || places === null) return;
  const { points, mask, ink, selected, clickedRow } = shown;
  const [xs, ys] = [sides.x.values, sides.y.values];
  const radius = selected > 2000 ? 2 : 3;
  const groups = [ink.ghost, ...points.seriesPlaces.map(ink.series)];
  groups.forEach((colour, group) => {
    pen.fillStyle = colour;
    pen.globalAlpha = group === 0 ? 0.6 : 0.85;
    const size = group === 0 ? 1.5 : radius;
    for (let row = 0; row < points.count; row++) {
      if ((mask[row] === 1 ? points.series[row] + 1 : 0) !== group) continue;
      if (Number.isNaN(xs[row]) || Number.isNaN(ys[row])) continue;
      pen.fillRect(places.x(xs[row]) - size, places.y(ys[row]) - size, 2 * size, 2 * size);
    }
  });
  pen.globalAlpha = 1;
  pen.strokeStyle = ink.text;
  paintFront(pen, frontSteps(sides.x, sides.y, shown.front), places);
  // Of one point there is no line.
  pen.lineWidth = FRONT_MARK.linePx;
  for (const row of shown.front) {
    const half = FRONT_MARK.sizePx / 2;
    pen.strokeRect(places.x(xs[row]) - half, places.y(ys[row]) - half, 2 * half, 2 * half);
  }
  if (clickedRow === null || Number.isNaN(xs[clickedRow]) || Number.isNaN(ys[clickedRow])) return;
  pen.lineWidth = 3;
  pen.beginPath();
  pen.arc(places.x(xs[clickedRow]), places.y(ys[clickedRow]), 8, 0, 2 * Math.PI);
  pen.stroke();
}

function paintFront(
  pen: CanvasRenderingContext2D,
  steps: readonly (readonly [number, number])[],
  places: ChartPlaces,
): void {
  pen.lineWidth = 2;
  pen.beginPath();
  for (const [x, y] of steps) pen.lineTo(places.x(x), places.y(y));
  pen.stroke();
}
