import { type Measure, openCanvas } from '../charts/canvas.ts';
import { drawPdf, type PdfPage } from '../charts/pdf-pages.ts';
import { configurationOf } from '../charts/render.ts';
import { setText, sheetOf } from '../charts/sheet.ts';
import type { Deck } from './deck.ts';
import { slidesIn } from './layout.ts';
import { type ChartBox, SLIDE, type TextBox } from './placed-slide.ts';
import { LINE_HEIGHT, textOfXml } from './slide-text.ts';

/**
 * The slides as a PDF: charts as lines, words as text, with its fonts in it and without a date: the same
 * bytes for the same slides. Throws BadInput where charts cannot be drawn, RangeError for inconsistent data.
 */
export async function slidesPdf(deck: Deck): Promise<Uint8Array> {
  const { measure } = await openCanvas();
  const pages = slidesIn(deck, measure).map(({ texts, chart }) => (page: PdfPage) => {
    if (chart !== null) drawChart(page, chart, measure);
    for (const text of texts) drawText(page, text);
  });
  const { widthPt, heightPt } = SLIDE;
  return drawPdf({ title: textOfXml(deck.title), widthPt, heightPt }, pages);
}

function drawChart(page: PdfPage, { spec, size, leftPt, topPt, widthPt }: ChartBox, measure: Measure): void {
  const scale = widthPt / size.widthPx;
  page.chart(configurationOf(spec, sheetOf(size, measure)), size, { leftPt, topPt, scale });
}

function drawText({ pen }: PdfPage, box: TextBox): void {
  const { role, style, paragraphs, hasBullets, gapPt, leftPt, topPt, widthPt } = box;
  const isRight = role === 'number';
  const lineHeight = style.sizePt * LINE_HEIGHT;
  setText(pen, {
    sizePx: style.sizePt,
    colour: style.colour,
    weight: style.isBold ? 'bold' : 'normal',
    align: isRight ? 'right' : 'left',
  });
  const left = isRight ? leftPt + widthPt : leftPt + box.indentPt;
  let top = topPt;
  for (const { lines } of paragraphs) {
    if (hasBullets) pen.fillText('•', leftPt + 2, top + lineHeight / 2);
    for (const line of lines) {
      pen.fillText(line, left, top + lineHeight / 2);
      top += lineHeight;
    }
    top += gapPt;
  }
}
