import { BadInput } from '../../errors/bad-input.ts';
import type { Frame } from './frame.ts';
import { INK } from './palette.ts';
import { enoughHeightPx, fontOption, LETTERS, type Sheet, wrapText } from './sheet.ts';

/** Names of horizontal bars as they are written beside them. */
export interface Names {
  readonly lines: string[][];
  readonly letters: number;
  readonly widthPx: number;
}

const AXIS_HEIGHT = 60;
const NAME_GAP = 14;
const LINE_HEIGHT = 1.25;

/**
 * Names on as many lines as the distance of the bars allows, in at most a quarter of the width. Throws
 * BadInput for a sheet that is too low for the bars.
 */
export function fitNames(bars: readonly string[], sheet: Sheet, { padding }: Frame): Names {
  const { px, measure } = sheet;
  const room = sheet.heightPx - padding.top - padding.bottom - px(AXIS_HEIGHT);
  const letters = room / bars.length >= px(LETTERS.label * LINE_HEIGHT * 2) ? LETTERS.label : LETTERS.small;
  const lineHeight = px(letters) * LINE_HEIGHT;
  const mostLines = Math.min(4, Math.floor(room / bars.length / lineHeight));
  if (mostLines < 1) {
    const enough = enoughHeightPx(sheet, sheet.heightPx + bars.length * lineHeight - room);
    throw new BadInput(
      `a chart ${sheet.heightPx} px high has no room for ${bars.length} bars: ${enough} px are enough`,
    );
  }
  const sizePx = px(letters);
  const lines = bars.map((name) =>
    wrapText(sheet, name, { widthPx: sheet.widthPx / 4 - px(NAME_GAP), sizePx, mostLines }),
  );
  return {
    lines,
    letters,
    widthPx: Math.ceil(Math.max(...lines.flat().map((line) => measure(line, sizePx)))) + px(NAME_GAP),
  };
}

/** The axis of the names: as wide as they are, without lines. */
export function nameAxis(sheet: Sheet, { letters, widthPx }: Names) {
  return {
    type: 'category' as const,
    stacked: true,
    afterFit: (axis: { width: number }) => {
      axis.width = widthPx;
    },
    grid: { display: false, tickLength: 0 },
    border: { display: false },
    ticks: { autoSkip: false, font: fontOption(sheet, letters), color: INK.text, padding: sheet.px(10) },
  };
}
