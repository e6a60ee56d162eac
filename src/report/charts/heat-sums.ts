import { formatNumber } from '../tables/number-text.ts';
import type { Plot } from './heat-cells.ts';
import type { HeatSide } from './heat-grid.ts';
import { INK } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText, wrapText } from './sheet.ts';

/** Draws the sums of the columns above the map and the sums of the rows on its right. */
export function paintSums(plot: Plot): void {
  paintColumnSums(plot);
  paintRowSums(plot);
}

const STRIP = { thickness: 44, gap: 8 } as const;

/** Bars above the map, labelled on their left. */
function paintColumnSums({ pen, sheet, grid: { columns }, area, digits }: Plot): void {
  const { px } = sheet;
  const base = area.top - px(STRIP.gap);
  pen.fillStyle = INK.faint;
  for (const { at, size, part } of stripBars(columns)) {
    const height = Math.round(part * px(STRIP.thickness));
    pen.fillRect(area.left + at, base - height, size, height);
  }
  pen.fillStyle = INK.axis;
  pen.fillRect(area.left, base, columns.sizePx, 1);
  const labelTop = base - px(STRIP.thickness);
  paintStripText({ pen, sheet, lines: stripText(columns, digits) }, area.left - px(10), labelTop, 'right');
}

/** Bars on the right of the map, labelled below. */
function paintRowSums({ pen, sheet, grid: { rows }, area, digits }: Plot): void {
  const { px } = sheet;
  const base = area.right + px(STRIP.gap);
  pen.fillStyle = INK.faint;
  for (const { at, size, part } of stripBars(rows)) {
    pen.fillRect(base, area.top + at, Math.round(part * px(STRIP.thickness)), size);
  }
  pen.fillStyle = INK.axis;
  pen.fillRect(base - 1, area.top, 1, rows.sizePx);
  paintStripText({ pen, sheet, lines: stripText(rows, digits) }, base, area.bottom + px(20), 'left');
}

/** Bars in pixels along the side; units that share a cell show their largest sum. */
function stripBars({ sums, bin, cells, cellPx }: HeatSide): { at: number; size: number; part: number }[] {
  const largest = sums.reduce((most, sum) => Math.max(most, sum), 0);
  if (largest === 0) return [];
  const gap = cellPx >= 4 ? 1 : 0;
  return Array.from({ length: cells }, (_unused, cell) => {
    const sum = Math.max(...sums.subarray(cell * bin, (cell + 1) * bin));
    return { at: cell * cellPx, size: cellPx - gap, part: sum / largest };
  });
}

function stripText({ sums, title }: HeatSide, digits: number): string[] {
  const largest = sums.reduce((most, sum) => Math.max(most, sum), 0);
  if (largest === 0) return [`Sum per ${title}`, 'all 0'];
  return [`Sum per ${title}`, `max ${formatNumber(largest, digits)}`, `(${title} ${sums.indexOf(largest)})`];
}

function paintStripText(
  { pen, sheet, lines }: { pen: Pen; sheet: Sheet; lines: readonly string[] },
  x: number,
  top: number,
  align: 'left' | 'right',
): void {
  const sizePx = sheet.px(LETTERS.small);
  for (const [line, text] of lines.entries()) {
    const [shown] = wrapText(sheet, text, { widthPx: sheet.px(96), sizePx, mostLines: 1 });
    setText(pen, { sizePx, colour: INK.faint, align });
    pen.fillText(shown, x, top + (line + 0.5) * sizePx * 1.35);
  }
}
