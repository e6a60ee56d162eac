import { fontOf, openCanvas, type PagePen, type PdfPage } from '../charts/canvas.ts';
import { INK } from '../charts/palette.ts';
import { configurationOf } from '../charts/render.ts';
import { type Sheet, sheetOf, wrapText } from '../charts/sheet.ts';
import type { Deck } from './deck.ts';

/** A slide as wide as a screen, in points. */
const SIZE = { widthPx: 1280, heightPx: 720 };

const MARGIN = 48;
/** More lines than any sentence takes. */
const MOST_LINES = 12;

const letters = { title: 30, line: 17, small: 11 };

/**
 * The slides as a PDF: charts as lines, words as text, with its fonts in it and without a date: the same
 * bytes for the same slides. Throws BadInput where charts cannot be drawn, RangeError for inconsistent data.
 */
export async function slidesPdf({ slides }: Deck): Promise<Uint8Array> {
  const canvas = await openCanvas();
  const sheet = sheetOf(SIZE, canvas.measure);
  const pages = slides.map(
    (slide): PdfPage =>
      slide.kind === 'chart'
        ? { kind: 'chart', configuration: configurationOf(slide.chart.spec, sheet) }
        : { kind: 'painted', paint: (pen) => paintWords(pen, sheet, slide) },
  );
  return canvas.renderPages(pages, SIZE);
}

function paintWords(
  pen: PagePen,
  sheet: Sheet,
  {
    title,
    lines,
    origin,
  }: { readonly title: string; readonly lines: readonly string[]; readonly origin: string },
): void {
  pen.textBaseline = 'alphabetic';
  const widthPx = SIZE.widthPx - 2 * MARGIN;
  let y = MARGIN + letters.title;
  const write = (text: string, sizePx: number, weight: 'bold' | 'normal', colour: string) => {
    pen.font = fontOf(sizePx, weight);
    pen.fillStyle = colour;
    for (const line of wrapText(sheet, text, { widthPx, sizePx, weight, mostLines: MOST_LINES })) {
      pen.fillText(line, MARGIN, y);
      y += Math.round(1.35 * sizePx);
    }
  };
  write(title, letters.title, 'bold', INK.text);
  for (const line of lines) {
    y += letters.line;
    write(line, letters.line, 'normal', INK.text);
  }
  y = SIZE.heightPx - MARGIN / 2;
  write(origin, letters.small, 'normal', INK.faint);
}
