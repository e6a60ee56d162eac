import { BadInput } from '../../errors/bad-input.ts';
import type { Measure } from '../charts/canvas.ts';
import { INK } from '../charts/palette.ts';
import { configurationOf } from '../charts/render.ts';
import { sheetOf } from '../charts/sheet.ts';
import type { ChartSize, ChartSpec } from '../charts/spec.ts';
import type { Deck, WordSlide } from './deck.ts';
import {
  type Box,
  type PlacedSlide,
  SLIDE,
  TEXT_WIDTH_PT,
  type TextBox,
  TITLE_TOP_PT,
} from './placed-slide.ts';
import { LINE_HEIGHT, type Paragraph, paragraphOf, type TextStyle, textOfXml } from './slide-text.ts';

const STYLE = {
  title: { sizePt: 24, isBold: true, colour: INK.text },
  subtitle: { sizePt: 13, isBold: false, colour: INK.faint },
  bullet: { sizePt: 15, isBold: false, colour: INK.text },
  footer: { sizePt: 9, isBold: false, colour: INK.faint },
} satisfies Record<string, TextStyle>;

/** A subtitle may name all designs that miss the clock. */
const SUBTITLE_LINES = 4;

/** Sizes of the letters of an answer: the largest with which it fits on one slide. */
const ANSWER_SIZES = [24, 22, 20, 18, 16];
const FOOTER_TOP = SLIDE.heightPt - 30;
const BODY_TOP = TITLE_TOP_PT + 2 * 24 * LINE_HEIGHT + 12;
const BODY_BOTTOM = FOOTER_TOP - 8;
/** What a bullet and the space behind it take. */
const BULLET_INDENT = 18;

/**
 * The slides of a deck, in order. Every text is broken and every chart sized so that nothing runs over an
 * edge; words that one slide has no room for go on on the next. Throws BadInput for a chart that fits on no
 * slide.
 */
export function slidesIn({ slides }: Deck, anew: Measure): PlacedSlide[] {
  const measure = remembering(anew);
  const placed = slides.flatMap((slide) => {
    const bare =
      slide.kind === 'chart' ? [chartSlide(slide.chart.spec, measure)] : wordSlides(slide, measure);
    return bare.map((one) => ({ ...one, origin: slide.origin, notes: slide.notes.map(textOfXml) }));
  });
  return placed.map(({ texts, origin, ...rest }, at) => ({
    ...rest,
    texts: [...texts, ...footerOf(origin, `${at + 1} / ${placed.length}`, measure)],
  }));
}

/** Measuring takes most of the time, and sizes and cuts are tried on the same words. */
function remembering(measure: Measure): Measure {
  const widths = new Map<string, number>();
  return (text, sizePx, weight = 'normal') => {
    const key = `${sizePx} ${weight} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    const width = measure(text, sizePx, weight);
    widths.set(key, width);
    return width;
  };
}

type BareSlide = Pick<PlacedSlide, 'texts' | 'chart'>;

function wordSlides(slide: WordSlide, measure: Measure): BareSlide[] {
  if (slide.look === 'list') return listSlides(slide, STYLE.bullet, true, measure);
  // Measuring takes its time, so sizes are tried only until one is found.
  let found: BareSlide[] = [];
  for (const sizePt of ANSWER_SIZES) {
    found = listSlides(slide, { ...STYLE.bullet, sizePt }, false, measure);
    if (found.length === 1) break;
  }
  return found;
}

function chartSlide(spec: ChartSpec, measure: Measure): BareSlide {
  const title = titleBox(spec.title, measure);
  const subtitle = textBox('subtitle', [spec.subtitle], {
    style: STYLE.subtitle,
    topPt: bottomOf(title) + 2,
    mostLines: SUBTITLE_LINES,
    measure,
  });
  const texts = spec.subtitle === '' ? [title] : [title, subtitle];
  const topPt = bottomOf(texts[texts.length - 1]) + 4;
  const box = { leftPt: SLIDE.marginPt, topPt, widthPt: TEXT_WIDTH_PT, heightPt: BODY_BOTTOM - topPt };
  const untitled = { ...spec, title: '', subtitle: '' };
  const says = [spec.title, spec.subtitle].filter((text) => text !== '').map(textOfXml);
  const size = sheetFor(untitled, box, measure);
  return { texts, chart: { ...centred(size, box), spec: untitled, size, says: says.join('. ') } };
}

/** The largest place in a box that has the shape of a sheet. */
function centred({ widthPx, heightPx }: ChartSize, { leftPt, topPt, widthPt, heightPt }: Box): Box {
  const scale = Math.min(widthPt / widthPx, heightPt / heightPx);
  const [width, height] = [widthPx * scale, heightPx * scale];
  return { leftPt: leftPt + (widthPt - width) / 2, topPt, widthPt: width, heightPt: height };
}

/**
 * Sheets that charts are tried on, by their width and height in pixels for a point of the box: those of its
 * shape, then higher ones, which have room for more bars.
 */
const SHEETS = [1, 1.15, 1.3].map((scale) => [scale, scale] as const);
const HIGHER_SHEETS = [1.6, 2, 2.5, 3, 4, 6, 8, 12, 20].map((scale) => [1, scale] as const);

/** The first sheet that a chart fits on: its letters are the largest on the slide. */
function sheetFor(spec: ChartSpec, { widthPt, heightPt }: Box, measure: Measure): ChartSize {
  let refusal: unknown;
  for (const [across, down] of [...SHEETS, ...HIGHER_SHEETS]) {
    const size = { widthPx: Math.round(widthPt * across), heightPx: Math.round(heightPt * down) };
    try {
      configurationOf(spec, sheetOf(size, measure));
      return size;
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** Lines on as many slides as they take; at least one, with the title. */
function listSlides(
  { title, lines }: WordSlide,
  style: TextStyle,
  hasBullets: boolean,
  measure: Measure,
): BareSlide[] {
  const room = BODY_BOTTOM - BODY_TOP;
  const list = {
    style,
    topPt: BODY_TOP,
    mostLines: Math.floor(room / (style.sizePt * LINE_HEIGHT)),
    gapPt: 0.5 * style.sizePt,
    hasBullets,
    measure,
  };
  const parts: string[][] = [[]];
  for (const line of lines) {
    const part = parts[parts.length - 1];
    const isTooMuch = textBox('body', [...part, line], list).heightPt > room;
    if (isTooMuch && part.length > 0) parts.push([line]);
    else part.push(line);
  }
  return parts.map((part, at) => {
    const of = parts.length === 1 ? '' : ` (${at + 1} of ${parts.length})`;
    const head = titleBox(title, measure, of);
    return { texts: part.length === 0 ? [head] : [head, textBox('body', part, list)], chart: null };
  });
}

/** A title, with what is never left out behind it. */
function titleBox(text: string, measure: Measure, ending = ''): TextBox {
  const { sizePt } = STYLE.title;
  const widthPt = TEXT_WIDTH_PT - (ending === '' ? 0 : measure(ending, sizePt, 'bold') + sizePt);
  const shown = paragraphOf(text, { style: STYLE.title, widthPt, mostLines: 2, measure });
  const place = { style: STYLE.title, topPt: TITLE_TOP_PT, mostLines: 2, measure };
  return textBox('title', [`${shown.text}${ending}`], place);
}

function footerOf(origin: string, number: string, measure: Measure): TextBox[] {
  const place = { style: STYLE.footer, topPt: FOOTER_TOP, mostLines: 1, measure };
  const widthPt = 60;
  return [
    textBox('footer', [origin], { ...place, widthPt: TEXT_WIDTH_PT - widthPt - 12 }),
    textBox('number', [number], { ...place, leftPt: SLIDE.marginPt + TEXT_WIDTH_PT - widthPt, widthPt }),
  ];
}

function textBox(
  role: TextBox['role'],
  texts: readonly string[],
  {
    style,
    topPt,
    mostLines,
    measure,
    leftPt = SLIDE.marginPt,
    widthPt = TEXT_WIDTH_PT,
    gapPt = 0,
    hasBullets = false,
  }: {
    readonly style: TextStyle;
    readonly topPt: number;
    readonly mostLines: number;
    readonly measure: Measure;
    readonly leftPt?: number;
    readonly widthPt?: number;
    readonly gapPt?: number;
    readonly hasBullets?: boolean;
  },
): TextBox {
  const indentPt = hasBullets ? BULLET_INDENT : 0;
  const room = widthPt - indentPt;
  const paragraphs = texts.map((text) => paragraphOf(text, { style, widthPt: room, mostLines, measure }));
  const heightPt = heightOf(paragraphs, style, gapPt);
  return { role, style, paragraphs, hasBullets, indentPt, gapPt, leftPt, topPt, widthPt, heightPt };
}

function heightOf(paragraphs: readonly Paragraph[], { sizePt }: TextStyle, gapPt: number): number {
  const lines = paragraphs.reduce((sum, { lines }) => sum + lines.length, 0);
  return lines * sizePt * LINE_HEIGHT + Math.max(0, paragraphs.length - 1) * gapPt;
}

const bottomOf = ({ topPt, heightPt }: Box): number => topPt + heightPt;
