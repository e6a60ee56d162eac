import { INK, isHatched } from '../report/charts/palette.ts';
import { svgElement } from './svg-text.ts';

/** What a part shows, as an SVG of its own, without the words around it. */
export interface ChartDrawing {
  /** The whole text of an SVG, `<svg ...>...</svg>`. */
  readonly svg: string;
  /** Its size in pixels. */
  readonly width: number;
  readonly height: number;
  /** Words and colours, the place in the list first; empty: it needs no legend. */
  readonly legend: readonly { readonly words: string; readonly colour: string; readonly place: number }[];
  /** What stands below it; empty: nothing. */
  readonly note: string;
}

/** The words that stand in every picture of a part. */
export interface PictureWords {
  readonly title: string;
  readonly subtitle: string;
  /** The version, the configuration and the date. */
  readonly foot: string;
}

const FONT = 'DejaVu Sans, Bitstream Vera Sans, Verdana, sans-serif';
const MARGIN = 16;
/** Mean width of a letter of the font, of its size: wide enough for a line to end inside the picture. */
const LETTER = 0.62;

/** A drawing with its title, subtitle, legend and foot, as the text of an SVG file on white. */
export function framedPicture({ title, subtitle, foot }: PictureWords, drawing: ChartDrawing): string {
  const room = drawing.width;
  const titles = textLines(wrapped(title, room, 16), { top: MARGIN, size: 16, fill: INK.text, bold: true });
  const subtitles = textLines(wrapped(subtitle, room, 11), { top: titles.bottom, size: 11, fill: INK.faint });
  const legend = legendOf(drawing, subtitles.bottom + 6);
  const below = legend.bottom + drawing.height + 4;
  const note = textLines(wrapped(drawing.note, room, 11), { top: below, size: 11, fill: INK.text });
  const feet = textLines(wrapped(foot, room, 9), { top: note.bottom, size: 9, fill: INK.faint });
  const size = { width: room + 2 * MARGIN, height: feet.bottom + MARGIN };
  const placed = drawing.svg.replace('<svg ', `<svg x="${MARGIN}" y="${legend.bottom}" `);
  return svgElement(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size, viewBox: `0 0 ${size.width} ${size.height}` },
    svgElement('rect', { ...size, fill: 'white' }) +
      [titles, subtitles, legend].map(({ text }) => text).join('') +
      placed +
      note.text +
      feet.text,
  );
}

interface Block {
  readonly text: string;
  readonly bottom: number;
}

interface LineStyle {
  readonly top: number;
  readonly size: number;
  readonly fill: string;
  readonly bold?: boolean;
}

function textLines(lines: readonly string[], { top, size, fill, bold = false }: LineStyle): Block {
  const pitch = size * 1.4;
  const text = lines.map((line, at) =>
    svgElement(
      'text',
      {
        x: MARGIN,
        y: top + pitch * at + size,
        fill,
        'font-family': FONT,
        'font-size': size,
        ...(bold ? { 'font-weight': 'bold' } : {}),
      },
      { words: line },
    ),
  );
  return { text: text.join(''), bottom: top + pitch * lines.length };
}

function legendOf({ legend, width }: ChartDrawing, top: number): Block {
  let [x, y] = [0, top];
  const text = legend.map(({ words, colour, place }) => {
    const wide = 20 + words.length * 11 * LETTER + 12;
    if (x > 0 && x + wide > width) [x, y] = [0, y + 18];
    const [left, base] = [MARGIN + x, y + 10];
    x += wide;
    const box = { x: left, y, width: 12, height: 12, fill: colour };
    const hatch = { d: `M${left} ${y + 12}L${left + 12} ${y}`, stroke: 'white', 'stroke-width': 2 };
    // Nothing, but on paper, where lines over the hatching of the colour could not be told from it.
    const again = { ...box, fill: 'none', class: 'second-use' };
    return (
      svgElement('rect', box) +
      (isHatched(place) ? svgElement('path', hatch) + svgElement('rect', again) : '') +
      svgElement(
        'text',
        { x: left + 18, y: base, fill: INK.text, 'font-family': FONT, 'font-size': 11 },
        { words },
      )
    );
  });
  return { text: text.join(''), bottom: legend.length === 0 ? top : y + 24 };
}

/** A text in lines that are not wider than the room, in pixels, at a size of letters. */
export function wrapped(text: string, room: number, size: number): string[] {
  const most = Math.max(8, Math.floor(room / (size * LETTER)));
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
