import type { Chart, ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import { formatNumber } from '../tables/number-text.ts';
import { quantityText, valuesBelow } from './axis.ts';
import { fitNames, nameAxis } from './bar-names.ts';
import { baseOptions, frameOf, type LegendItem } from './frame.ts';
import { INK, PALETTE } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText } from './sheet.ts';
import type { TornadoSpec } from './spec.ts';
import { niceTicks } from './ticks.ts';

const COLOURS = { low: PALETTE[0], high: PALETTE[2] };

type Bar = TornadoSpec['bars'][number];

/**
 * What a quantity becomes when one assumption at a time goes to its low and to its high end: a bar for each
 * from the one value to the other, the widest on top, across a line at the value that all of them stand at.
 * Throws RangeError for values that are not finite, BadInput for a sheet too low for the bars.
 */
export function tornado(spec: TornadoSpec, sheet: Sheet): ChartConfiguration {
  refuseBadBars(spec);
  const bars = spec.bars.toSorted((a, b) => widthOf(spec, b) - widthOf(spec, a));
  const frame = frameOf(sheet, spec, legendItems(spec, sheet));
  const names = fitNames(
    bars.map(({ name }) => name),
    sheet,
    frame,
  );
  const width = sheet.widthPx - frame.padding.left - frame.padding.right - names.widthPx;
  return {
    type: 'bar',
    data: {
      labels: names.lines,
      // Chart.js paints the first one last.
      datasets: [datasetOf(spec, bars, 'shorter', sheet), datasetOf(spec, bars, 'longer', sheet)],
    },
    options: {
      ...baseOptions(frame),
      indexAxis: 'y',
      scales: { names: nameAxis(sheet, names), value: valueAxis(spec, sheet, width) },
    },
    plugins: [frame.plugin, marks(spec, bars, sheet) as Plugin],
  };
}

function refuseBadBars({ bars, base }: TornadoSpec): void {
  if (bars.length === 0) throw new RangeError('a bar chart needs at least one bar');
  if (!Number.isFinite(base)) throw new RangeError(`the value of all is ${base}`);
  for (const { name, low, high } of bars) {
    const wrong = [low, high].find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new RangeError(`bar '${name}' is ${wrong}`);
  }
}

/** From the least to the largest of what an assumption makes of the value. */
function widthOf({ base }: TornadoSpec, { low, high }: Bar): number {
  return Math.max(low, high, base) - Math.min(low, high, base);
}

/** One end of every bar: of the two on one side of the line, the shorter is painted last and stays seen. */
function datasetOf(
  { base }: TornadoSpec,
  bars: readonly Bar[],
  which: 'shorter' | 'longer',
  { px }: Sheet,
): ChartDataset<'bar'> {
  const ends = bars.map(({ low, high }) => {
    const isLowShorter = Math.abs(low - base) < Math.abs(high - base);
    return isLowShorter === (which === 'shorter') ? ('low' as const) : ('high' as const);
  });
  return {
    data: bars.map((bar, place): [number, number] => [base, bar[ends[place]]]),
    xAxisID: 'value',
    yAxisID: 'names',
    grouped: false,
    backgroundColor: ends.map((end) => COLOURS[end]),
    barPercentage: 0.9,
    categoryPercentage: 0.8,
    maxBarThickness: px(32),
  };
}

function legendItems({ lowName, highName }: TornadoSpec, { px }: Sheet): LegendItem[] {
  const side = px(14);
  const item = (name: string, colour: string): LegendItem => ({
    name,
    sampleWidthPx: side,
    paintSample: (pen, left, middle) => {
      pen.fillStyle = colour;
      pen.fillRect(left, middle - side / 2, side, side);
    },
  });
  return [item(lowName, COLOURS.low), item(highName, COLOURS.high)];
}

/** The range of all values with room for the texts at both ends of the bars. */
function valueAxis(spec: TornadoSpec, sheet: Sheet, width: number) {
  const values = [spec.base, ...spec.bars.flatMap(({ low, high }) => [low, high])];
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  const textOf = (value: number) => formatNumber(value, spec.digits);
  const label = Math.max(
    ...values.map((value) => sheet.measure(textOf(value), sheet.px(LETTERS.label), 'bold')),
  );
  const share = (label + sheet.px(16)) / Math.max(1, width - 2 * (label + sheet.px(16)));
  // Where no assumption moves the value, all that is left between them is rounding.
  const moved = largest - least > 1e-9 * Math.abs(spec.base);
  const room = moved ? (largest - least) * Math.max(0, share) : Math.abs(spec.base) || 1;
  const widest = sheet.measure(textOf(largest), sheet.px(LETTERS.label)) + sheet.px(28);
  const range = { min: least - room, max: largest + room };
  const ticks = niceTicks(range.min, range.max, Math.min(12, Math.floor(width / widest)));
  return {
    ...valuesBelow(sheet, { range, ticks, title: quantityText(spec.value), width }),
    grid: { color: INK.grid, drawTicks: false },
  };
}

/** The line at the value of all, and the values at the ends of the bars. */
function marks(spec: TornadoSpec, bars: readonly Bar[], sheet: Sheet): Plugin<'bar'> {
  return {
    id: 'tornado-marks',
    afterDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      pen.save();
      paintBase(pen, chart, spec, sheet);
      bars.forEach((bar, place) => {
        paintEnds(pen, chart, spec, sheet, bar, chart.scales.names.getPixelForValue(place));
      });
      pen.restore();
    },
  };
}

function paintBase(pen: Pen, chart: Chart<'bar'>, spec: TornadoSpec, sheet: Sheet): void {
  const { top, bottom } = chart.chartArea;
  const { px } = sheet;
  const x = chart.scales.value.getPixelForValue(spec.base);
  pen.fillStyle = INK.text;
  pen.fillRect(x - px(1), top, px(2), bottom - top);
}

/** The texts of both ends, each outside of what the bar covers. */
function paintEnds(
  pen: Pen,
  chart: Chart<'bar'>,
  { base, digits }: TornadoSpec,
  sheet: Sheet,
  { low, high }: Bar,
  middle: number,
): void {
  const { px } = sheet;
  const sizePx = px(LETTERS.label);
  const texts = low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
  texts.forEach((value, place) => {
    const text = formatNumber(value, digits);
    const isLeft = texts.length === 2 ? place === 0 : value < base;
    const edge = isLeft ? Math.min(value, base) : Math.max(value, base);
    const at = chart.scales.value.getPixelForValue(edge);
    setText(pen, { sizePx, colour: INK.text, weight: 'bold', align: isLeft ? 'right' : 'left' });
    pen.fillText(text, isLeft ? at - px(8) : at + px(8), middle);
  });
}
