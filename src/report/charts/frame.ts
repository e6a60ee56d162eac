import type { ChartOptions, Plugin } from 'chart.js';
import { BadInput } from '../../errors/bad-input.ts';
import { originOf } from './chart-text.ts';
import { INK } from './palette.ts';
import { enoughHeightPx, LETTERS, type Pen, type Sheet, setText, wrapText } from './sheet.ts';
import type { ChartText } from './spec.ts';

/**
 * One entry of the legend: a name beside a sample of how it is drawn, which fills a box of
 * this width around (left, middle).
 */
export interface LegendItem {
  readonly name: string;
  readonly sampleWidthPx: number;
  readonly paintSample: (pen: Pen, left: number, middle: number) => void;
}

/** What surrounds the plot: the space that it takes and how it is drawn. */
export interface Frame {
  readonly padding: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
  readonly plugin: Plugin;
}

interface Line {
  readonly text: string;
  readonly left: number;
  readonly middle: number;
  readonly sizePx: number;
  readonly colour: string;
  readonly weight: 'bold' | 'normal';
}

interface PlacedItem extends LegendItem {
  readonly left: number;
  readonly middle: number;
}

/**
 * Title, subtitle and legend above the plot, versions and a note below it; every text is broken over lines,
 * so nothing is cut or overlaps. The note does not change the space that the frame takes. Throws BadInput for
 * a sheet that is too low for them.
 */
export function frameOf(sheet: Sheet, text: ChartText, items: readonly LegendItem[], note = ''): Frame {
  const { px } = sheet;
  const margin = px(24);
  const title = paragraph(sheet, text.title, {
    top: margin,
    letters: LETTERS.title,
    colour: INK.text,
    weight: 'bold',
  });
  const subtitle = paragraph(sheet, text.subtitle, {
    top: title.bottom + px(4),
    letters: LETTERS.subtitle,
    colour: INK.faint,
    weight: 'normal',
  });
  const legend = placeLegend(sheet, items, subtitle.bottom + px(10));
  const padding = { top: legend.bottom + px(12), right: margin, bottom: px(40), left: margin };
  refuseFullSheet(sheet, padding.top + padding.bottom);
  const lines = [...title.lines, ...subtitle.lines, ...footer(sheet, text, note)];
  return {
    padding,
    plugin: {
      id: 'frame',
      beforeDraw({ ctx }) {
        paint(ctx as unknown as Pen, sheet, lines, legend.items);
      },
    },
  };
}

/** Least height of the plot with its axes, on the reference sheet. */
const LEAST_PLOT = 220;

function refuseFullSheet(sheet: Sheet, takenPx: number): void {
  const neededPx = takenPx + sheet.px(LEAST_PLOT);
  if (neededPx <= sheet.heightPx) return;
  throw new BadInput(
    `a chart ${sheet.heightPx} px high has no room below its title and legend: ${enoughHeightPx(sheet, neededPx)} px are enough`,
  );
}

/**
 * Options that every chart shares: no animation, no interaction, the frame's own title
 * and legend instead of Chart.js's.
 */
export function baseOptions(frame: Frame): ChartOptions {
  return {
    responsive: false,
    animation: false,
    devicePixelRatio: 1,
    events: [],
    layout: { padding: frame.padding, autoPadding: false },
    plugins: { legend: { display: false }, title: { display: false }, tooltip: { enabled: false } },
  };
}

function paragraph(
  sheet: Sheet,
  text: string,
  {
    top,
    letters,
    colour,
    weight,
  }: { top: number; letters: number; colour: string; weight: 'bold' | 'normal' },
): { lines: Line[]; bottom: number } {
  const sizePx = sheet.px(letters);
  const left = sheet.px(24);
  const lineHeight = Math.round(sizePx * 1.3);
  const wrapped =
    text === ''
      ? []
      : wrapText(sheet, text, { widthPx: sheet.widthPx - 2 * left, sizePx, mostLines: 3, weight });
  const lines = wrapped.map((line, i) => ({
    text: line,
    left,
    middle: top + lineHeight * (i + 0.5),
    sizePx,
    colour,
    weight,
  }));
  return { lines, bottom: top + lineHeight * lines.length };
}

/** Items from left to right, as many to a row as fit. */
function placeLegend(
  sheet: Sheet,
  items: readonly LegendItem[],
  top: number,
): { items: PlacedItem[]; bottom: number } {
  const { px, measure } = sheet;
  const [start, end] = [px(24), sheet.widthPx - px(24)];
  const [rowHeight, sizePx] = [px(22), px(LETTERS.label)];
  const placed: PlacedItem[] = [];
  let [left, row] = [start, 0];
  for (const item of items) {
    const room = end - start - item.sampleWidthPx - px(6);
    const [name] = wrapText(sheet, item.name, { widthPx: Math.min(room, px(560)), sizePx, mostLines: 1 });
    const width = item.sampleWidthPx + px(6) + measure(name, sizePx);
    if (left > start && left + width > end) [left, row] = [start, row + 1];
    placed.push({ ...item, name, left, middle: top + (row + 0.5) * rowHeight });
    left += width + px(22);
  }
  return { items: placed, bottom: items.length === 0 ? top : top + (row + 1) * rowHeight };
}

/** Versions on the left, the note on the right. */
function footer(sheet: Sheet, text: ChartText, note: string): Line[] {
  const { px, measure } = sheet;
  const sizePx = px(LETTERS.small);
  const room = sheet.widthPx - 2 * px(24);
  const noteWidth = note === '' ? 0 : measure(note, sizePx);
  const [origin] = wrapText(sheet, originOf(text), {
    widthPx: room - (note === '' ? 0 : noteWidth + px(22)),
    sizePx,
    mostLines: 1,
  });
  const line = {
    middle: sheet.heightPx - px(18),
    sizePx,
    colour: INK.faint,
    weight: 'normal' as const,
  };
  const version = { ...line, text: origin, left: px(24) };
  return note === '' ? [version] : [version, { ...line, text: note, left: px(24) + room - noteWidth }];
}

function paint(pen: Pen, sheet: Sheet, lines: readonly Line[], items: readonly PlacedItem[]): void {
  pen.save();
  for (const { text, left, middle, ...style } of lines) {
    setText(pen, style);
    pen.fillText(text, left, middle);
  }
  for (const { name, left, middle, sampleWidthPx, paintSample } of items) {
    paintSample(pen, left, middle);
    setText(pen, { sizePx: sheet.px(LETTERS.label), colour: INK.text });
    pen.fillText(name, left + sampleWidthPx + sheet.px(6), middle);
  }
  pen.restore();
}
