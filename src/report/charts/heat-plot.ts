import type { Plugin } from 'chart.js';
import { commonDigits, formatNumber } from '../number-text.ts';
import { niceTicks, quantityText, tickTexts } from './axis.ts';
import { heatColour, ZERO_COLOUR } from './colour-map.ts';
import type { HeatGrid, HeatSide } from './heat-grid.ts';
import { INK, inkOn } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText, wrapText } from './sheet.ts';
import type { HeatMapSpec } from './spec.ts';

/** The map's area in the picture. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Everything that is drawn with: the parts of the plot share it. */
interface Plot {
  readonly pen: Pen;
  readonly sheet: Sheet;
  readonly grid: HeatGrid;
  readonly area: Area;
  readonly digits: number;
}

/** Draws the cells, the sums along the edges and the colour bar. */
export function heatPlot(spec: HeatMapSpec, grid: HeatGrid, sheet: Sheet): Plugin {
  const digits = commonDigits(Array.from(grid.cells));
  return {
    id: 'heat-plot',
    beforeDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      const plot = { pen, sheet, grid, area: chart.chartArea, digits };
      pen.save();
      paintCells(plot);
      paintCellTexts(plot);
      paintColumnSums(plot);
      paintRowSums(plot);
      paintColourBar(plot, spec);
      pen.restore();
    },
  };
}

/** Neighbours of one colour are drawn at once; zeros are the paper. */
function paintCells({ pen, grid: { rows, columns, cells, max, largest }, area, sheet }: Plot): void {
  pen.fillStyle = ZERO_COLOUR;
  pen.fillRect(area.left, area.top, columns.sizePx, rows.sizePx);
  for (let row = 0; row < rows.cells; row++) {
    const top = area.top + row * rows.cellPx;
    for (let from = 0, to = 0; from < columns.cells; from = to) {
      const colour = heatColour(cells[row * columns.cells + from], max);
      for (to = from + 1; to < columns.cells && heatColour(cells[row * columns.cells + to], max) === colour; )
        to++;
      if (colour === ZERO_COLOUR) continue;
      pen.fillStyle = colour;
      pen.fillRect(area.left + from * columns.cellPx, top, (to - from) * columns.cellPx, rows.cellPx);
    }
  }
  pen.strokeStyle = INK.axis;
  pen.lineWidth = 1;
  pen.strokeRect(area.left - 0.5, area.top - 0.5, columns.sizePx + 1, rows.sizePx + 1);
  if (columns.cellPx >= LINED_CELL_PX && rows.cellPx >= LINED_CELL_PX)
    paintGridLines({ pen, grid: { rows, columns }, area });
  if (largest > 0) return;
  setText(pen, { sizePx: sheet.px(LETTERS.title), colour: INK.faint, align: 'center' });
  pen.fillText('0 everywhere', (area.left + area.right) / 2, (area.top + area.bottom) / 2);
}

const LINED_CELL_PX = 12;

/** Lines between large cells, which tell neighbouring zeros apart. */
function paintGridLines({
  pen,
  grid: { rows, columns },
  area,
}: {
  pen: Pen;
  grid: Pick<HeatGrid, 'rows' | 'columns'>;
  area: Area;
}): void {
  pen.fillStyle = INK.grid;
  for (let column = 1; column < columns.cells; column++) {
    pen.fillRect(area.left + column * columns.cellPx, area.top, 1, rows.sizePx);
  }
  for (let row = 1; row < rows.cells; row++)
    pen.fillRect(area.left, area.top + row * rows.cellPx, columns.sizePx, 1);
}

/** Values in the cells, where all of them have room. */
function paintCellTexts({
  pen,
  sheet,
  grid: { rows, columns, cells, max, largest },
  area,
  digits,
}: Plot): void {
  const sizePx = sheet.px(LETTERS.label);
  const widest = sheet.measure(formatNumber(largest, digits), sizePx);
  if (largest === 0 || widest + sheet.px(12) > columns.cellPx || sizePx * 1.8 > rows.cellPx) return;
  for (const [cell, value] of cells.entries()) {
    const [row, column] = [Math.floor(cell / columns.cells), cell % columns.cells];
    setText(pen, { sizePx, colour: inkOn(heatColour(value, max)), align: 'center' });
    pen.fillText(
      formatNumber(value, digits),
      area.left + (column + 0.5) * columns.cellPx,
      area.top + (row + 0.5) * rows.cellPx,
    );
  }
}

const STRIP = { thickness: 44, gap: 8 } as const;

/** Bars above the map, labelled on their left. */
function paintColumnSums({ pen, sheet: { px, ...sheet }, grid: { columns }, area, digits }: Plot): void {
  const base = area.top - px(STRIP.gap);
  pen.fillStyle = INK.faint;
  for (const { at, size, part } of stripBars(columns)) {
    const height = Math.round(part * px(STRIP.thickness));
    pen.fillRect(area.left + at, base - height, size, height);
  }
  pen.fillStyle = INK.axis;
  pen.fillRect(area.left, base, columns.sizePx, 1);
  paintStripText(
    { pen, sheet: { px, ...sheet }, lines: stripText(columns, digits) },
    area.left - px(10),
    base - px(STRIP.thickness),
    'right',
  );
}

/** Bars on the right of the map, labelled below. */
function paintRowSums({ pen, sheet: { px, ...sheet }, grid: { rows }, area, digits }: Plot): void {
  const base = area.right + px(STRIP.gap);
  pen.fillStyle = INK.faint;
  for (const { at, size, part } of stripBars(rows))
    pen.fillRect(base, area.top + at, Math.round(part * px(STRIP.thickness)), size);
  pen.fillStyle = INK.axis;
  pen.fillRect(base - 1, area.top, 1, rows.sizePx);
  paintStripText(
    { pen, sheet: { px, ...sheet }, lines: stripText(rows, digits) },
    base,
    area.bottom + px(20),
    'left',
  );
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
    const [shown] = wrapText(sheet, text, { widthPx: sheet.px(104), sizePx, mostLines: 1 });
    setText(pen, { sizePx, colour: INK.faint, align });
    pen.fillText(shown, x, top + (line + 0.5) * sizePx * 1.35);
  }
}

const BAR = { fromMap: 92, width: 18 } as const;

/** The scale from the lowest colour up to `max`, over a separate field for 0. */
function paintColourBar({ pen, sheet, grid, area }: Plot, { value }: HeatMapSpec): void {
  const { px } = sheet;
  const [left, width] = [area.right + px(BAR.fromMap), px(BAR.width)];
  const zero = { top: area.bottom - width, middle: area.bottom - width / 2 };
  const bottom = zero.top - px(8);
  paintBarTitle({ pen, sheet }, quantityText(value), left, area.top - px(12));
  pen.strokeStyle = INK.axis;
  pen.lineWidth = 1;
  pen.fillStyle = ZERO_COLOUR;
  pen.strokeRect(left - 0.5, zero.top - 0.5, width + 1, width + 1);
  const label = (text: string, middle: number) => {
    setText(pen, { sizePx: px(LETTERS.label), colour: INK.text });
    pen.fillText(text, left + width + px(10), middle);
  };
  label('0', zero.middle);
  if (grid.max === 0) return;
  for (let y = Math.floor(area.top); y < bottom; y++) {
    pen.fillStyle = heatColour(
      Math.max(Number.MIN_VALUE, ((bottom - y) / (bottom - area.top)) * grid.max),
      grid.max,
    );
    pen.fillRect(left, y, width, 1);
  }
  pen.strokeRect(left - 0.5, area.top - 0.5, width + 1, bottom - area.top + 1);
  for (const { at, text } of barTicks(grid.max, (bottom - area.top) / px(26))) {
    const y = bottom - (at / grid.max) * (bottom - area.top);
    pen.fillStyle = INK.axis;
    pen.fillRect(left + width, Math.round(y), px(5), 1);
    label(text, y);
  }
}

function paintBarTitle(
  { pen, sheet }: { pen: Pen; sheet: Sheet },
  text: string,
  left: number,
  bottom: number,
): void {
  const sizePx = sheet.px(LETTERS.label);
  const lines = wrapText(sheet, text, { widthPx: sheet.widthPx - left - sheet.px(16), sizePx, mostLines: 3 });
  for (const [line, shown] of lines.entries()) {
    setText(pen, { sizePx, colour: INK.text });
    pen.fillText(shown, left, bottom - (lines.length - line - 0.5) * sizePx * 1.25);
  }
}

/** Nice values and the end of the scale, which replaces a nice value that is too close to it. */
function barTicks(max: number, most: number): { at: number; text: string }[] {
  const ticks = niceTicks(0, max, Math.min(8, most)).filter((tick) => tick > 0 && max - tick > max / most);
  const texts = tickTexts(ticks);
  return [
    ...ticks.map((at, i) => ({ at, text: texts[i] })),
    { at: max, text: formatNumber(max, commonDigits([max])) },
  ];
}
