import type { Measure } from '../charts/canvas.ts';
import { wrapText } from '../charts/sheet.ts';
import { printable, wrapWords } from '../tables/plain-text.ts';

/** How the letters of a text on a slide look. */
export interface TextStyle {
  readonly sizePt: number;
  readonly isBold: boolean;
  /** #rrggbb. */
  readonly colour: string;
}

/** A text, and the lines that it is broken over. */
export interface Paragraph {
  readonly text: string;
  readonly lines: readonly string[];
}

/** From one line to the next, in sizes of its letters. */
export const LINE_HEIGHT = 1.3;

/**
 * A text broken over at most `mostLines` lines of a width in points; what does not fit is left out in its
 * middle.
 */
export function paragraphOf(
  text: string,
  {
    style: { sizePt, isBold },
    widthPt,
    mostLines,
    measure,
  }: {
    readonly style: TextStyle;
    readonly widthPt: number;
    readonly mostLines: number;
    readonly measure: Measure;
  },
): Paragraph {
  const weight = isBold ? 'bold' : 'normal';
  const whole = textOfXml(text);
  const most = Math.ceil((mostLines * widthPt) / (NARROW * sizePt));
  if (whole.length <= most) {
    const lengthOf = (part: string) => measure(part, sizePt, weight);
    const lines = wrapWords(whole, widthPt, { cutWords: true, lengthOf });
    if (lines.length <= mostLines) return { text: whole, lines };
  }
  const sheet = { widthPx: widthPt, heightPx: 0, px: (length: number) => length, measure };
  const given = { widthPx: widthPt, sizePx: sizePt, mostLines, weight } as const;
  const lines = wrapText(sheet, withoutMiddle(whole, most), given);
  return { text: lines.join(' '), lines };
}

/** Width of a narrow letter, in sizes of it: a text with more letters than have room at it never fits. */
const NARROW = 0.3;

function withoutMiddle(text: string, most: number): string {
  const half = Math.ceil(most / 2);
  return text.length <= 2 * half ? text : `${text.slice(0, half)}…${text.slice(-half)}`;
}

/** A text on one line, of characters that XML can hold. */
export function textOfXml(text: string): string {
  const clean = printable(text).replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd');
  return clean.replace(/ {2,}/g, ' ').trim();
}
