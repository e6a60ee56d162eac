import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { openCanvas } from '../charts/canvas.ts';
import { renderPng, renderSvg } from '../charts/render.ts';
import type { Deck } from './deck.ts';
import { slidesIn } from './layout.ts';
import { type Box, type ChartBox, SLIDE, TEXT_WIDTH_PT, type TextBox, TITLE_TOP_PT } from './placed-slide.ts';
import { LINE_HEIGHT, textOfXml } from './slide-text.ts';

type PptxSlide = ReturnType<InstanceType<typeof import('./pptx-library.ts').Presentation>['addSlide']>;

/** A font that every office program has, or has another of its widths for; narrower than that of charts. */
const FONT = 'Arial';
const LAYOUT = 'bbsim';
const MASTER = 'bbsim slide';
const POINTS_PER_INCH = 72;

/**
 * The slides as a presentation: words as text that can be edited, each chart as vectors, with a picture of it
 * for programs that know no SVG. Without a date: the same bytes for the same slides. Throws BadInput where
 * charts cannot be drawn, RangeError for inconsistent data.
 */
export async function slidesPptx(deck: Deck): Promise<Uint8Array> {
  const { measure } = await openCanvas();
  const { Presentation } = await import('./pptx-library.ts');
  const file = new Presentation();
  file.defineLayout({ name: LAYOUT, width: inches(SLIDE.widthPt), height: inches(SLIDE.heightPt) });
  file.layout = LAYOUT;
  file.title = textOfXml(deck.title);
  file.subject = file.title;
  file.author = 'bbsim';
  file.company = '';
  file.theme = { headFontFace: FONT, bodyFontFace: FONT };
  file.defineSlideMaster({ title: MASTER, background: { color: 'FFFFFF' }, objects: [titlePlaceholder] });
  const pictures = new Map<string, Uint8Array>();
  for (const [at, { texts, chart, notes }] of slidesIn(deck, measure).entries()) {
    const slide = file.addSlide({ masterName: MASTER });
    for (const text of texts) addText(slide, text);
    if (chart !== null) pictures.set(`ppt/media/image-${at + 1}-1.png`, await addChart(slide, chart));
    slide.addNotes(notes.join('\n'));
  }
  const written = await file.write({ outputType: 'uint8array', compression: false });
  return withoutDates(written as Uint8Array, pictures);
}

/** The title of a slide is one for programs too: they list it, and read it out first. */
const titlePlaceholder = {
  placeholder: {
    options: {
      name: 'title',
      type: 'title' as const,
      ...inInches({ leftPt: SLIDE.marginPt, topPt: TITLE_TOP_PT, widthPt: TEXT_WIDTH_PT, heightPt: 32 }),
      margin: 0,
    },
    text: '',
  },
};

function addText(slide: PptxSlide, box: TextBox): void {
  const { role, style, paragraphs, hasBullets, indentPt, gapPt } = box;
  const last = paragraphs.length - 1;
  const runs = paragraphs.map(({ text }, at) => ({
    text,
    options: {
      breakLine: at < last,
      ...(hasBullets ? { bullet: { indent: indentPt } } : {}),
      ...(gapPt > 0 && at < last ? { paraSpaceAfter: gapPt } : {}),
    },
  }));
  slide.addText(runs, {
    ...inInches(box),
    ...(role === 'title' ? { placeholder: 'title' } : {}),
    objectName: role,
    fontFace: FONT,
    fontSize: style.sizePt,
    bold: style.isBold,
    color: style.colour.slice(1),
    align: role === 'number' ? 'right' : 'left',
    valign: 'top',
    margin: 0,
    lineSpacing: style.sizePt * LINE_HEIGHT,
    fit: 'none',
    wrap: true,
  });
}

/** A sheet of so many pixels is sharp on a screen; of a smaller one the PNG has twice as many. */
const SHARP_PX = 1400;

/** Adds a chart as SVG, and returns the PNG that stands for it. */
async function addChart(slide: PptxSlide, { spec, size, says, ...box }: ChartBox): Promise<Uint8Array> {
  // Outlines: an office program replaces a font that it lacks with one of other widths.
  const svg = await renderSvg(spec, size, 'paths');
  const data = `image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  slide.addImage({ data, ...inInches(box), altText: says, objectName: 'chart' });
  return renderPng(spec, size, size.widthPx < SHARP_PX ? 2 : 1);
}

function inInches({ leftPt, topPt, widthPt, heightPt }: Box) {
  return { x: inches(leftPt), y: inches(topPt), w: inches(widthPt), h: inches(heightPt) };
}

function inches(points: number): number {
  return points / POINTS_PER_INCH;
}

/** The time that files of an archive have that records none. */
const NO_TIME = '1980-01-01T00:00:00';

/**
 * The archive without what is of the moment: dates of its files and of the document, empty folders. In place
 * of what the library puts for programs that know no SVG it has the pictures.
 */
function withoutDates(archive: Uint8Array, pictures: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const files = unzipSync(archive);
  const kept: Zippable = {};
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith('/')) continue;
    if (name === 'docProps/core.xml') kept[name] = strToU8(undated(strFromU8(bytes)));
    else kept[name] = pictures.get(name) ?? bytes;
  }
  return zipSync(kept, { mtime: NO_TIME, level: 9 });
}

const undated = (xml: string): string =>
  xml.replace(/\s*<dcterms:(created|modified)[^>]*>[^<]*<\/dcterms:\1>/g, '');
