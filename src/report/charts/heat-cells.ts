import { formatNumber } from '../tables/number-text.ts';
import { heatColour, ZERO_COLOUR } from './colour-map.ts';
import type { HeatGrid } from './heat-grid.ts';
import { INK, inkOn } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText } from './sheet.ts';

/** The map's area in the picture. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Everything that is drawn with: the parts of the plot share it. */
export interface Plot {
  readonly pen: Pen;
  readonly sheet: Sheet;
  readonly grid: HeatGrid;
  readonly area: Area;
  readonly digits: number;
}

/** Draws the cells: colours, and values or lines between them where they are large enough. */
export function paintCells(plot: Plot): void {
  paintColours(plot);
  paintCellTexts(plot);
}

/** Neighbours of one colour are drawn at once; zeros are the paper. */
function paintColours({ pen, grid: { rows, columns, cells, max, largest }, area, sheet }: Plot): void {
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
