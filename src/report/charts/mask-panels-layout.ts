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
  /** Lines for what is said below the name of a panel. */
  readonly saysLines: number;
  /** The cells of each panel. */
  readonly panels: readonly Area[];
  /** Whether a panel has no other one below it: there the columns are named. */
  readonly isLowest: readonly boolean[];
  /** Around all of them, and the texts above and below them. */
  readonly area: Area;
}

/**
 * Space on the reference sheet: a name and a line above a panel, each further line, between the lines of
 * panels, the title of the columns below the lowest, of the rows on the left, between panels, and for the
 * colour bar on the right.
 */
const PANEL_SPACE = { above: 46, line: 17, below: 12, title: 26, left: 30, between: 26, right: 130 } as const;

/** Widths of texts, in letters: the least that panels stand apart for, and all that they need. */
const TEXT_LETTERS = { least: 10, most: 22 } as const;

/** The most lines of what is said of a panel, and how small, as a part, cells may become for them. */
const MOST_LINES = 2;
const TEXTS_WORTH = 0.75;

/**
 * Lays panels out in as many lines as leave the cells largest; of equally large ones in the most lines, which
 * have the most room for texts. Throws BadInput where cells have no pixel.
 */
export function panelsLayout(spec: MaskPanelsSpec, sheet: Sheet, frame: Frame): PanelsLayout {
  const { panels, rows, columns } = spec;
  const { px } = sheet;
  const room = roomFor(panels.length, sheet, frame);
  const cellIn = (across: number, saysLines = 1): number => {
    const { widthPx, heightPx } = room(across, saysLines);
    if (widthPx < px(LETTERS.label) * TEXT_LETTERS.least) return 0;
    return Math.floor(Math.min(widthPx / columns.count, heightPx / rows.count));
  };
  const choices = panels.map((_, i) => i + 1);
  const across = choices.reduce((best, one) => (cellIn(one) > cellIn(best) ? one : best));
  const cellPx = cellIn(across);
  if (cellPx < 1)
    throw new BadInput(
      `a chart of ${sheet.widthPx} x ${sheet.heightPx} px has no room for ${panels.length} panels of ${rows.count} x ${columns.count} cells`,
    );
  const most = px(LETTERS.label) * TEXT_LETTERS.most;
  const widthPx = Math.floor(Math.min(room(across, 1).widthPx, Math.max(columns.count * cellPx, most)));
  const isBroken = panels.some(({ says }) => sheet.measure(says, px(LETTERS.label)) > widthPx);
  const cellBelowLines = cellIn(across, MOST_LINES);
  if (!isBroken || cellBelowLines < TEXTS_WORTH * cellPx)
    return placed(spec, sheet, frame, { across, cellPx, textWidthPx: widthPx, saysLines: 1 });
  const chosen = { across, cellPx: cellBelowLines, textWidthPx: widthPx, saysLines: MOST_LINES };
  return placed(spec, sheet, frame, chosen);
}

/** Room for the cells of a panel, with `across` of them beside each other. */
function roomFor(panels: number, sheet: Sheet, { padding }: Frame) {
  const { px } = sheet;
  const { above, line, below, title, left, between, right } = PANEL_SPACE;
  const widthPx = sheet.widthPx - padding.left - px(left) - px(right) - padding.right;
  const heightPx = sheet.heightPx - padding.top - padding.bottom - px(title) + px(below);
  return (across: number, saysLines: number) => ({
    widthPx: (widthPx - (across - 1) * px(between)) / across,
    heightPx: heightPx / Math.ceil(panels / across) - px(above + (saysLines - 1) * line) - px(below),
  });
}

function placed(
  { panels, rows, columns }: MaskPanelsSpec,
  { px }: Sheet,
  { padding }: Frame,
  chosen: Pick<PanelsLayout, 'cellPx' | 'textWidthPx' | 'saysLines'> & { readonly across: number },
): PanelsLayout {
  const { across, cellPx, textWidthPx, saysLines } = chosen;
  const [panelWidth, panelHeight] = [columns.count * cellPx, rows.count * cellPx];
  const above = px(PANEL_SPACE.above + (saysLines - 1) * PANEL_SPACE.line);
  const slotWidth = textWidthPx + px(PANEL_SPACE.between);
  const slotHeight = above + panelHeight + px(PANEL_SPACE.below);
  const left = padding.left + px(PANEL_SPACE.left);
  const areas = panels.map((_, at): Area => {
    const x = left + (at % across) * slotWidth;
    const y = padding.top + Math.floor(at / across) * slotHeight + above;
    return { left: x, top: y, right: x + panelWidth, bottom: y + panelHeight };
  });
  const right = left + Math.min(across, panels.length) * slotWidth - px(PANEL_SPACE.between);
  const { top } = areas[0];
  const { bottom } = areas[areas.length - 1];
  return {
    cellPx,
    textWidthPx,
    saysLines,
    panels: areas,
    isLowest: areas.map((_, at) => at + across >= areas.length),
    area: { left, top, right, bottom },
  };
}
