import { axisTitle, fixedTicks, quantityText } from './axis.ts';
import type { Spot } from './boxes.ts';
import type { Frame } from './frame.ts';
import type { Area } from './heat-cells.ts';
import { INK } from './palette.ts';
import { type Scale, type ScaleTick, scaleOf, ticksThatFit } from './scale.ts';
import { LETTERS, type Sheet } from './sheet.ts';
import type { JudgedQuantity } from './spec.ts';

interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly ScaleTick[];
  readonly title: string;
}

/** Two axes whose places on the sheet are known before anything is drawn. */
export interface PointAxes {
  /** The plot between the axes. */
  readonly area: Area;
  readonly x: Axis;
  readonly y: Axis;
  /** The pixel of two values. */
  readonly spotOf: (point: { readonly x: number; readonly y: number }) => Spot;
}

/** Two quantities, and the values of each that have to be on its axis. */
export interface Plotted {
  readonly x: { readonly quantity: JudgedQuantity; readonly values: readonly number[] };
  readonly y: { readonly quantity: JudgedQuantity; readonly values: readonly number[] };
}

const X_AXIS_HEIGHT = 54;

/**
 * The axes of a chart of points; both have a fixed thickness. Throws RangeError without values, for values
 * that are not finite, and for values <= 0 on a log scale.
 */
export function pointAxes({ x, y }: Plotted, sheet: Sheet, { padding }: Frame): PointAxes {
  const { px, measure } = sheet;
  const sizePx = px(LETTERS.label);
  const [top, bottom] = [padding.top, sheet.heightPx - padding.bottom - px(X_AXIS_HEIGHT)];
  const yScale = scaleOf(y.quantity, y.values, 0.07);
  const room = { lengthPx: bottom - top, most: 10, gapPx: px(12), lengthOf: () => sizePx };
  const yTicks = ticksThatFit(yScale, room);
  const widest = Math.max(...yTicks.map(({ text }) => measure(text, sizePx)));
  const left = padding.left + Math.ceil(widest) + px(40);
  const right = sheet.widthPx - padding.right;
  const xScale = scaleOf(x.quantity, x.values, 0.05);
  const xTicks = ticksThatFit(xScale, {
    lengthPx: right - left,
    most: 12,
    gapPx: px(14),
    lengthOf: (text) => measure(text, sizePx),
  });
  return {
    area: { left, top, right, bottom },
    x: { scale: xScale, ticks: xTicks, title: titleOf(x.quantity) },
    y: { scale: yScale, ticks: yTicks, title: titleOf(y.quantity) },
    spotOf: (point) => ({
      x: left + xScale.partOf(point.x) * (right - left),
      y: bottom - yScale.partOf(point.y) * (bottom - top),
    }),
  };
}

function titleOf(quantity: JudgedQuantity): string {
  return `${quantityText(quantity)}, ${quantity.better} is better`;
}

/** The axes as Chart.js draws them. */
export function pointScales({ area, x, y }: PointAxes, sheet: Sheet) {
  const optionsOf = ({ scale, ticks, title }: Axis, lengthPx: number) => ({
    type: scale.kind === 'log' ? ('logarithmic' as const) : ('linear' as const),
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
      ...optionsOf(x, area.right - area.left),
      afterFit: (axis: { height: number }) => {
        axis.height = sheet.px(X_AXIS_HEIGHT);
      },
    },
    y: {
      ...optionsOf(y, area.bottom - area.top),
      afterFit: (axis: { width: number }) => {
        axis.width = area.left - sheet.px(24);
      },
    },
  };
}
