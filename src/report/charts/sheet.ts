import { printable, wrapWords } from '../tables/plain-text.ts';
import { FONT_FAMILY, fontOf, type Measure } from './canvas.ts';
import { checkedSize } from './size.ts';
import type { ChartSize } from './spec.ts';

/** The part of a canvas's 2D context that the charts draw with. */
export interface Pen {
  font: string;
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  textAlign: 'left' | 'center' | 'right';
  textBaseline: 'top' | 'middle' | 'alphabetic';
  save(): void;
  restore(): void;
  beginPath(): void;
  rect(x: number, y: number, width: number, height: number): void;
  clip(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
  arc(x: number, y: number, radius: number, start: number, end: number): void;
  fill(): void;
  stroke(): void;
  setLineDash(lengths: number[]): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  translate(x: number, y: number): void;
  rotate(radians: number): void;
  fillText(text: string, x: number, y: number): void;
}

/** The sheet that a chart is drawn on: its size, and lengths and letters that grow with it. */
export interface Sheet extends ChartSize {
  /** Pixels of a length that was chosen on a sheet of 1200 x 700. */
  readonly px: (length: number) => number;
  readonly measure: Measure;
}

const REFERENCE = { widthPx: 1200, heightPx: 700 };

/** A sheet of the size. Throws BadInput for a size that no chart fits on, or that no memory holds. */
export function sheetOf(size: ChartSize, measure: Measure): Sheet {
  const { widthPx, heightPx } = checkedSize(size);
  const scale = scaleOf({ widthPx, heightPx });
  return { widthPx, heightPx, px: (length) => Math.round(length * scale), measure };
}

const LEAST_SCALE = 0.75;

function scaleOf({ widthPx, heightPx }: ChartSize): number {
  return Math.max(LEAST_SCALE, Math.min(widthPx / REFERENCE.widthPx, heightPx / REFERENCE.heightPx));
}

/**
 * A height, in tens of pixels, at which a sheet of the same width has room for what needs `neededPx` here;
 * with a tenth more, since on a higher sheet letters may be larger and texts take more lines.
 */
export function enoughHeightPx(sheet: Sheet, neededPx: number): number {
  const largestScale = Math.max(LEAST_SCALE, sheet.widthPx / REFERENCE.widthPx);
  return 10 * Math.ceil((1.1 * neededPx * largestScale) / scaleOf(sheet) / 10);
}

/** Font sizes on the reference sheet. */
export const LETTERS = { title: 22, subtitle: 14, axisTitle: 14, label: 13, small: 11 } as const;

/** A font for Chart.js's options. */
export function fontOption(sheet: Sheet, letters: number, weight: 'bold' | 'normal' = 'normal') {
  return { family: FONT_FAMILY, size: sheet.px(letters), weight } as const;
}

/** Sets font, colour and anchor of the text that is drawn next. */
export function setText(
  pen: Pen,
  style: {
    readonly sizePx: number;
    readonly colour: string;
    readonly weight?: 'bold' | 'normal';
    readonly align?: Pen['textAlign'];
    readonly baseline?: Pen['textBaseline'];
  },
): void {
  pen.font = fontOf(style.sizePx, style.weight);
  pen.fillStyle = style.colour;
  pen.textAlign = style.align ?? 'left';
  pen.textBaseline = style.baseline ?? 'middle';
}

/** More characters than any chart shows. */
const LONGEST = 2000;

/**
 * A text broken over at most `mostLines` lines of a width. What does not fit is left out in the middle:
 * names often differ at their ends.
 */
export function wrapText(
  { measure }: Sheet,
  text: string,
  {
    widthPx,
    sizePx,
    mostLines,
    weight = 'normal',
  }: { widthPx: number; sizePx: number; mostLines: number; weight?: 'bold' | 'normal' },
): string[] {
  const characters = [...printable(text.slice(0, 2 * LONGEST))];
  const lengthOf = (part: string) => measure(part, sizePx, weight);
  const linesOf = (kept: number) =>
    wrapWords(shortened(characters, kept), widthPx, { cutWords: true, lengthOf });
  let [fits, tooMany] = [0, Math.min(characters.length, LONGEST) + 1];
  for (let kept = tooMany - 1; tooMany - fits > 1; kept = Math.floor((fits + tooMany) / 2)) {
    if (linesOf(kept).length <= mostLines) fits = kept;
    else tooMany = kept;
  }
  return linesOf(fits);
}

function shortened(characters: readonly string[], kept: number): string {
  if (kept >= characters.length) return characters.join('');
  const head = characters.slice(0, Math.ceil(kept / 2)).join('');
  const tail = characters.slice(characters.length - Math.floor(kept / 2)).join('');
  return `${head.trimEnd()}…${tail.trimStart()}`;
}
