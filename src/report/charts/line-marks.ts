import type { Plugin } from 'chart.js';
import { markersAbove } from './coinciding.ts';
import { paintMarker } from './markers.ts';
import { INK } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText, wrapText } from './sheet.ts';
import type { LinesSpec } from './spec.ts';

/** A marked place with its name above the plot: `row` 0 is the row next to the plot. */
export interface PlacedMark {
  readonly label: string;
  /** Pixel of the line, and of both ends of the name. */
  readonly at: number;
  readonly left: number;
  readonly right: number;
  readonly row: number;
}

/** Of a marker; one that lies under others of the same place is wider for each of them. */
const RADIUS = 5;
const WIDER = 2.5;

const ROW_HEIGHT = 18;
const MOST_ROWS = 5;

/** The plot from left to right. */
interface Span {
  readonly left: number;
  readonly right: number;
  /** Names without room on the right of their lines stand on the left, instead of across their lines. */
  readonly mayTurn: boolean;
}

/**
 * Places the names of the marks above the plot, beside their lines, in rows where no name is
 * crossed by the line of another mark.
 */
export function placeMarks(
  marks: NonNullable<LinesSpec['marks']>,
  sheet: Sheet,
  pixelOf: (x: number) => number,
  plot: Span,
): { placed: PlacedMark[]; heightPx: number } {
  const sizePx = sheet.px(LETTERS.label);
  const placed: PlacedMark[] = [];
  for (const { x, label } of [...marks].sort((a, b) => b.x - a.x)) {
    const at = pixelOf(x);
    const [text] = wrapText(sheet, label, { widthPx: plot.right - plot.left, sizePx, mostLines: 1 });
    const width = sheet.measure(text, sizePx);
    const left = leftOf(at, width, sheet.px(5), plot);
    const mark = { at, label: text, left, right: left + width };
    let row = 0;
    while (row < placed.length && placed.some((other) => collides({ ...mark, row }, other))) row++;
    placed.push({ ...mark, row });
  }
  if (placed.some(({ row }) => row >= MOST_ROWS)) {
    throw new RangeError(`${marks.length} marks are too close together to be named`);
  }
  const rows = Math.max(0, ...placed.map(({ row }) => row + 1));
  return { placed, heightPx: rows * sheet.px(ROW_HEIGHT) };
}

function leftOf(at: number, width: number, gap: number, { left, right, mayTurn }: Span): number {
  const turned = at - gap - width;
  if (mayTurn && at + gap + width > right && turned >= left) return turned;
  return Math.max(left, Math.min(at + gap, right - width));
}

/** Names in one row must not overlap; the line of the upper one must not cross the name of the lower one. */
function collides(a: PlacedMark, b: PlacedMark): boolean {
  if (a.row === b.row) return a.left <= b.right && b.left <= a.right;
  const [upper, lower] = a.row > b.row ? [a, b] : [b, a];
  return upper.at >= lower.left && upper.at <= lower.right;
}

/** Markers of a series at most: more of them hide its line, and make megabytes of an SVG. */
const MOST_MARKERS = 150;

const stepOf = (points: number): number => Math.ceil(points / MOST_MARKERS);

/** Draws the marked places under the lines, and the markers of the points over them. */
export function lineMarks(marks: readonly PlacedMark[], spec: LinesSpec, sheet: Sheet): Plugin {
  return {
    id: 'line-marks',
    beforeDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      pen.save();
      for (const mark of marks) paintMark(pen, sheet, mark, chart.chartArea);
      pen.restore();
    },
    afterDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      const above = markersAbove(spec);
      for (const [order, { points, place = order }] of spec.series.entries()) {
        for (const [i, { x, y, isPartial }] of points.entries()) {
          if (y === null || i % stepOf(points.length) !== 0) continue;
          const at = { x: chart.scales.x.getPixelForValue(x), y: chart.scales.y.getPixelForValue(y) };
          paintMarker(pen, place, at, sheet.px(RADIUS + WIDER * above[order][i]), isPartial);
        }
      }
    },
  };
}

function paintMark(
  pen: Pen,
  { px }: Sheet,
  { label, at, left, row }: PlacedMark,
  { top, bottom }: { top: number; bottom: number },
): void {
  const middle = top - px(ROW_HEIGHT) * (row + 0.5);
  pen.strokeStyle = INK.faint;
  pen.lineWidth = px(1.5);
  pen.setLineDash([px(6), px(4)]);
  pen.beginPath();
  pen.moveTo(at, middle - px(7));
  pen.lineTo(at, bottom);
  pen.stroke();
  pen.setLineDash([]);
  setText(pen, { sizePx: px(LETTERS.label), colour: INK.faint });
  pen.fillText(label, left, middle);
}
