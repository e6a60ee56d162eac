import type { ChartConfiguration } from 'chart.js';
import { axisTitle, fixedTicks, quantityText } from './axis.ts';
import { baseOptions, type Frame, frameOf } from './frame.ts';
import type { Area } from './heat-cells.ts';
import { INK } from './palette.ts';
import { type Scale, type ScaleTick, scaleOf, ticksThatFit } from './scale.ts';
import { layoutOf } from './scatter-layout.ts';
import { scatterLegend, scatterPlot } from './scatter-plot.ts';
import { LETTERS, type Sheet } from './sheet.ts';
import type { ScatterSpec } from './spec.ts';

/**
 * Designs as points: those on the front large, with their labels where these have room, and joined by steps
 * as far as they are best in the two quantities shown; the others small and pale. The number of labels
 * without room stands below the plot. Throws RangeError without points and for values that are not finite,
 * not above 0 on a log axis, or of a series that does not exist; BadInput for a sheet that is too low.
 */
export function scatter(spec: ScatterSpec, sheet: Sheet): ChartConfiguration {
  refuseBadPoints(spec);
  const frame = frameOf(sheet, spec, scatterLegend(spec, sheet));
  const axes = axesOf(spec, sheet, frame);
  const { area, x, y } = axes;
  const spots = spec.points.map((point) => ({
    x: area.left + x.scale.partOf(point.x) * (area.right - area.left),
    y: area.bottom - y.scale.partOf(point.y) * (area.bottom - area.top),
  }));
  const layout = layoutOf(spec, sheet, area, spots);
  const note =
    layout.leftOut === 0 ? '' : `${layout.leftOut} ${layout.leftOut === 1 ? 'label' : 'labels'} left out`;
  const withNote = frameOf(sheet, spec, scatterLegend(spec, sheet), note);
  return {
    type: 'scatter',
    data: { datasets: [] },
    options: { ...baseOptions(frame), scales: scalesOf(spec, sheet, axes) },
    plugins: [withNote.plugin, scatterPlot(spec, sheet, { area, spots, ...layout })],
  };
}

function refuseBadPoints({ points, series = [''] }: ScatterSpec): void {
  if (points.length === 0) throw new RangeError('a scatter chart needs at least one point');
  const wrong = points.find((point) => series[point.series ?? 0] === undefined);
  if (wrong !== undefined) throw new RangeError(`there is no series ${wrong.series} among ${series.length}`);
}

interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly ScaleTick[];
  readonly title: string;
}

interface Axes {
  /** The plot between the axes. */
  readonly area: Area;
  readonly x: Axis;
  readonly y: Axis;
}

const X_AXIS_HEIGHT = 54;

/** Both axes have a fixed thickness, so that it is known before drawing where the points will be. */
function axesOf(spec: ScatterSpec, sheet: Sheet, { padding }: Frame): Axes {
  const { px, measure } = sheet;
  const sizePx = px(LETTERS.label);
  const [top, bottom] = [padding.top, sheet.heightPx - padding.bottom - px(X_AXIS_HEIGHT)];
  const y = scaleOf(
    spec.y,
    spec.points.map((point) => point.y),
    0.07,
  );
  const yTicks = ticksThatFit(y, { lengthPx: bottom - top, most: 10, gapPx: px(12), lengthOf: () => sizePx });
  const widest = Math.max(...yTicks.map(({ text }) => measure(text, sizePx)));
  const left = padding.left + Math.ceil(widest) + px(40);
  const right = sheet.widthPx - padding.right;
  const x = scaleOf(
    spec.x,
    spec.points.map((point) => point.x),
    0.05,
  );
  const xTicks = ticksThatFit(x, {
    lengthPx: right - left,
    most: 12,
    gapPx: px(14),
    lengthOf: (text) => measure(text, sizePx),
  });
  return {
    area: { left, top, right, bottom },
    x: { scale: x, ticks: xTicks, title: titleOf(spec.x) },
    y: { scale: y, ticks: yTicks, title: titleOf(spec.y) },
  };
}

function titleOf(quantity: ScatterSpec['x']): string {
  return `${quantityText(quantity)}, ${quantity.better} is better`;
}

function scalesOf({ x, y }: ScatterSpec, sheet: Sheet, axes: Axes) {
  const { area } = axes;
  const optionsOf = ({ scale, ticks, title }: Axis, lengthPx: number) => ({
    min: scale.min,
    max: scale.max,
    ...fixedTicks(
      sheet,
      ticks.map(({ value }) => value),
      ticks.map(({ text }) => text),
    ),
    grid: { color: INK.grid, drawTicks: false },
    border: { color: INK.axis },
    title: axisTitle(sheet, title, lengthPx),
  });
  return {
    x: {
      type: x.scale === 'log' ? ('logarithmic' as const) : ('linear' as const),
      ...optionsOf(axes.x, area.right - area.left),
      afterFit: (axis: { height: number }) => {
        axis.height = sheet.px(X_AXIS_HEIGHT);
      },
    },
    y: {
      type: y.scale === 'log' ? ('logarithmic' as const) : ('linear' as const),
      ...optionsOf(axes.y, area.bottom - area.top),
      afterFit: (axis: { width: number }) => {
        axis.width = area.left - sheet.px(24);
      },
    },
  };
}
