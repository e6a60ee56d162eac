import { commonDigits, formatNumber } from '../tables/number-text.ts';
import { quantityText } from './axis.ts';
import { heatColour, ZERO_COLOUR } from './colour-map.ts';
import type { Plot } from './heat-cells.ts';
import { INK } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText, wrapText } from './sheet.ts';
import type { HeatMapSpec } from './spec.ts';
import { niceTicks, tickTexts } from './ticks.ts';

const BAR = { fromMap: 92, width: 18 } as const;

/**
 * Draws, on the right of the map, the scale from the lowest colour up to `max`, over a separate field for 0.
 */
export function paintColourBar({ pen, sheet, grid, area }: Plot, { value }: HeatMapSpec): void {
  const { px } = sheet;
  const [left, width] = [area.right + px(BAR.fromMap), px(BAR.width)];
  const zero = { top: area.bottom - width, middle: area.bottom - width / 2 };
  const bottom = zero.top - px(8);
  paintBarTitle({ pen, sheet }, quantityText(value), left, area.top - px(12));
  pen.strokeStyle = INK.axis;
  pen.lineWidth = 1;
  pen.fillStyle = ZERO_COLOUR;
  pen.strokeRect(left - 0.5, zero.top - 0.5, width + 1, width + 1);
  paintBarText({ pen, sheet }, '0', left, zero.middle);
  if (grid.max === 0) return;
  const colourOf = (part: number) => heatColour(Math.max(Number.MIN_VALUE, part * grid.max), grid.max);
  const ticks = barTicks(grid.max, (bottom - area.top) / px(26)).map(({ at, text }) => ({
    part: at / grid.max,
    text,
  }));
  paintScaleBar({ pen, sheet }, { left, top: area.top, bottom, colourOf, ticks });
}

/**
 * Draws a bar of colours, by their part 0..1 of the way from its bottom to its top, with
 * ticks and their texts on its right.
 */
export function paintScaleBar(
  { pen, sheet }: { pen: Pen; sheet: Sheet },
  bar: {
    readonly left: number;
    readonly top: number;
    readonly bottom: number;
    readonly colourOf: (part: number) => string;
    readonly ticks: readonly { readonly part: number; readonly text: string }[];
  },
): void {
  const { px } = sheet;
  const [width, height] = [px(BAR.width), bar.bottom - bar.top];
  for (let y = Math.floor(bar.top); y < bar.bottom; y++) {
    pen.fillStyle = bar.colourOf((bar.bottom - y) / height);
    pen.fillRect(bar.left, y, width, 1);
  }
  pen.strokeStyle = INK.axis;
  pen.lineWidth = 1;
  pen.strokeRect(bar.left - 0.5, bar.top - 0.5, width + 1, height + 1);
  for (const { part, text } of bar.ticks) {
    const y = bar.bottom - part * height;
    pen.fillStyle = INK.axis;
    pen.fillRect(bar.left + width, Math.round(y), px(5), 1);
    paintBarText({ pen, sheet }, text, bar.left, y);
  }
}

function paintBarText(
  { pen, sheet }: { pen: Pen; sheet: Sheet },
  text: string,
  left: number,
  middle: number,
) {
  const { px } = sheet;
  setText(pen, { sizePx: px(LETTERS.label), colour: INK.text });
  pen.fillText(text, left + px(BAR.width) + px(10), middle);
}

/** Writes the title of a colour bar above it, broken over at most three lines. */
export function paintBarTitle(
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
