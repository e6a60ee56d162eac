import type { ChartConfiguration } from 'chart.js';
import { scaleColour } from './colour-map.ts';
import { frameOf, type LegendItem } from './frame.ts';
import { ownPlot } from './own-plot.ts';
import { INK, paler, paletteColour } from './palette.ts';
import { placeAxes } from './parallel-axes.ts';
import { type ColourOf, paintParallel, paintThick } from './parallel-plot.ts';
import type { Scale } from './scale.ts';
import type { Sheet } from './sheet.ts';
import type { ParallelSpec } from './spec.ts';

/**
 * Lines across vertical axes, each axis with its title, unit and scale, its ends at the least and the largest
 * value. The colour of a line is its value on one axis, which carries the colour scale; lines on the front
 * are thick and above the others, which are pale then. Throws RangeError for fewer than 2 or more than 14
 * axes, no lines, and values that do not match the axes; BadInput for a sheet that is too low.
 */
export function parallel(spec: ParallelSpec, sheet: Sheet): ChartConfiguration {
  const frame = frameOf(sheet, spec, legendItems(spec, sheet));
  const placed = placeAxes(spec, sheet, frame);
  const last = placed.axes[placed.axes.length - 1];
  const area = {
    left: placed.axes[0].x,
    top: placed.top,
    right: last.x,
    bottom: placed.bottom,
  };
  const colourAxis = spec.colourAxis ?? spec.axes.length - 1;
  const colourOf = colours(spec, colourAxis, placed.axes[colourAxis].scale);
  return ownPlot(frame, sheet, area, (pen) =>
    paintParallel(pen, sheet, spec, { ...placed, colourAxis, colourOf }),
  );
}

/** Names have the colours of series, numbers those of the colour map; a line without a value is grey. */
function colours({ axes }: ParallelSpec, colourAxis: number, scale: Scale): ColourOf {
  const axis = axes[colourAxis];
  return (value) => {
    if (value === null) return INK.axis;
    if (axis.scale !== 'categorical') return scaleColour(scale.partOf(value));
    return paletteColour(axis.places?.[value] ?? value);
  };
}

function legendItems({ lines, frontName = 'Pareto front' }: ParallelSpec, { px }: Sheet): LegendItem[] {
  const front = lines.filter(({ isOnFront }) => isOnFront).length;
  if (front === 0) return [];
  const width = px(34);
  const item = (name: string, paintSample: LegendItem['paintSample']) => ({
    name,
    sampleWidthPx: width,
    paintSample,
  });
  const ends = (left: number, middle: number) => [
    { x: left, y: middle },
    { x: left + width, y: middle },
  ];
  const items = [
    item(frontName, (pen, left, middle) => paintThick(pen, ends(left, middle), INK.axis, px(2.6))),
  ];
  if (front === lines.length) return items;
  const other = item('other points', (pen, left, middle) => {
    pen.strokeStyle = paler(INK.axis, 0.3);
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(left, middle);
    pen.lineTo(left + width, middle);
    pen.stroke();
  });
  return [...items, other];
}
