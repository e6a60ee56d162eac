import { scaleColour } from '../../../report/charts/colour-map.ts';
import { isLog } from './chart-axis.ts';
import type { PaintedChart } from './chart-view.ts';
import { bestOfCells } from './heat-cells.ts';
import { HEAT_ROOM, type HeatSides } from './heat-option.ts';
import type { ShownPoints } from './state.ts';

/** Paints the cells of a map in a room of so many pixels: the best value of the selected points in each. */
export function paintBestCells(
  pen: CanvasRenderingContext2D,
  { mask }: ShownPoints,
  sides: HeatSides,
  { widthPx, heightPx }: Pick<PaintedChart, 'widthPx' | 'heightPx'>,
): void {
  const { down, across, value } = sides;
  const { left, right, top, bottom } = HEAT_ROOM;
  const [columns, rows] = [across.names.length, down.names.length];
  const [width, height] = [(widthPx - left - right) / columns, (heightPx - top - bottom) / rows];
  const colourOf = colours(sides);
  bestOfCells(down, across, value, mask).forEach((row, cell) => {
    if (row < 0) return;
    pen.fillStyle = colourOf(value.values[row]);
    const [x, y] = [
      left + (cell % columns) * width,
      heightPx - bottom - (Math.floor(cell / columns) + 1) * height,
    ];
    // Without a seam between neighbours of a colour.
    pen.fillRect(
      Math.floor(x),
      Math.floor(y),
      Math.ceil(x + width) - Math.floor(x),
      Math.ceil(y + height) - Math.floor(y),
    );
  });
}

/** The colours of the scale that stands beside the map. */
function colours({ value, extent: [least, most] }: HeatSides): (value: number) => string {
  const to = isLog(value) ? Math.log10 : (one: number) => one;
  const [low, high] = [to(least), to(most)];
  return (one) => scaleColour(high > low ? (to(one) - low) / (high - low) : 0);
}
