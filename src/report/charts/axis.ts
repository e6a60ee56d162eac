import { INK } from './palette.ts';
import { fontOption, LETTERS, type Sheet, wrapText } from './sheet.ts';
import type { Quantity } from './spec.ts';
import { tickTexts } from './ticks.ts';

/** Title and [unit] of a quantity, and that its scale is logarithmic, which ticks alone do not tell. */
export function quantityText({ title, unit, scale }: Quantity & { readonly scale?: string }): string {
  const text = unit === '' ? title : `${title} [${unit}]`;
  return scale === 'log' ? `${text}, log scale` : text;
}

/** Options of an axis with given ticks and labels: Chart.js places them and chooses nothing. */
export function fixedTicks(
  sheet: Sheet,
  ticks: readonly number[],
  texts: readonly string[],
  letters: number = LETTERS.label,
) {
  return {
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = ticks.map((value) => ({ value }));
    },
    ticks: {
      autoSkip: false,
      maxRotation: 0,
      font: fontOption(sheet, letters),
      color: INK.text,
      callback: (_value: unknown, place: number) => texts[place],
    },
  };
}

/** Title of an axis of this length, in pixels. */
export function axisTitle(sheet: Sheet, text: string, lengthPx: number, mostLines = 1) {
  return {
    display: true,
    text: wrapText(sheet, text, { widthPx: lengthPx, sizePx: sheet.px(LETTERS.axisTitle), mostLines }),
    font: fontOption(sheet, LETTERS.axisTitle),
    color: INK.text,
    padding: sheet.px(6),
  };
}

/** The axis of values below horizontal bars: its range, ticks and title; the grid is the chart's. */
export function valuesBelow(
  sheet: Sheet,
  {
    range,
    ticks,
    title,
    width,
  }: {
    readonly range: { readonly min: number; readonly max: number };
    readonly ticks: number[];
    readonly title: string;
    readonly width: number;
  },
) {
  return {
    type: 'linear' as const,
    position: 'bottom' as const,
    ...range,
    ...fixedTicks(sheet, ticks, tickTexts(ticks)),
    border: { display: false },
    title: axisTitle(sheet, title, width),
  };
}
