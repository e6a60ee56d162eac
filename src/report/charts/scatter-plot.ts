import type { Plugin } from 'chart.js';
import type { Segment, Spot } from './boxes.ts';
import type { LegendItem } from './frame.ts';
import type { Area } from './heat-cells.ts';
import type { PlacedLabel } from './label-layout.ts';
import { paintMarker } from './markers.ts';
import { paintLine } from './paint-line.ts';
import { INK, paler, paletteColour } from './palette.ts';
import { FRONT_RADIUS, isMarked, type ScatterLayout } from './scatter-layout.ts';
import { LETTERS, type Pen, type Sheet, setText } from './sheet.ts';
import type { ScatterSpec } from './spec.ts';

const BACK_RADIUS = 2.4;

/** Of the markers beside the front, where there are few points. */
const BESIDE_RADIUS = 4.5;

/** How much of the colour of a series is white in its points that are not on the front. */
const PALE = 0.5;

/** Draws the pale points, the steps of the front, its markers and their labels, in this order. */
export function scatterPlot(
  spec: ScatterSpec,
  sheet: Sheet,
  plot: ScatterLayout & { readonly area: Area; readonly spots: readonly Spot[] },
): Plugin {
  return {
    id: 'scatter-plot',
    afterDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      pen.save();
      paintOthers(pen, spec, sheet, plot.spots);
      paintSteps(pen, sheet, plot.steps);
      for (const { leader } of plot.labels) if (leader !== null) paintLine(pen, leader, INK.axis, 1);
      for (const [i, { isHollow, series = 0 }] of spec.points.entries()) {
        if (isMarked(spec, i))
          paintMarker(pen, placeOf(spec, series), plot.spots[i], radiusOf(spec, sheet, i), isHollow);
      }
      for (const label of plot.labels) paintLabel(pen, sheet, label);
      pen.restore();
    },
  };
}

/** The place of the colour and the marker of a series. */
function placeOf({ seriesPlaces }: ScatterSpec, series: number): number {
  return seriesPlaces?.[series] ?? series;
}

/** How much larger a marker of few is for each other series that is drawn over it. */
const WIDER = 2.5;

/** Of few points, one that lies under those of other series is larger, so that all can be seen. */
function radiusOf({ points, isFew }: ScatterSpec, { px }: Sheet, i: number): number {
  const { x, y, isOnFront, series = 0 } = points[i];
  const own = isOnFront ? FRONT_RADIUS : BESIDE_RADIUS;
  if (!isFew) return px(own);
  const above = points.slice(i + 1).filter((other) => other.x === x && other.y === y);
  const others = new Set(above.map((other) => other.series ?? 0).filter((one) => one !== series));
  return px(own + WIDER * others.size);
}

/**
 * Points of a series that fall on the same half of a pixel are one: sweeps have many thousands. (One path of
 * all of them takes a hundred times as long.) They are drawn in a mixed order, so that the series that comes
 * last does not hide the others.
 */
function paintOthers(pen: Pen, spec: ScatterSpec, { px }: Sheet, spots: readonly Spot[]): void {
  const radius = Math.max(1.5, px(10 * BACK_RADIUS) / 10);
  const distinct = new Map<string, Spot & { readonly series: number }>();
  for (const [i, { series = 0 }] of spec.points.entries()) {
    if (isMarked(spec, i)) continue;
    const spot = { series, x: Math.round(2 * spots[i].x) / 2, y: Math.round(2 * spots[i].y) / 2 };
    distinct.set(`${spot.x} ${spot.y} ${series}`, spot);
  }
  const mixed = [...distinct.values()].map((spot, i) => ({ ...spot, turn: Math.imul(i, GOLDEN) >>> 0 }));
  for (const { x, y, series } of mixed.sort((a, b) => a.turn - b.turn)) {
    pen.fillStyle = paler(paletteColour(placeOf(spec, series)), PALE);
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fill();
  }
}

/** 2^32 over the golden ratio: its multiples are spread evenly and repeat no pattern. */
const GOLDEN = 0x9e3779b1;

function paintSteps(pen: Pen, { px }: Sheet, steps: readonly Segment[]): void {
  for (const step of steps) paintLine(pen, step, INK.faint, Math.max(1, px(1.5)));
}

/** On a ground that is almost white, so that it can be read over points and grid lines. */
function paintLabel(pen: Pen, { px }: Sheet, { box, text }: PlacedLabel): void {
  pen.fillStyle = 'rgba(255, 255, 255, 0.82)';
  pen.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  setText(pen, { sizePx: px(LETTERS.label), colour: INK.text, align: 'center' });
  pen.fillText(text, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
}

/**
 * The series where there are several, then how points on the front and the others look; what is not in
 * the chart is not in the legend.
 */
export function scatterLegend(spec: ScatterSpec, sheet: Sheet): LegendItem[] {
  const { points, series = [], frontName = 'Pareto front' } = spec;
  const hasSeries = series.length > 1;
  const side = sheet.px(14);
  const dot = (name: string, paintSample: LegendItem['paintSample'], sampleWidthPx = side): LegendItem => ({
    name,
    sampleWidthPx,
    paintSample,
  });
  const used = new Set(points.map((point) => point.series ?? 0));
  const named = [...(hasSeries ? series.entries() : [])].filter(([one]) => used.has(one));
  const items = named.map(([one, name]) =>
    dot(name, (pen, left, middle) =>
      paintMarker(pen, placeOf(spec, one), { x: left + side / 2, y: middle }, sheet.px(FRONT_RADIUS)),
    ),
  );
  if (points.some(({ isOnFront }) => isOnFront)) items.push(frontItem(frontName, hasSeries, sheet));
  if (points.some(({ isHollow }) => isHollow)) items.push(hollowItem(spec.hollowName ?? 'hollow', sheet));
  if (points.every((_point, i) => isMarked(spec, i))) return items;
  const colour = paler(hasSeries ? INK.text : paletteColour(0), PALE);
  const other = dot('other points', (pen, left, middle) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.arc(left + side / 2, middle, sheet.px(3), 0, 2 * Math.PI);
    pen.fill();
  });
  return [...items, other];
}

function hollowItem(name: string, { px }: Sheet): LegendItem {
  const side = px(14);
  return {
    name,
    sampleWidthPx: side,
    paintSample(pen, left, middle) {
      pen.strokeStyle = INK.faint;
      pen.lineWidth = px(2);
      pen.beginPath();
      pen.arc(left + side / 2, middle, px(5), 0, 2 * Math.PI);
      pen.stroke();
    },
  };
}

function frontItem(name: string, hasSeries: boolean, { px }: Sheet): LegendItem {
  const width = px(34);
  return {
    name,
    sampleWidthPx: width,
    paintSample(pen, left, middle) {
      const [high, low] = [middle - px(4), middle + px(4)];
      const corners = [
        { x: left, y: high },
        { x: left + width / 2, y: high },
        { x: left + width / 2, y: low },
        { x: left + width, y: low },
      ];
      for (let i = 1; i < corners.length; i++)
        paintLine(pen, { from: corners[i - 1], to: corners[i] }, INK.faint, Math.max(1, px(1.5)));
      if (!hasSeries) paintMarker(pen, 0, { x: left + width / 2, y: middle }, px(5));
    },
  };
}
