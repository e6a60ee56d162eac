import type { ChartConfiguration } from 'chart.js';
import { BadInput } from '../../errors/bad-input.ts';
import { formatNumber } from '../tables/number-text.ts';
import { type Frame, frameOf } from './frame.ts';
import type { Area } from './heat-cells.ts';
import { ownPlot } from './own-plot.ts';
import { INK, paletteColour } from './palette.ts';
import type { HistogramGridSpec } from './panel-specs.ts';
import { enoughHeightPx, LETTERS, type Pen, type Sheet, setText, wrapText } from './sheet.ts';
import { niceTicks } from './ticks.ts';

type Histogram = HistogramGridSpec['rows'][number]['histograms'][number];

/** Space of each panel on the reference sheet: text above the bars, and room for the axis below the last. */
const SPACE = { above: 24, between: 30, axis: 44, most: 52, leastHeight: 36 } as const;

/**
 * Histograms in rows of things that are compared and columns of what is counted; those of a column share
 * their axis, and each panel its own height: the text beside it says how high. Throws RangeError for rows
 * without one histogram for each column, BadInput for a sheet that is too low.
 */
export function histogramGrid(spec: HistogramGridSpec, sheet: Sheet): ChartConfiguration {
  refuseHoles(spec);
  const frame = frameOf(sheet, spec, []);
  const panels = gridPanels(spec, sheet, frame);
  const whole = { ...panels[0][0], right: sheet.widthPx - frame.padding.right };
  const last = panels[panels.length - 1][0];
  return ownPlot(frame, sheet, { ...whole, bottom: last.bottom }, (pen) => {
    for (const [column, title] of spec.columns.entries()) {
      const range = rangeOf(spec.rows.map(({ histograms }) => histograms[column]));
      for (const [row, { histograms }] of spec.rows.entries()) {
        const own = { area: panels[row][column], colour: paletteColour(row), range };
        paintHistogram(pen, sheet, histograms[column], own);
      }
      paintCountAxis(pen, sheet, panels[panels.length - 1][column], range, title);
    }
    for (const [row, { name }] of spec.rows.entries()) paintName(pen, sheet, name, panels[row][0]);
  });
}

function refuseHoles({ rows, columns }: HistogramGridSpec): void {
  if (rows.length === 0 || columns.length === 0) throw new RangeError('a grid of no histograms');
  const wrong = rows.find(
    ({ histograms }) =>
      histograms.length !== columns.length || histograms.some(({ counts }) => counts.length === 0),
  );
  if (wrong !== undefined)
    throw new RangeError(`${wrong.name}: expected a histogram for each of ${columns.length} columns`);
}

function gridPanels(
  { rows, columns }: HistogramGridSpec,
  sheet: Sheet,
  { padding }: Frame,
): readonly (readonly Area[])[] {
  const { px } = sheet;
  const widest = Math.max(...rows.map(({ name }) => sheet.measure(name, px(LETTERS.label), 'bold')));
  const nameWidth = Math.min(sheet.widthPx / 5, widest) + px(12);
  const width = sheet.widthPx - padding.left - padding.right - nameWidth;
  const slotWidth = width / columns.length;
  const height = sheet.heightPx - padding.top - padding.bottom - px(SPACE.axis);
  const slotHeight = height / rows.length;
  const leastSlot = px(SPACE.above) + px(SPACE.leastHeight);
  if (slotHeight < leastSlot) {
    const enough = enoughHeightPx(sheet, sheet.heightPx - height + rows.length * leastSlot);
    throw new BadInput(
      `a chart ${sheet.heightPx} px high has no room for ${rows.length} rows of histograms: ${enough} px are enough`,
    );
  }
  return rows.map((_row, r) =>
    columns.map((_column, c) => {
      const left = padding.left + nameWidth + c * slotWidth + px(SPACE.most);
      const top = padding.top + r * slotHeight + px(SPACE.above);
      return {
        left: Math.round(left),
        top: Math.round(top),
        right: Math.round(left + slotWidth - px(SPACE.most) - px(SPACE.between) / 2),
        bottom: Math.round(padding.top + (r + 1) * slotHeight - px(6)),
      };
    }),
  );
}

/** Counts at the ends of an axis: a bar of the count n spans n - 1/2 to n + 1/2. */
interface CountRange {
  readonly from: number;
  readonly to: number;
}

function rangeOf(histograms: readonly Histogram[]): CountRange {
  return {
    from: Math.min(...histograms.map(({ first }) => first)) - 0.5,
    to: Math.max(...histograms.map(({ first, width, counts }) => first + width * counts.length)) - 0.5,
  };
}

const placeIn = ({ left, right }: Area, { from, to }: CountRange, count: number): number =>
  left + ((count - from) / (to - from)) * (right - left);

function paintHistogram(
  pen: Pen,
  sheet: Sheet,
  { first, width, counts, says }: Histogram,
  { area, colour, range }: { readonly area: Area; readonly colour: string; readonly range: CountRange },
): void {
  const { px } = sheet;
  const most = counts.reduce((a, b) => Math.max(a, b));
  const total = counts.reduce((a, b) => a + b, 0);
  pen.fillStyle = colour;
  for (const [i, count] of counts.entries()) {
    if (count === 0) continue;
    const left = placeIn(area, range, first + i * width - 0.5);
    const right = placeIn(area, range, first + (i + 1) * width - 0.5);
    const height = Math.max(1, (count / most) * (area.bottom - area.top));
    // A gap tells neighbouring bars apart, where they are wide enough.
    const gap = right - left >= 4 ? 1 : 0;
    pen.fillRect(left, area.bottom - height, Math.max(1, right - left - gap), height);
  }
  pen.fillStyle = INK.axis;
  pen.fillRect(area.left, area.bottom, area.right - area.left, 1);
  const sizePx = px(LETTERS.small);
  setText(pen, { sizePx, colour: INK.faint, align: 'right' });
  pen.fillText(
    `${formatNumber((100 * most) / total, most === total ? 0 : 1)} %`,
    area.left - px(6),
    area.top + px(5),
  );
  const [text] = wrapText(sheet, says, { widthPx: area.right - area.left, sizePx, mostLines: 1 });
  setText(pen, { sizePx, colour: INK.text });
  pen.fillText(text, area.left, area.top - px(9));
}

function paintCountAxis(pen: Pen, sheet: Sheet, area: Area, range: CountRange, title: string): void {
  const { px } = sheet;
  const [first, last] = [Math.ceil(range.from), Math.floor(range.to)];
  const sizePx = px(LETTERS.label);
  const widest = sheet.measure(formatNumber(last, 0), sizePx) + px(16);
  const most = Math.max(1, Math.min(8, Math.floor((area.right - area.left) / widest)));
  const ticks = last > first ? niceTicks(first, last, most).filter(Number.isInteger) : [first];
  for (const tick of ticks) {
    const x = placeIn(area, range, tick);
    pen.fillStyle = INK.axis;
    pen.fillRect(Math.round(x), area.bottom, 1, px(5));
    setText(pen, { sizePx, colour: INK.text, align: 'center' });
    pen.fillText(formatNumber(tick, 0), x, area.bottom + px(14));
  }
  const titleSize = px(LETTERS.axisTitle);
  const [text] = wrapText(sheet, title, {
    widthPx: area.right - area.left + px(SPACE.most),
    sizePx: titleSize,
    mostLines: 1,
  });
  setText(pen, { sizePx: titleSize, colour: INK.text, align: 'center' });
  pen.fillText(text, (area.left + area.right) / 2, area.bottom + px(36));
}

function paintName(pen: Pen, sheet: Sheet, name: string, area: Area): void {
  const { px } = sheet;
  const sizePx = px(LETTERS.label);
  const lines = wrapText(sheet, name, {
    widthPx: sheet.widthPx / 5,
    sizePx,
    mostLines: 2,
    weight: 'bold',
  });
  const middle = (area.top + area.bottom) / 2;
  setText(pen, { sizePx, colour: INK.text, weight: 'bold' });
  for (const [i, line] of lines.entries())
    pen.fillText(line, px(24), middle + (i - (lines.length - 1) / 2) * sizePx * 1.3);
}
