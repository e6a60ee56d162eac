import type { ChartConfiguration } from 'chart.js';
import { openCanvas } from './canvas.ts';
import type { Pen } from './sheet.ts';
import type { ChartSize } from './spec.ts';

/** A page of a PDF, while it is drawn; a point is a pixel. */
export interface PdfPage {
  readonly pen: Pen;
  /** Draws a chart with its upper left corner there, every pixel of its sheet `scale` points large. */
  chart(
    configuration: ChartConfiguration,
    size: ChartSize,
    place: { readonly leftPt: number; readonly topPt: number; readonly scale: number },
  ): void;
}

/**
 * A PDF file of several pages of one size in points: lines as lines, text as text, with its fonts in it and
 * without a date, so the same bytes for the same drawings. Throws BadInput where the drawing library does
 * not run.
 */
export async function drawPdf(
  { title, widthPt, heightPt }: { title: string; widthPt: number; heightPt: number },
  pages: readonly ((page: PdfPage) => void)[],
): Promise<Uint8Array> {
  // Registers the font.
  await openCanvas();
  const { canvas } = await import('./drawing-libraries.ts');
  const { Chart, registerables } = await import('chart.js');
  Chart.register(...registerables);
  const document = new canvas.PDFDocument({ title, creator: 'bbsim' });
  for (const draw of pages) {
    const context = document.beginPage(widthPt, heightPt);
    keepLettersApart(context);
    draw({
      pen: context as unknown as Pen,
      chart(configuration, size, place) {
        context.save();
        new Chart(stageOn(context, size, place) as never, configuration).destroy();
        context.restore();
        context.setTransform(1, 0, 0, 1, 0, 0);
      },
    });
    document.endPage();
  }
  return document.close();
}

/** What is used of a context of the drawing library. */
interface Context {
  letterSpacing: string;
  fillText(text: string, x: number, y: number, maxWidth?: number): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
}

/** Too little to be seen: spaced letters make no ligatures, and a reader who searches for "fit" finds it. */
const NO_LIGATURES = '0.001px';

function keepLettersApart(context: Context): void {
  const draw = context.fillText.bind(context);
  // A font that is set takes the spacing back, so it is set with every text.
  context.fillText = (...text) => {
    context.letterSpacing = NO_LIGATURES;
    draw(...text);
  };
}

/**
 * What Chart.js takes for a canvas and is a part of a page: it sets transformations as if it had a canvas of
 * its own, and clears it.
 */
function stageOn(
  context: Context,
  { widthPx, heightPx }: ChartSize,
  { leftPt, topPt, scale }: { leftPt: number; topPt: number; scale: number },
): object {
  const stage = { width: widthPx, height: heightPx, style: {}, getContext: () => own };
  const own = new Proxy(context, {
    get(target, name) {
      if (name === 'canvas') return stage;
      if (name === 'setTransform') return place;
      if (name === 'resetTransform') return () => place(1, 0, 0, 1, 0, 0);
      if (name === 'clearRect') return () => undefined;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
  function place(a: number, b: number, c: number, d: number, e: number, f: number): void {
    const [along, across] = [scale * e + leftPt, scale * f + topPt];
    context.setTransform(scale * a, scale * b, scale * c, scale * d, along, across);
  }
  place(1, 0, 0, 1, 0, 0);
  return stage;
}
