import { isLog } from './chart-axis.ts';
import type { PaintedChart } from './chart-view.ts';
import { axisEnds, type LineGroup, lineGroups, PARALLEL_ROOM, parallelColumns } from './parallel-option.ts';
import type { SweptColumn } from './points.ts';
import type { ShownPoints } from './state.ts';

/** Paints the lines of parallel axes in a room of so many pixels. */
export function paintLines(
  pen: CanvasRenderingContext2D,
  shown: ShownPoints,
  { widthPx, heightPx }: Pick<PaintedChart, 'widthPx' | 'heightPx'>,
): void {
  const columns = parallelColumns(shown);
  const { left, right, top, bottom } = PARALLEL_ROOM;
  const gap = (widthPx - left - right) / Math.max(1, columns.length - 1);
  const axes = columns.map((column, at) => ({
    x: left + gap * at,
    values: column.values,
    heightOf: heightsOf(column, top, heightPx - bottom),
  }));
  for (const group of lineGroups(shown)) paintGroup(pen, group, axes);
}

interface PaintedAxis {
  readonly x: number;
  readonly values: Float64Array;
  readonly heightOf: (value: number) => number;
}

function paintGroup(
  pen: CanvasRenderingContext2D,
  { rows, colour, width, opacity }: LineGroup,
  axes: readonly PaintedAxis[],
): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.globalAlpha = opacity;
  for (const row of rows) {
    pen.beginPath();
    let isDown = false;
    for (const { x, values, heightOf } of axes) {
      const value = values[row];
      // A line is cut where there is no value.
      if (Number.isNaN(value)) isDown = false;
      else if (isDown) pen.lineTo(x, heightOf(value));
      else {
        pen.moveTo(x, heightOf(value));
        isDown = true;
      }
    }
    pen.stroke();
  }
}

/** The height of a value, from the top, on an axis between two heights. */
function heightsOf(column: SweptColumn, top: number, bottom: number): (value: number) => number {
  const to = isLog(column) ? Math.log : (value: number) => value;
  const [low, high] = axisEnds(column).map(to);
  return (value) => bottom - ((to(value) - low) / (high - low)) * (bottom - top);
}
