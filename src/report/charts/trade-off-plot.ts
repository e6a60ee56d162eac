import type { Plugin } from 'chart.js';
import type { Segment } from './boxes.ts';
import type { LegendItem } from './frame.ts';
import type { Area } from './heat-cells.ts';
import { paintMarker } from './markers.ts';
import { paintLine } from './paint-line.ts';
import { INK, paler } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText } from './sheet.ts';
import type { TradeOffSpec } from './spec.ts';
import type { BoxedText, TradeOffLayout } from './trade-off-layout.ts';

/** Ground of what is not feasible. */
const SHADE = '#F4F1EE';

/** What texts stand on, here and on the shade. */
const VEIL = 'rgba(255, 255, 255, 0.85)';
const SHADED_VEIL = 'rgba(244, 241, 238, 0.85)';

const LINE = paler(INK.axis, 0.35);

/** Draws the shade below the grid, and above it the lines, the limit, markers and labels, in this order. */
export function tradeOffPlot(
  spec: TradeOffSpec,
  sheet: Sheet,
  plot: TradeOffLayout & { readonly area: Area },
): Plugin {
  return {
    id: 'trade-off-plot',
    beforeDraw({ ctx }) {
      if (plot.beyond === null) return;
      const { top, right, bottom } = plot.area;
      const pen = ctx as unknown as Pen;
      pen.save();
      pen.fillStyle = SHADE;
      pen.fillRect(plot.beyond, top, right - plot.beyond, bottom - top);
      pen.restore();
    },
    afterDatasetsDraw({ ctx }) {
      const pen = ctx as unknown as Pen;
      const write = (text: BoxedText, letters: number, colour: string) =>
        paintText(pen, text, { sizePx: sheet.px(letters), colour, beyond: plot.beyond });
      pen.save();
      for (const { multiple, segment } of plot.lines) paintProduct(pen, sheet, segment, multiple === 1);
      for (const text of plot.multiples) write(text, LETTERS.small, INK.faint);
      if (plot.limit !== null && plot.beyond !== null) {
        paintLimit(pen, sheet, plot.area, plot.beyond);
        write(plot.limit, LETTERS.label, INK.faint);
      }
      for (const { leader } of plot.labels) if (leader !== null) paintLine(pen, leader, INK.axis, 1);
      for (const [i, { place, isFeasible }] of spec.points.entries()) {
        paintMarker(pen, place, plot.spots[i], plot.radii[i], !isFeasible);
      }
      for (const label of plot.labels) write(label, LETTERS.label, INK.text);
      pen.restore();
    },
  };
}

function paintProduct(pen: Pen, { px }: Sheet, segment: Segment, isOne: boolean): void {
  pen.setLineDash([px(2), px(4)]);
  paintLine(pen, segment, isOne ? INK.text : LINE, Math.max(1, px(1.5)));
  pen.setLineDash([]);
}

function paintLimit(pen: Pen, { px }: Sheet, { top, bottom }: Area, x: number): void {
  pen.setLineDash([px(6), px(4)]);
  paintLine(pen, { from: { x, y: top }, to: { x, y: bottom } }, INK.faint, px(1.5));
  pen.setLineDash([]);
}

/** On a veil over what lies below, so that it can be read over lines. */
function paintText(
  pen: Pen,
  { box, text }: BoxedText,
  { sizePx, colour, beyond }: { sizePx: number; colour: string; beyond: number | null },
): void {
  const shadeFrom = Math.min(Math.max(beyond ?? box.right, box.left), box.right);
  pen.fillStyle = VEIL;
  pen.fillRect(box.left, box.top, shadeFrom - box.left, box.bottom - box.top);
  pen.fillStyle = SHADED_VEIL;
  pen.fillRect(shadeFrom, box.top, box.right - shadeFrom, box.bottom - box.top);
  setText(pen, { sizePx, colour, align: 'center' });
  pen.fillText(text, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
}

/** How feasible designs and the others look, as far as there are some, and what the lines are. */
export function tradeOffLegend(spec: TradeOffSpec, sheet: Sheet): LegendItem[] {
  const { px } = sheet;
  const dot = (name: string, isHollow: boolean): LegendItem => ({
    name,
    sampleWidthPx: px(12),
    paintSample(pen, left, middle) {
      pen.fillStyle = INK.faint;
      pen.strokeStyle = INK.faint;
      pen.lineWidth = px(2);
      pen.beginPath();
      pen.arc(left + px(6), middle, px(5), 0, 2 * Math.PI);
      if (isHollow) pen.stroke();
      else pen.fill();
    },
  });
  const width = px(34);
  const line: LegendItem = {
    name: spec.products.name,
    sampleWidthPx: width,
    paintSample: (pen, left, y) =>
      paintProduct(pen, sheet, { from: { x: left, y }, to: { x: left + width, y } }, true),
  };
  const has = (isFeasible: boolean) => spec.points.some((point) => point.isFeasible === isFeasible);
  return [
    ...(has(true) ? [dot(spec.feasibleName, false)] : []),
    ...(has(false) ? [dot(spec.infeasibleName, true)] : []),
    line,
  ];
}
