import type { BarElement, Chart, ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import { formatNumber } from '../tables/number-text.ts';
import { quantityText, valuesBelow } from './axis.ts';
import { fitNames, nameAxis } from './bar-names.ts';
import { baseOptions, frameOf, type LegendItem } from './frame.ts';
import { INK, PALETTE } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText } from './sheet.ts';
import type { WaterfallSpec } from './spec.ts';
import { niceTicks } from './ticks.ts';
import { type WaterfallBar, waterfallBars } from './waterfall-bars.ts';

const COLOURS = { total: PALETTE[0], more: PALETTE[1], less: PALETTE[5] } as const;

/** Where all levels lie in this last part of the scale, it begins above 0, or no change would be seen. */
const PLAIN_SHARE = 0.15;

/**
 * How one total became another: a bar for each total and, between them, one for what each part added or took
 * away, joined where one ends and the next begins. Throws RangeError for parts that do not sum to the totals,
 * BadInput for a sheet too low for the bars.
 */
export function waterfall(spec: WaterfallSpec, sheet: Sheet): ChartConfiguration {
  const bars = waterfallBars(spec);
  const frame = frameOf(sheet, spec, legendItems(spec, bars, sheet));
  const names = fitNames(
    bars.map(({ name }) => name),
    sheet,
    frame,
  );
  const width = sheet.widthPx - frame.padding.left - frame.padding.right - names.widthPx;
  const axis = axisOf(spec, bars, sheet, width);
  return {
    type: 'bar',
    data: { labels: names.lines, datasets: [datasetOf(bars, axis.min, sheet)] },
    options: {
      ...baseOptions(frame),
      indexAxis: 'y',
      scales: {
        names: nameAxis(sheet, names),
        value: { ...axis, grid: { color: INK.grid, drawTicks: false } },
      },
    },
    plugins: [frame.plugin, marks(spec, bars, sheet, names.letters) as Plugin],
  };
}

function datasetOf(bars: readonly WaterfallBar[], min: number, { px }: Sheet): ChartDataset<'bar'> {
  return {
    data: bars.map(({ kind, from, to }): [number, number] => [kind === 'total' ? min : from, to]),
    xAxisID: 'value',
    yAxisID: 'names',
    backgroundColor: bars.map(({ kind }) => COLOURS[kind]),
    barPercentage: 0.9,
    categoryPercentage: 0.85,
    maxBarThickness: px(32),
    minBarLength: px(2),
    borderSkipped: false,
  };
}

function legendItems(
  { moreName, lessName }: WaterfallSpec,
  bars: readonly WaterfallBar[],
  { px }: Sheet,
): LegendItem[] {
  const side = px(14);
  const names = { more: moreName, less: lessName } as const;
  return (['more', 'less'] as const)
    .filter((kind) => bars.some((bar) => bar.kind === kind))
    .map((kind) => ({
      name: names[kind],
      sampleWidthPx: side,
      paintSample: (pen, left, middle) => {
        pen.fillStyle = COLOURS[kind];
        pen.fillRect(left, middle - side / 2, side, side);
      },
    }));
}

/** What stands behind a bar: a total as it is, a change with its sign. */
function labelOf({ digits }: WaterfallSpec, { kind, from, to }: WaterfallBar): string {
  if (kind === 'total') return formatNumber(to, digits);
  return `${to > from ? '+' : ''}${formatNumber(to - from, digits)}`;
}

/** The range of all levels, from 0 where that leaves the changes seen, with room for the longest label. */
function axisOf(spec: WaterfallSpec, bars: readonly WaterfallBar[], sheet: Sheet, width: number) {
  const levels = bars.flatMap(({ kind, from, to }) => (kind === 'total' ? [to] : [from, to]));
  const [least, largest] = [Math.min(...levels), Math.max(...levels)];
  const spread = largest - least;
  const isCut = spread > 0 && spread < PLAIN_SHARE * largest;
  const min = isCut ? Math.max(0, least - spread / 2) : 0;
  const sizePx = sheet.px(LETTERS.label);
  const label = Math.max(...bars.map((bar) => sheet.measure(labelOf(spec, bar), sizePx, 'bold')));
  const taken = label + sheet.px(20);
  const room = ((largest - min || 1) * taken) / Math.max(1, width - taken);
  const range = { min, max: largest + room };
  const widest = sheet.measure(formatNumber(largest, spec.digits), sizePx) + sheet.px(28);
  const ticks = niceTicks(range.min, range.max, Math.max(1, Math.min(10, Math.floor(width / widest))));
  const title = `${quantityText(spec.value)}${min > 0 ? '; the axis does not begin at 0' : ''}`;
  return valuesBelow(sheet, { range, ticks, title, width });
}

/** Lines from where a bar ends to the next one, and the labels, each on the right of its bar. */
function marks(
  spec: WaterfallSpec,
  bars: readonly WaterfallBar[],
  sheet: Sheet,
  letters: number,
): Plugin<'bar'> {
  return {
    id: 'waterfall-marks',
    afterDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      const elements = chart.getDatasetMeta(0).data as BarElement[];
      const boxes = elements.map((element) => {
        const { y, height } = element.getProps(['y', 'height'], true);
        return { top: Number(y) - height / 2, middle: Number(y), bottom: Number(y) + height / 2 };
      });
      pen.save();
      pen.fillStyle = INK.axis;
      bars.slice(0, -1).forEach(({ to }, place) => {
        paintStep(pen, chart, sheet, to, [boxes[place].bottom, boxes[place + 1].top]);
      });
      setText(pen, { sizePx: sheet.px(letters), colour: INK.text, weight: 'bold' });
      bars.forEach((bar, place) => {
        const right = chart.scales.value.getPixelForValue(Math.max(bar.from, bar.to)) + sheet.px(8);
        pen.fillText(labelOf(spec, bar), right, boxes[place].middle);
      });
      pen.restore();
    },
  };
}

function paintStep(
  pen: Pen,
  chart: Chart<'bar'>,
  { px }: Sheet,
  level: number,
  [top, bottom]: readonly [number, number],
): void {
  const x = chart.scales.value.getPixelForValue(level);
  pen.fillRect(x - px(1) / 2, top, px(1), bottom - top);
}
