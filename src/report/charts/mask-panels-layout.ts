import { BadInput } from '../../errors/bad-input.ts';
import type { Frame } from './frame.ts';
import type { Area } from './heat-cells.ts';
import type { MaskPanelsSpec } from './panel-specs.ts';
import { LETTERS, type Sheet } from './sheet.ts';

/** Panels laid out on pixels: cells are squares of whole pixels, as large as they can be. */
export interface PanelsLayout {
  readonly cellPx: number;
  /** Room for the texts of a panel: the panels of narrow matrices stand further apart for them. */
  readonly textWidthPx: number;
  /** The cells of each panel. */
  readonly panels: readonly Area[];
  /** Around all of them, and the texts above and below them. */
  readonly area: Area;
}

/**
 * Space on the reference sheet: a name and a line above a panel, the title of its columns below, of its rows
 * on the left, between panels, and for the colour bar on the right.
 */
const PANEL_SPACE = { above: 46, below: 26, left: 30, between: 26, right: 130 } as const;

/** Lays panels out in as many rows as leave the cells largest. Throws BadInput where cells have no pixel. */
export function panelsLayout(
  { panels, rows, columns }: MaskPanelsSpec,
  sheet: Sheet,
  { padding }: Frame,
): PanelsLayout {
  const { px } = sheet;
  const left = padding.left + px(PANEL_SPACE.left);
  const widthPx = sheet.widthPx - left - px(PANEL_SPACE.right) - padding.right;
  const heightPx = sheet.heightPx - padding.top - padding.bottom;
  const roomOf = (across: number) => (widthPx - (across - 1) * px(PANEL_SPACE.between)) / across;
  const cellIn = (across: number): number => {
    const down = Math.ceil(panels.length / across);
    const panelHeight = heightPx / down - px(PANEL_SPACE.above) - px(PANEL_SPACE.below);
    return Math.floor(Math.min(roomOf(across) / columns.count, panelHeight / rows.count));
  };
  const choices = panels.map((_, i) => panels.length - i);
  const across = choices.reduce((best, one) => (cellIn(one) > cellIn(best) ? one : best));
  const cellPx = cellIn(across);
  if (cellPx < 1)
    throw new BadInput(
      `a chart of ${sheet.widthPx} x ${sheet.heightPx} px has no room for ${panels.length} panels of ${rows.count} x ${columns.count} cells`,
    );
  const [panelWidth, panelHeight] = [columns.count * cellPx, rows.count * cellPx];
  const label = px(LETTERS.label);
  const textWidthPx = Math.max(panelWidth, label * 10, Math.min(label * 22, roomOf(across)));
  const slotWidth = textWidthPx + px(PANEL_SPACE.between);
  const slotHeight = px(PANEL_SPACE.above) + panelHeight + px(PANEL_SPACE.below);
  const areas = panels.map((_, at): Area => {
    const x = left + (at % across) * slotWidth;
    const y = padding.top + Math.floor(at / across) * slotHeight + px(PANEL_SPACE.above);
    return { left: x, top: y, right: x + panelWidth, bottom: y + panelHeight };
  });
  const right = left + Math.min(across, panels.length) * slotWidth - px(PANEL_SPACE.between);
  const { top } = areas[0];
  const { bottom } = areas[areas.length - 1];
  return { cellPx, textWidthPx, panels: areas, area: { left, top, right, bottom } };
}
