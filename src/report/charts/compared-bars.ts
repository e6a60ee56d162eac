import type { BarElement, Chart, ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import { formatNumber } from '../tables/number-text.ts';
import { quantityText, valuesBelow } from './axis.ts';
import { fitNames, nameAxis } from './bar-names.ts';
import { baseOptions, frameOf, type LegendItem } from './frame.ts';
import { INK, PALETTE } from './palette.ts';
import { LETTERS, type Pen, type Sheet, setText } from './sheet.ts';
import type { ComparedBarsSpec } from './spec.ts';
import { niceTicks } from './ticks.ts';

const COLOURS = { predicted: PALETTE[0], calibrated: PALETTE[3], tick: PALETTE[1] };

type Bar = ComparedBarsSpec['bars'][number];

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Horizontal bars of simulated values from 0, with ticks across them where the published values (or
 * limits) are and the value at the end of each, the published one behind it in brackets. Bars that
 * something was fitted to are lighter. Throws RangeError for values that are not finite, BadInput
 * for a sheet too low for the bars.
 */
export function comparedBars(spec: ComparedBarsSpec, sheet: Sheet): ChartConfiguration {
  refuseBadBars(spec);
  const frame = frameOf(sheet, spec, legendItems(spec, sheet));
  const names = fitNames(
    spec.bars.map(({ name }) => name),
    sheet,
    frame,
  );
  const width = sheet.widthPx - frame.padding.left - frame.padding.right - names.widthPx;
  return {
    type: 'bar',
    data: { labels: names.lines, datasets: [datasetOf(spec, sheet)] },
    options: {
      ...baseOptions(frame),
      indexAxis: 'y',
      scales: { names: nameAxis(sheet, names), value: valueAxis(spec, sheet, width) },
    },
    plugins: [frame.plugin, barMarks(spec, sheet) as Plugin],
  };
}

function datasetOf({ bars }: ComparedBarsSpec, { px }: Sheet): ChartDataset<'bar'> {
  return {
    data: bars.map(({ value }) => value),
    xAxisID: 'value',
    yAxisID: 'names',
    backgroundColor: bars.map(({ isCalibrated }) => (isCalibrated ? COLOURS.calibrated : COLOURS.predicted)),
    barPercentage: 0.9,
    categoryPercentage: 0.8,
    maxBarThickness: px(48),
  };
}

function valueAxis(spec: ComparedBarsSpec, sheet: Sheet, width: number) {
  const range = paddedRange(spec, sheet, width);
  const widest = sheet.measure(formatNumber(range.max, spec.digits), sheet.px(LETTERS.label)) + sheet.px(28);
  const ticks = niceTicks(range.min, range.max, Math.min(12, Math.floor(width / widest)));
  return {
    ...valuesBelow(sheet, { range, ticks, title: quantityText(spec.value), width }),
    grid: {
      color: ({ tick }: { tick?: { value: number } }) => (tick?.value === 0 ? INK.axis : INK.grid),
      drawTicks: false,
    },
  };
}

function refuseBadBars({ bars }: ComparedBarsSpec): void {
  if (bars.length === 0) throw new RangeError('a bar chart needs at least one bar');
  for (const { name, value, ticks } of bars) {
    const wrong = [value, ...ticks].find((number) => !Number.isFinite(number));
    if (wrong !== undefined) throw new RangeError(`bar '${name}' is ${wrong}`);
  }
}

function legendItems({ bars, barName, tickName, line }: ComparedBarsSpec, { px }: Sheet): LegendItem[] {
  const side = px(14);
  const box =
    (colour: string): LegendItem['paintSample'] =>
    (pen, left, middle) => {
      pen.fillStyle = colour;
      pen.fillRect(left, middle - side / 2, side, side);
    };
  const tick: LegendItem['paintSample'] = (pen, left, middle) => {
    pen.fillStyle = COLOURS.tick;
    pen.fillRect(left + side / 2 - px(2), middle - side / 2, px(3), side);
  };
  const sampleOfLine: LegendItem['paintSample'] = (pen, left, middle) => {
    pen.fillStyle = INK.text;
    for (const part of [-2, 0, 2])
      pen.fillRect(left + side / 2 - px(1), middle + (part * side) / 5 - side / 10, px(2), side / 5);
  };
  const item = (name: string, paintSample: LegendItem['paintSample']) => ({
    name,
    sampleWidthPx: side,
    paintSample,
  });
  return [
    ...(bars.some(({ isCalibrated }) => !isCalibrated)
      ? [item(barName ?? 'predicted', box(COLOURS.predicted))]
      : []),
    ...(bars.some(({ isCalibrated }) => isCalibrated)
      ? [item('no prediction: fitted, arithmetic or chosen', box(COLOURS.calibrated))]
      : []),
    ...(bars.some(({ ticks }) => ticks.length > 0) ? [item(tickText(bars, tickName), tick)] : []),
    ...(line === undefined ? [] : [item(line.name, sampleOfLine)]),
  ];
}

/** What a tick is, and that its value stands in brackets where a bar has one. */
function tickText(bars: readonly Bar[], tickName: string): string {
  return bars.some(({ ticks }) => ticks.length === 1) ? `${tickName}, its value in brackets` : tickName;
}

/** From 0, or below it where a bar is, with room for the texts at the ends of the bars. */
function paddedRange(spec: ComparedBarsSpec, sheet: Sheet, width: number): Range {
  const values = spec.bars.flatMap(({ value, ticks }) => [value, ...ticks]).concat(spec.line?.value ?? 0);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const label =
    Math.max(...spec.bars.map((bar) => sheet.measure(labelOf(spec, bar), sheet.px(LETTERS.label), 'bold'))) +
    sheet.px(16);
  const span = (high - low || 1) * (width / Math.max(1, width - (low < 0 ? 2 : 1) * label));
  const room = span - (high - low || 1);
  return low < 0 ? { min: low - room / 2, max: high + room / 2 } : { min: 0, max: high + room };
}

function labelOf({ digits }: ComparedBarsSpec, { value, ticks }: Pick<Bar, 'value' | 'ticks'>): string {
  const text = formatNumber(value, digits);
  return ticks.length === 1 ? `${text} (${formatNumber(ticks[0], digits)})` : text;
}

/** The ticks across the bars, and the values beside them. */
function barMarks(spec: ComparedBarsSpec, sheet: Sheet): Plugin<'bar'> {
  return {
    id: 'bar-marks',
    afterDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      pen.save();
      if (spec.line !== undefined) paintLine(pen, chart, sheet, spec.line.value);
      spec.bars.forEach((bar, place) => {
        paintMarks(pen, chart, spec, sheet, bar, place);
      });
      pen.restore();
    },
  };
}

/** A dashed line from the top to the bottom. */
function paintLine(pen: Pen, chart: Chart<'bar'>, { px }: Sheet, value: number): void {
  const { top, bottom } = chart.chartArea;
  const left = chart.scales.value.getPixelForValue(value) - px(1);
  pen.fillStyle = INK.text;
  for (let y = top; y < bottom; y += px(10)) pen.fillRect(left, y, px(2), Math.min(px(6), bottom - y));
}

function paintMarks(
  pen: Pen,
  chart: Chart<'bar'>,
  spec: ComparedBarsSpec,
  sheet: Sheet,
  bar: Bar,
  place: number,
): void {
  const { px } = sheet;
  const { value, ticks } = bar;
  const axis = chart.scales.value;
  const element = chart.getDatasetMeta(0).data[place] as BarElement;
  const { y: middle, height } = element.getProps(['y', 'height'], true);
  const y = Number(middle);
  pen.fillStyle = COLOURS.tick;
  for (const tick of ticks) {
    pen.fillRect(axis.getPixelForValue(tick) - px(1.5), y - height / 2 - px(3), px(3), height + px(6));
  }
  const isBelow = value < 0;
  const label = labelOf(spec, bar);
  const sizePx = px(LETTERS.label);
  const width = sheet.measure(label, sizePx, 'bold');
  const leftAt = (end: number) => axis.getPixelForValue(end) + (isBelow ? -px(8) - width : px(8));
  const hides = (tick: number, end = value) => {
    const distance = axis.getPixelForValue(tick) - leftAt(end);
    return distance > -px(4) && distance < width + px(4);
  };
  // One tick is a published value and may be beyond the bar; two are limits, and the label stays at the bar
  // unless it would cover one.
  const staysAtBar = ticks.length !== 1 && !ticks.some((tick) => hides(tick));
  const barEnd = staysAtBar ? value : isBelow ? Math.min(value, ...ticks) : Math.max(value, ...ticks);
  // Where the line would go through the label it stands behind the line.
  const end = spec.line !== undefined && hides(spec.line.value, barEnd) ? spec.line.value : barEnd;
  const left = leftAt(end);
  pen.fillStyle = INK.paper;
  pen.fillRect(left - px(2), y - sizePx / 2 - 1, width + px(4), sizePx + 2);
  setText(pen, { sizePx, colour: INK.text, weight: 'bold' });
  pen.fillText(label, left, y);
}
