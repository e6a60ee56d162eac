import type { BarElement, Chart, Plugin } from 'chart.js';
import { intervalText } from '../tables/number-text.ts';
import { INK, inkOn, isHatched, paletteColour } from './palette.ts';
import { lengthIn, type Panel } from './panels.ts';
import { LETTERS, type Pen, type Sheet, setText } from './sheet.ts';
import type { StackedBarsSpec } from './spec.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What the labels are made from. */
export interface BarLabels {
  readonly spec: StackedBarsSpec;
  readonly sheet: Sheet;
  readonly panels: readonly Panel[];
  readonly text: (value: number, panel: Panel) => string;
}

/**
 * Draws, over the bars, the hatching of repeated colours, the values in segments with room, and the totals;
 * in a zoomed panel long bars are broken.
 */
export function barLabels(labels: BarLabels): Plugin<'bar'> {
  return {
    id: 'bar-labels',
    afterDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      pen.save();
      for (const [place, panel] of labels.panels.entries()) {
        for (const bar of labels.spec.bars.keys()) paintBar(pen, chart, labels, { panel, place, bar });
      }
      pen.restore();
    },
  };
}

function paintBar(
  pen: Pen,
  chart: Chart<'bar'>,
  labels: BarLabels,
  { panel, place, bar }: { panel: Panel; place: number; bar: number },
): void {
  const { spec, sheet } = labels;
  const total = lengthIn(panel, spec.bars[bar].values);
  const axis = chart.scales[panel.axis];
  const isBroken = total > panel.end;
  const totalText = totalOf(labels, panel, bar) + (isBroken ? ' →' : '');
  const brokenAt = axis.right - sheet.measure(totalText, sheet.px(LETTERS.label), 'bold') - sheet.px(12);
  const boxOf = (category: number) => boxOfBar(chart, place * spec.categories.length + category, bar);
  for (const category of spec.categories.keys()) {
    const box = boxOf(category);
    // The value of a single category is the total, which stands beside the bar.
    const isPart = spec.categories.length > 1;
    const isWhole = isPart && (!isBroken || box.left + box.width <= brokenAt);
    if (isHatched(category)) paintHatch(pen, box);
    if (isWhole && !panel.without.includes(category))
      paintValue(pen, labels, box, {
        category,
        label: labels.text(spec.bars[bar].values[category], panel),
      });
  }
  const { top, height } = boxOf(0);
  const whisker = isBroken || panel.without.length > 0 ? undefined : spec.bars[bar].interval;
  if (whisker !== undefined) {
    const half = Math.min(height / 6, sheet.px(5));
    paintWhisker(pen, {
      from: axis.getPixelForValue(whisker.low),
      to: axis.getPixelForValue(whisker.high),
      // Below the values in the segments.
      middle: top + height - half - sheet.px(1),
      half,
      width: sheet.px(2),
    });
  }
  if (isBroken) paintBreak(pen, sheet, { left: brokenAt, top, width: axis.right - brokenAt, height });
  setText(pen, { sizePx: sheet.px(LETTERS.label), colour: INK.text, weight: 'bold' });
  pen.fillText(
    totalText,
    (isBroken ? brokenAt : axis.getPixelForValue(Math.max(total, whisker?.high ?? 0))) + sheet.px(6),
    top + height / 2,
  );
}

/** The total of a bar in a panel, with what it may be where the panel has all of it. */
export function totalOf(
  { spec, text }: Omit<BarLabels, 'sheet' | 'panels'>,
  panel: Panel,
  bar: number,
): string {
  const { values, interval } = spec.bars[bar];
  const total = text(lengthIn(panel, values), panel);
  return interval === undefined || panel.without.length > 0
    ? total
    : `${total} (${intervalText(interval.low, interval.high)})`;
}

function boxOfBar(chart: Chart<'bar'>, dataset: number, bar: number): Box {
  const element = chart.getDatasetMeta(dataset).data[bar] as BarElement;
  const { x, y, base, height } = element.getProps(['x', 'y', 'base', 'height'], true);
  return { left: base, top: Number(y) - height / 2, width: Number(x) - base, height };
}

/** The value of a segment, where it has room. */
function paintValue(
  pen: Pen,
  { sheet }: BarLabels,
  box: Box,
  { category, label }: { category: number; label: string },
): void {
  const sizePx = sheet.px(LETTERS.small);
  const width = sheet.measure(label, sizePx);
  if (width + sheet.px(8) > box.width || sizePx + 2 > box.height) return;
  const colour = paletteColour(category);
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  if (isHatched(category)) {
    pen.fillStyle = colour;
    pen.fillRect(middle.x - width / 2 - 3, middle.y - sizePx / 2 - 2, width + 6, sizePx + 4);
  }
  setText(pen, { sizePx, colour: inkOn(colour), align: 'center' });
  pen.fillText(label, middle.x, middle.y);
}

/** A line with ends, on a rim of white so that it is seen on every colour. */
export function paintWhisker(
  pen: Pen,
  at: {
    readonly from: number;
    readonly to: number;
    readonly middle: number;
    readonly half: number;
    readonly width: number;
  },
): void {
  const { from, to, middle, half } = at;
  for (const [colour, width] of [
    [INK.paper, 2.5 * at.width],
    [INK.text, at.width],
  ] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(from, middle);
    pen.lineTo(to, middle);
    for (const end of [from, to]) {
      pen.moveTo(end, middle - half);
      pen.lineTo(end, middle + half);
    }
    pen.stroke();
  }
}

/**
 * White where the bar goes on beyond the panel, with a slanted edge: what is left of it is not its length.
 */
function paintBreak(pen: Pen, { px }: Sheet, { left, top, width, height }: Box): void {
  pen.fillStyle = INK.paper;
  pen.beginPath();
  pen.moveTo(left + px(4), top - 1);
  pen.lineTo(left + width + 1, top - 1);
  pen.lineTo(left + width + 1, top + height + 1);
  pen.lineTo(left - px(4), top + height + 1);
  pen.closePath();
  pen.fill();
}

/** White diagonal lines over a box: the second use of a colour. */
export function paintHatch(pen: Pen, { left, top, width, height }: Box): void {
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.strokeStyle = INK.paper;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (let x = left - height; x < left + width; x += 7) {
    pen.moveTo(x, top + height);
    pen.lineTo(x + height, top);
  }
  pen.stroke();
  pen.restore();
}
