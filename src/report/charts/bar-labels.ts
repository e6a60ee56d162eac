import type { BarElement, Chart, Plugin } from 'chart.js';
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
  const totalText = labels.text(total, panel) + (isBroken ? ' →' : '');
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
  if (isBroken) paintBreak(pen, sheet, { left: brokenAt, top, width: axis.right - brokenAt, height });
  setText(pen, { sizePx: sheet.px(LETTERS.label), colour: INK.text, weight: 'bold' });
  pen.fillText(
    totalText,
    (isBroken ? brokenAt : axis.getPixelForValue(total)) + sheet.px(6),
    top + height / 2,
  );
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
