import type { Plugin } from 'chart.js';
import { paintMarker } from './markers.ts';
import { INK } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText, wrapText } from './sheet.ts';
import type { LinesSpec } from './spec.ts';

/** A marked place with its name above the plot: `row` 0 is the row next to the plot. */
export interface PlacedMark {
  readonly x: number;
  readonly label: string;
  readonly left: number;
  readonly row: number;
}

const ROW_HEIGHT = 18;

/** Places the names of the marks over their lines, within the plot, in as many rows as keep them apart. */
export function placeMarks(
  marks: NonNullable<LinesSpec['marks']>,
  sheet: Sheet,
  pixelOf: (x: number) => number,
  plot: { readonly left: number; readonly right: number },
): { placed: PlacedMark[]; heightPx: number } {
  const sizePx = sheet.px(LETTERS.label);
  const rowEnds: number[] = [];
  const placed = [...marks]
    .sort((a, b) => a.x - b.x)
    .map(({ x, label }) => {
      const [text] = wrapText(sheet, label, { widthPx: plot.right - plot.left, sizePx, mostLines: 1 });
      const width = sheet.measure(text, sizePx);
      const left = Math.max(plot.left, Math.min(plot.right - width, pixelOf(x) - width / 2));
      const free = rowEnds.findIndex((end) => end + sheet.px(12) <= left);
      const row = free < 0 ? rowEnds.length : free;
      rowEnds[row] = left + width;
      return { x, label: text, left, row };
    });
  return { placed, heightPx: rowEnds.length * sheet.px(ROW_HEIGHT) };
}

/** Draws the marked places under the lines, and the markers of the points over them. */
export function lineMarks(marks: readonly PlacedMark[], spec: LinesSpec, sheet: Sheet): Plugin {
  return {
    id: 'line-marks',
    beforeDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      pen.save();
      for (const mark of marks)
        paintMark(pen, sheet, mark, { at: chart.scales.x.getPixelForValue(mark.x), ...chart.chartArea });
      pen.restore();
    },
    afterDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      for (const [place, { points }] of spec.series.entries()) {
        for (const { x, y } of points) {
          if (y === null) continue;
          const at = { x: chart.scales.x.getPixelForValue(x), y: chart.scales.y.getPixelForValue(y) };
          paintMarker(pen, place, at, sheet.px(5));
        }
      }
    },
  };
}

function paintMark(
  pen: Pen,
  { px }: Sheet,
  { label, left, row }: PlacedMark,
  { at, top, bottom }: { at: number; top: number; bottom: number },
): void {
  const middle = top - px(ROW_HEIGHT) * (row + 0.5);
  pen.strokeStyle = INK.faint;
  pen.lineWidth = px(1.5);
  pen.setLineDash([px(6), px(4)]);
  pen.beginPath();
  pen.moveTo(at, middle + px(9));
  pen.lineTo(at, bottom);
  pen.stroke();
  pen.setLineDash([]);
  setText(pen, { sizePx: px(LETTERS.label), colour: INK.faint });
  pen.fillText(label, left, middle);
}
