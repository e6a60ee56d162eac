import type { ChartConfiguration } from 'chart.js';
import { quantityText } from './axis.ts';
import { paintBarTitle, paintScaleBar } from './colour-bar.ts';
import { scaleColour } from './colour-map.ts';
import { frameOf, type LegendItem } from './frame.ts';
import type { Area } from './heat-cells.ts';
import { type PanelsLayout, panelsLayout } from './mask-panels-layout.ts';
import { ownPlot } from './own-plot.ts';
import { INK, PALETTE, paler } from './palette.ts';
import type { MaskPanelsSpec } from './panel-specs.ts';
import { scaleBetween, ticksWithEnds } from './scale.ts';
import { LETTERS, type Pen, type Sheet, setText, wrapText } from './sheet.ts';
import { paintUprightText } from './upright-text.ts';

/** The lines of borders: seen on paper and on every shade, and fainter than either. */
const BORDER_COLOUR = paler(PALETTE[1], 0.35);

type Panel = MaskPanelsSpec['panels'][number];

/**
 * The same part of a matrix under several masks, side by side where there is room. Throws RangeError for
 * values that are not those of the cells or exceed `largest`, BadInput for a sheet that is too small.
 */
export function maskPanels(spec: MaskPanelsSpec, sheet: Sheet): ChartConfiguration {
  refuseBadPanels(spec);
  const frame = frameOf(sheet, spec, legendItems(spec, sheet));
  const layout = panelsLayout(spec, sheet, frame);
  return ownPlot(frame, sheet, layout.area, (pen) => {
    for (const [at, panel] of spec.panels.entries()) paintPanel(pen, sheet, spec, panel, layout, at);
    paintShades(pen, sheet, spec, layout.area);
  });
}

function refuseBadPanels({ panels, rows, columns, largest }: MaskPanelsSpec): void {
  if (panels.length === 0) throw new RangeError('masks are drawn in at least one panel');
  for (const { name, values } of panels) {
    const size = rows.count * columns.count;
    if (!(size > 0 && values.length === size))
      throw new RangeError(`panel ${name} of ${rows.count} x ${columns.count} has ${values.length} values`);
    for (let i = 0; i < values.length; i++) {
      if (!(values[i] <= largest))
        throw new RangeError(`panel ${name}: ${values[i]} at ${i}, expected at most ${largest}`);
    }
  }
}

function legendItems({ missingName, borderName, panels }: MaskPanelsSpec, { px }: Sheet): LegendItem[] {
  const side = px(14);
  const hasBorders = panels.some(
    ({ rowBorders, columnBorders }) => rowBorders.length + columnBorders.length > 0,
  );
  const missing: LegendItem = {
    name: missingName,
    sampleWidthPx: side,
    paintSample(pen, left, middle) {
      pen.strokeStyle = INK.axis;
      pen.lineWidth = 1;
      pen.strokeRect(left + 0.5, middle - side / 2 + 0.5, side - 1, side - 1);
    },
  };
  const border: LegendItem = {
    name: borderName,
    sampleWidthPx: side,
    paintSample(pen, left, middle) {
      pen.fillStyle = BORDER_COLOUR;
      pen.fillRect(left + side / 2, middle - side / 2, 1, side);
    },
  };
  return [missing, ...(hasBorders ? [border] : [])];
}

function paintPanel(
  pen: Pen,
  sheet: Sheet,
  spec: MaskPanelsSpec,
  panel: Panel,
  layout: PanelsLayout,
  at: number,
): void {
  const { panels, area: whole, cellPx } = layout;
  const area = panels[at];
  paintCellsOf(pen, spec, panel, area, cellPx);
  paintBorders(pen, panel, area, cellPx);
  pen.strokeStyle = INK.axis;
  pen.lineWidth = 1;
  pen.strokeRect(area.left - 0.5, area.top - 0.5, area.right - area.left + 1, area.bottom - area.top + 1);
  paintPanelTexts(pen, sheet, panel, area, layout);
  if (layout.isLowest[at]) paintColumnsTitle(pen, sheet, spec.columns.title, area, layout);
  if (area.left === whole.left) paintRowsTitle(pen, sheet, spec.rows.title, area);
}

/** Neighbours of one shade are drawn at once. */
function paintCellsOf(
  pen: Pen,
  { rows, columns, largest }: MaskPanelsSpec,
  { values }: Panel,
  area: Area,
  cellPx: number,
): void {
  const shade = (cell: number) =>
    values[cell] < 0 ? null : scaleColour(largest === 0 ? 0 : values[cell] / largest);
  for (let row = 0; row < rows.count; row++) {
    const first = row * columns.count;
    for (let from = 0, to = 0; from < columns.count; from = to) {
      const colour = shade(first + from);
      for (to = from + 1; to < columns.count && shade(first + to) === colour; ) to++;
      if (colour === null) continue;
      pen.fillStyle = colour;
      pen.fillRect(area.left + from * cellPx, area.top + row * cellPx, (to - from) * cellPx, cellPx);
    }
  }
}

/** Lines closer together than this many pixels would hide the weights between them. */
const LEAST_PITCH = 5;

function paintBorders(
  pen: Pen,
  { rowBorders, columnBorders }: Panel,
  { left, top, right, bottom }: Area,
  cellPx: number,
): void {
  pen.fillStyle = BORDER_COLOUR;
  if (columnBorders.length * LEAST_PITCH <= right - left)
    for (const column of columnBorders) pen.fillRect(left + column * cellPx, top, 1, bottom - top);
  if (rowBorders.length * LEAST_PITCH <= bottom - top)
    for (const row of rowBorders) pen.fillRect(left, top + row * cellPx, right - left, 1);
}

/** The name, and what is said of the panel right above its cells. */
function paintPanelTexts(
  pen: Pen,
  sheet: Sheet,
  { name, says }: Panel,
  { left, top }: Area,
  { textWidthPx: widthPx, saysLines: mostLines }: PanelsLayout,
): void {
  const { px } = sheet;
  const lineHeight = px(17);
  const bold = { widthPx, sizePx: px(LETTERS.axisTitle), mostLines: 1, weight: 'bold' } as const;
  const said = { widthPx, sizePx: px(LETTERS.label), mostLines };
  const lines = wrapText(sheet, says, said);
  setText(pen, { sizePx: said.sizePx, colour: INK.faint });
  for (const [i, line] of lines.entries()) {
    pen.fillText(line, left, top - px(13) - (lines.length - 1 - i) * lineHeight);
  }
  setText(pen, { sizePx: bold.sizePx, colour: INK.text, weight: 'bold' });
  const [text] = wrapText(sheet, name, bold);
  pen.fillText(text, left, top - px(32) - (lines.length - 1) * lineHeight);
}

/** What the columns are, below the lowest panels. */
function paintColumnsTitle(
  pen: Pen,
  sheet: Sheet,
  title: string,
  { left, bottom }: Area,
  { textWidthPx: widthPx }: PanelsLayout,
): void {
  const sizePx = sheet.px(LETTERS.label);
  setText(pen, { sizePx, colour: INK.text });
  pen.fillText(wrapText(sheet, title, { widthPx, sizePx, mostLines: 1 })[0], left, bottom + sheet.px(13));
}

/** What the rows are, beside the first panel of a line. */
function paintRowsTitle(pen: Pen, sheet: Sheet, title: string, area: Area): void {
  const sizePx = sheet.px(LETTERS.label);
  const [text] = wrapText(sheet, title, { widthPx: area.bottom - area.top, sizePx, mostLines: 1 });
  const at = { x: area.left - sheet.px(14), y: area.bottom };
  paintUprightText(pen, text, at, { sizePx, colour: INK.text });
}

/** The colour bar stands beside the first row of panels. */
function paintShades(pen: Pen, sheet: Sheet, { value, largest }: MaskPanelsSpec, area: Area): void {
  const { px } = sheet;
  const left = area.right + px(28);
  paintBarTitle({ pen, sheet }, quantityText(value), left, area.top - px(8));
  if (largest === 0) return;
  const bottom = Math.min(area.bottom, area.top + px(420));
  const scale = scaleBetween('linear', 0, largest);
  const ticks = ticksWithEnds(scale, Math.min(8, (bottom - area.top) / px(30)), px(22) / (bottom - area.top));
  paintScaleBar({ pen, sheet }, { left, top: area.top, bottom, colourOf: scaleColour, ticks });
}
