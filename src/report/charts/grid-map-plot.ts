import { quantityText } from './axis.ts';
import { paintHatch } from './bar-labels.ts';
import { paintBarTitle, paintScaleBar } from './colour-bar.ts';
import { scaleColour } from './colour-map.ts';
import { cellTexts, type GridLayout } from './grid-map-layout.ts';
import { INK, inkOn } from './palette.ts';
import { ticksWithEnds } from './scale.ts';
import { LETTERS, type Pen, type Sheet, setText, wrapText } from './sheet.ts';
import type { GridMapSpec } from './spec.ts';

const BAR_LEFT = 28;
const MISSING_COLOUR = '#D4D4D4';

/** Draws cells, names, titles of the axes and the colour bar. */
export function paintGridMap(pen: Pen, sheet: Sheet, spec: GridMapSpec, layout: GridLayout): void {
  paintCells(pen, sheet, spec, layout);
  paintRowNames(pen, sheet, layout);
  paintColumnNames(pen, sheet, layout);
  paintTitles(pen, sheet, spec, layout);
  paintBar(pen, sheet, spec, layout);
}

/** Draws the grey hatching of a cell without a value. */
export function paintMissing(
  pen: Pen,
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): void {
  pen.fillStyle = MISSING_COLOUR;
  pen.fillRect(box.left, box.top, box.width, box.height);
  paintHatch(pen, box);
}

function paintCells(pen: Pen, sheet: Sheet, spec: GridMapSpec, layout: GridLayout): void {
  const { area, cellWidth, cellHeight, scale } = layout;
  const columns = spec.columns.names.length;
  const texts = cellTexts(spec);
  const sizePx = textSize(sheet, texts, layout);
  // Lines of paper tell equal neighbours apart, where the cells are large enough.
  const gap = Math.min(cellWidth, cellHeight) >= 8 ? 1 : 0;
  for (const [cell, value] of spec.values.entries()) {
    const left = area.left + (cell % columns) * cellWidth;
    const top = area.top + Math.floor(cell / columns) * cellHeight;
    const box = { left, top, width: cellWidth - gap, height: cellHeight - gap };
    if (value === null || scale === undefined) {
      paintMissing(pen, box);
      continue;
    }
    const colour = scaleColour(scale.partOf(value));
    pen.fillStyle = colour;
    pen.fillRect(box.left, box.top, box.width, box.height);
    if (spec.partial?.cells[cell])
      paintCorner(pen, box, Math.min(sheet.px(14), cellHeight / 3, cellWidth / 3), inkOn(colour));
    if (sizePx === 0) continue;
    setText(pen, { sizePx, colour: inkOn(colour), align: 'center' });
    pen.fillText(texts[cell], left + cellWidth / 2, top + cellHeight / 2);
  }
  pen.strokeStyle = INK.axis;
  pen.lineWidth = 1;
  pen.strokeRect(area.left - 0.5, area.top - 0.5, area.right - area.left + 1, area.bottom - area.top + 1);
}

/** Draws the mark of a cell, a triangle in its upper right corner. */
export function paintCorner(
  pen: Pen,
  { left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
  side: number,
  colour: string,
): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(left + width, top);
  pen.lineTo(left + width - side, top);
  pen.lineTo(left + width, top + side);
  pen.closePath();
  pen.fill();
}

/** The largest letters with which all values fit in their cells; 0 if none do. */
function textSize(sheet: Sheet, texts: readonly string[], { cellWidth, cellHeight }: GridLayout): number {
  const sizes = [LETTERS.label, LETTERS.small].map((letters) => sheet.px(letters));
  const fits = (sizePx: number) =>
    sizePx * 1.4 <= cellHeight &&
    texts.every((text) => sheet.measure(text, sizePx) + sheet.px(6) <= cellWidth);
  return sizes.find(fits) ?? 0;
}

function paintRowNames(pen: Pen, { px }: Sheet, { area, cellHeight, rowNames }: GridLayout): void {
  const sizePx = px(LETTERS.label);
  for (const [row, lines] of rowNames.lines.entries()) {
    const middle = area.top + (row + 0.5) * cellHeight;
    for (const [line, text] of lines.entries()) {
      setText(pen, { sizePx, colour: INK.text, align: 'right' });
      pen.fillText(text, area.left - px(8), middle + (line - (lines.length - 1) / 2) * sizePx * 1.25);
    }
  }
}

function paintColumnNames(pen: Pen, { px }: Sheet, { area, cellWidth, columnNames }: GridLayout): void {
  const sizePx = px(LETTERS.label);
  const top = area.bottom + px(8);
  for (const [column, lines] of columnNames.lines.entries()) {
    const middle = area.left + (column + 0.5) * cellWidth;
    for (const [line, text] of lines.entries()) {
      if (columnNames.isUpright) {
        paintUpright(pen, { text, x: middle, y: top, sizePx, align: 'right' });
      } else {
        setText(pen, { sizePx, colour: INK.text, align: 'center' });
        pen.fillText(text, middle, top + (line + 0.5) * sizePx * 1.25);
      }
    }
  }
}

/** A text that is read from below. */
function paintUpright(
  pen: Pen,
  {
    text,
    x,
    y,
    sizePx,
    align,
  }: { text: string; x: number; y: number; sizePx: number; align: Pen['textAlign'] },
): void {
  pen.save();
  pen.translate(x, y);
  pen.rotate(-Math.PI / 2);
  setText(pen, { sizePx, colour: INK.text, align });
  pen.fillText(text, 0, 0);
  pen.restore();
}

function paintTitles(
  pen: Pen,
  sheet: Sheet,
  { rows, columns }: GridMapSpec,
  { area, rowNames, columnNames }: GridLayout,
): void {
  const sizePx = sheet.px(LETTERS.axisTitle);
  const fitted = (text: string, widthPx: number) =>
    wrapText(sheet, text, { widthPx, sizePx, mostLines: 1 })[0];
  const across = fitted(quantityText(columns), area.right - area.left);
  setText(pen, { sizePx, colour: INK.text, align: 'center' });
  pen.fillText(across, (area.left + area.right) / 2, area.bottom + columnNames.depthPx + sheet.px(16));
  paintUpright(pen, {
    text: fitted(quantityText(rows), area.bottom - area.top),
    x: area.left - rowNames.depthPx - sheet.px(16),
    y: (area.top + area.bottom) / 2,
    sizePx,
    align: 'center',
  });
}

/** The title of the bar is beside the upper end of the map, the bar below it. */
function paintBar(pen: Pen, sheet: Sheet, { value }: GridMapSpec, { area, scale }: GridLayout): void {
  const { px } = sheet;
  const left = area.right + px(BAR_LEFT);
  const top = area.top + px(60);
  paintBarTitle({ pen, sheet }, quantityText(value), left, top - px(10));
  if (scale === undefined) return;
  const bottom = Math.max(area.bottom, top + px(80));
  const ticks = ticksWithEnds(scale, Math.min(8, (bottom - top) / px(30)), px(22) / (bottom - top));
  paintScaleBar({ pen, sheet }, { left, top, bottom, colourOf: scaleColour, ticks });
}
