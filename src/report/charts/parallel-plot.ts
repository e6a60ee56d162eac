import type { Spot } from './boxes.ts';
import { INK, paler } from './palette.ts';
import type { ParallelAxes, PlacedAxis } from './parallel-axes.ts';
import { LETTERS, type Pen, type Sheet, setText } from './sheet.ts';
import type { ParallelSpec } from './spec.ts';

/** Colour of a line by its value on the axis of the colours. */
export type ColourOf = (value: number | null) => string;

/** What is drawn with. */
export interface ParallelPlot extends ParallelAxes {
  readonly colourAxis: number;
  readonly colourOf: ColourOf;
}

/** How much of its colour is white in a line that is not on the front. */
const PALE = 0.55;

const LINE = 1.25;
const STRIP = 8;

/** From here on the lines of the front are less thick. */
const MANY = 20;

/** Draws the pale lines, the thick ones above them, then the axes with their texts. */
export function paintParallel(pen: Pen, sheet: Sheet, spec: ParallelSpec, plot: ParallelPlot): void {
  const front = spec.lines.filter(({ isOnFront }) => isOnFront);
  paintThinLines(pen, spec, plot, front.length > 0 ? PALE : 0);
  const width = sheet.px(front.length > MANY ? 1.6 : 2.6);
  for (const { values } of front) {
    const colour = plot.colourOf(values[plot.colourAxis]);
    for (const part of spotsOf(values, plot)) paintThick(pen, part, colour, width);
  }
  paintColourStrip(pen, sheet, spec, plot);
  for (const axis of plot.axes) paintAxis(pen, sheet, axis, plot);
}

/** Lines that coincide on the picture are drawn once: sweeps have many thousands. */
function paintThinLines(pen: Pen, { lines }: ParallelSpec, plot: ParallelPlot, pale: number): void {
  pen.lineWidth = 1;
  const drawn = new Set<string>();
  for (const { values, isOnFront } of lines) {
    if (isOnFront) continue;
    const colour = paler(plot.colourOf(values[plot.colourAxis]), pale);
    const parts = spotsOf(values, plot);
    const key = colour + parts.map((part) => part.map(({ y }) => Math.round(y)).join()).join(';');
    if (drawn.has(key)) continue;
    drawn.add(key);
    pen.strokeStyle = colour;
    for (const part of parts) strokeAlong(pen, part);
  }
}

/** The pieces of a line between its gaps. */
function spotsOf(values: readonly (number | null)[], { axes, top, bottom }: ParallelPlot): Spot[][] {
  const parts: Spot[][] = [[]];
  for (const [i, value] of values.entries()) {
    if (value === null) parts.push([]);
    else
      parts[parts.length - 1].push({
        x: axes[i].x,
        y: bottom - axes[i].scale.partOf(value) * (bottom - top),
      });
  }
  return parts.filter((part) => part.length > 0);
}

/** A value between two gaps is a short dash. */
function strokeAlong(pen: Pen, spots: readonly Spot[]): void {
  const [first, ...others] = spots;
  pen.beginPath();
  pen.moveTo(first.x, first.y);
  for (const { x, y } of others.length > 0 ? others : [{ x: first.x + 6, y: first.y }]) pen.lineTo(x, y);
  pen.stroke();
}

/**
 * Draws a line of this width with a dark border: the low end of the colour map
 * is too pale for a line on white.
 */
export function paintThick(pen: Pen, spots: readonly Spot[], colour: string, width: number): void {
  for (const [strokeStyle, lineWidth] of [
    [INK.text, width + 1.6],
    [colour, width],
  ] as const) {
    pen.strokeStyle = strokeStyle;
    pen.lineWidth = lineWidth;
    strokeAlong(pen, spots);
  }
}

/** The scale of the colours along the axis that they come from. */
function paintColourStrip(pen: Pen, { px }: Sheet, { axes }: ParallelSpec, plot: ParallelPlot): void {
  const { scale, x } = plot.axes[plot.colourAxis];
  const axis = axes[plot.colourAxis];
  const { top, bottom } = plot;
  if (axis.scale === 'categorical') {
    for (const place of axis.names.keys()) {
      pen.fillStyle = plot.colourOf(place);
      const middle = bottom - scale.partOf(place) * (bottom - top);
      pen.fillRect(x, middle - px(STRIP) / 2, px(STRIP), px(STRIP));
    }
    return;
  }
  const height = bottom - top;
  for (let y = Math.floor(top); y < bottom; y++) {
    const part = (bottom - y) / height;
    const from =
      scale.kind === 'log'
        ? scale.min * (scale.max / scale.min) ** part
        : scale.min + part * (scale.max - scale.min);
    pen.fillStyle = plot.colourOf(from);
    pen.fillRect(x, y, px(STRIP), 1);
  }
}

function paintAxis(pen: Pen, sheet: Sheet, axis: PlacedAxis, axes: ParallelAxes): void {
  const { top, bottom } = axes;
  const { px } = sheet;
  pen.strokeStyle = INK.text;
  pen.lineWidth = Math.max(1, px(1.5));
  pen.beginPath();
  pen.moveTo(axis.x, top);
  pen.lineTo(axis.x, bottom);
  pen.stroke();
  paintTitle(pen, sheet, axis, axes);
  for (const tick of axis.ticks)
    paintTick(pen, sheet, axis, { ...tick, y: bottom - tick.part * (bottom - top) });
}

/** Above the axis, level or upwards; in both cases from the axis to the right. */
function paintTitle(
  pen: Pen,
  { px }: Sheet,
  { x, titleLines }: PlacedAxis,
  { top, isUpright }: ParallelAxes,
): void {
  const sizePx = px(LETTERS.label);
  pen.save();
  pen.translate(x - px(3), top - px(14));
  if (isUpright) pen.rotate(-Math.PI / 2);
  const lift = isUpright ? 0 : titleLines.length;
  for (const [i, text] of titleLines.entries()) {
    setText(pen, { sizePx, colour: INK.text, weight: 'bold' });
    pen.fillText(text, 0, (i + 0.5 - lift) * sizePx * LINE);
  }
  pen.restore();
}

/** A text on the right of its axis, on a ground that is almost white: lines run below it. */
function paintTick(
  pen: Pen,
  { px, measure }: Sheet,
  { x }: PlacedAxis,
  { y, lines }: { y: number; lines: readonly string[] },
): void {
  const sizePx = px(LETTERS.small);
  const left = x + px(STRIP) + px(4);
  const [width, height] = [
    Math.max(...lines.map((line) => measure(line, sizePx))),
    lines.length * sizePx * LINE,
  ];
  pen.fillStyle = 'rgba(255, 255, 255, 0.82)';
  pen.fillRect(left - px(2), y - height / 2, width + px(4), height);
  pen.fillStyle = INK.text;
  pen.fillRect(x - px(3), Math.round(y), px(STRIP) + px(4), 1);
  for (const [i, line] of lines.entries()) {
    setText(pen, { sizePx, colour: INK.text });
    pen.fillText(line, left, y + (i - (lines.length - 1) / 2) * sizePx * LINE);
  }
}
