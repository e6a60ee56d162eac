import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { renderPng, renderSvg } from '../charts/render.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { printable } from '../tables/plain-text.ts';
import type { Deck, Slide } from './deck.ts';

/** Inches of a wide slide. */
const slideSize = { width: 13.333, height: 7.5 };
const MARGIN = 0.5;
const WIDTH = slideSize.width - 2 * MARGIN;

/** A chart below its title and its subtitle, which are text of the slide. */
const picture = { top: 1.4, width: WIDTH, height: 5.59, px: { widthPx: 1500, heightPx: 680 } };

/** The font of the slides: every machine that shows presentations has it. */
const FONT = 'Arial';

/**
 * The slides as a presentation: words as text that can be edited, each chart as vectors, with a picture of it
 * for programs that know no SVG. Without a date: the same bytes for the same slides. Throws BadInput where
 * charts cannot be drawn, RangeError for inconsistent data.
 */
export async function slidesPptx({ title, slides }: Deck): Promise<Uint8Array> {
  const { Presentation } = await import('./pptx-library.ts');
  const file = new Presentation();
  file.layout = 'LAYOUT_WIDE';
  file.title = printable(title);
  file.author = 'bbsim';
  file.subject = printable(title);
  const fallbacks: Uint8Array[] = [];
  for (const slide of slides) {
    const page = file.addSlide();
    const put = (text: string, y: number, h: number, options: Readonly<Record<string, unknown>>) =>
      page.addText(printable(text), { x: MARGIN, y, w: WIDTH, h, fontFace: FONT, margin: 0, ...options });
    if (slide.kind === 'words') putWords(page, put, slide);
    else fallbacks.push(await putChart(page, put, slide.chart.spec));
    put(slide.origin, 7.05, 0.3, { fontSize: 9, color: '5F5F5F' });
    page.addNotes(printable(slide.notes));
  }
  const written = (await file.write({ outputType: 'uint8array' })) as Uint8Array;
  return withoutDates(written, fallbacks);
}

type Page = ReturnType<InstanceType<typeof import('./pptx-library.ts').Presentation>['addSlide']>;
type Put = (text: string, y: number, h: number, options: Readonly<Record<string, unknown>>) => void;

function putWords(page: Page, put: Put, { title, lines }: Extract<Slide, { kind: 'words' }>): void {
  put(title, 0.4, 0.8, { fontSize: 26, bold: true, valign: 'top', fit: 'shrink' });
  const runs = lines.map((line) => ({
    text: printable(line),
    options: { breakLine: true, paraSpaceAfter: 8 },
  }));
  if (runs.length === 0) return;
  page.addText(runs, {
    x: MARGIN,
    y: 1.35,
    w: WIDTH,
    h: 5.5,
    fontFace: FONT,
    fontSize: 15,
    valign: 'top',
    margin: 0,
  });
}

/** Puts a chart on a slide; its picture as PNG. The title is text of the slide, and not of the picture. */
async function putChart(page: Page, put: Put, spec: ChartSpec): Promise<Uint8Array> {
  put(spec.title, 0.35, 0.5, { fontSize: 22, bold: true, valign: 'top' });
  put(spec.subtitle, 0.85, 0.5, { fontSize: 11, color: '5F5F5F', valign: 'top', fit: 'shrink' });
  const bare = { ...spec, title: '', subtitle: '' };
  const svg = await renderSvg(bare, picture.px, 'paths');
  page.addImage({
    data: `image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
    x: (slideSize.width - picture.width) / 2,
    y: picture.top,
    w: picture.width,
    h: picture.height,
    altText: printable(`${spec.title}. ${spec.subtitle}`),
  });
  return renderPng(bare, picture.px);
}

/** The time that files of an archive have that records none. */
const NO_TIME = '1980-01-01T00:00:00';

/**
 * The archive without what is of the moment: dates of its files and of the document, empty folders. In place
 * of what the library puts for programs that know no SVG it has the pictures.
 */
function withoutDates(archive: Uint8Array, fallbacks: readonly Uint8Array[]): Uint8Array {
  const files = unzipSync(archive);
  let next = 0;
  const kept: Zippable = {};
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith('/')) continue;
    if (name === 'docProps/core.xml') kept[name] = strToU8(undated(strFromU8(bytes)));
    else if (/^ppt\/media\/.*\.png$/.test(name)) kept[name] = fallbacks[next++];
    else kept[name] = bytes;
  }
  return zipSync(kept, { mtime: NO_TIME, level: 9 });
}

const undated = (xml: string): string =>
  xml.replace(/\s*<dcterms:(created|modified)[^>]*>[^<]*<\/dcterms:\1>/g, '');
