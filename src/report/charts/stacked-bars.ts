import type { ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import { commonDigits, formatNumber } from '../tables/number-text.ts';
import { axisTitle, fixedTicks, quantityText } from './axis.ts';
import { barLabels, paintHatch, paintWhisker, totalOf } from './bar-labels.ts';
import { fitNames, nameAxis } from './bar-names.ts';
import { baseOptions, frameOf, type LegendItem } from './frame.ts';
import { INK, isHatched, paletteColour } from './palette.ts';
import { lengthIn, type Panel, panelsOf, wholePanel } from './panels.ts';
import { LETTERS, type Sheet } from './sheet.ts';
import type { StackedBarsSpec } from './spec.ts';
import { niceTicks, tickTexts } from './ticks.ts';

/**
 * Horizontal stacked bars, the total at the end of each and the values in the segments that have room. Bars
 * that one scale cannot show are drawn in panels side by side: all, zoomed, and without the category that
 * dwarfs the others (never on a log axis, where the lengths of stacked segments mean nothing). Throws
 * RangeError when a bar does not have one value >= 0 per category, BadInput when the sheet is too low for
 * the bars.
 */
export function stackedBars(spec: StackedBarsSpec, sheet: Sheet): ChartConfiguration {
  refuseBadBars(spec);
  const lengths = spec.bars.map(({ values }) => values);
  const found = spec.isOneScale ? [wholePanel(lengths)] : panelsOf(lengths);
  const panels = found.map((panel) => withWhiskers(panel, spec));
  const frame = frameOf(sheet, spec, legendItems(spec, sheet));
  const digitsIn = (panel: Panel) =>
    spec.digits ?? commonDigits(spec.bars.map(({ values }) => lengthIn(panel, values)));
  const names = fitNames(
    spec.bars.map(({ name }) => name),
    sheet,
    frame,
  );
  const text = (value: number, panel: Panel) => formatNumber(value, digitsIn(panel));
  const labels = panels.flatMap((panel) =>
    spec.bars.map((_bar, place) => totalOf({ spec, text }, panel, place)),
  );
  const widths = labels.map((label) => sheet.measure(label, sheet.px(LETTERS.label), 'bold'));
  const labelRoom = Math.max(...widths) + sheet.px(16);
  const panelWidth =
    (sheet.widthPx - frame.padding.left - frame.padding.right - names.widthPx) / panels.length;
  const scales = panels.map((panel) => [
    panel.axis,
    valueAxis(spec, sheet, panel, {
      panels: panels.length,
      panelWidth,
      labelRoom,
      endText: text(panel.end, panel),
    }),
  ]);
  return {
    type: 'bar',
    data: { labels: names.lines, datasets: panels.flatMap((panel) => datasetsOf(spec, sheet, panel)) },
    options: {
      ...baseOptions(frame),
      indexAxis: 'y',
      scales: { names: nameAxis(sheet, names), ...Object.fromEntries(scales) },
    },
    plugins: [frame.plugin, barLabels({ spec, sheet, panels, text }) as Plugin],
  };
}

/** A panel of whole bars ends where the longest whisker of those does that it shows to their end. */
function withWhiskers(panel: Panel, { bars }: StackedBarsSpec): Panel {
  if (panel.without.length > 0) return panel;
  const shown = bars.filter(({ values }) => lengthIn(panel, values) <= panel.end);
  return { ...panel, end: Math.max(panel.end, ...shown.map(({ interval }) => interval?.high ?? 0)) };
}

function refuseBadBars({ bars, categories }: StackedBarsSpec): void {
  if (bars.length === 0) throw new RangeError('a bar chart needs at least one bar');
  for (const { name, values } of bars) {
    if (values.length !== categories.length) {
      throw new RangeError(`bar '${name}' has ${values.length} values for ${categories.length} categories`);
    }
    const wrong = values.findIndex((value) => !(Number.isFinite(value) && value >= 0));
    if (wrong >= 0)
      throw new RangeError(`bar '${name}', category '${categories[wrong]}' is ${values[wrong]}`);
  }
}

/** Categories that are 0 in every bar would be colours to look for in vain; a single one is the axis. */
function legendItems({ categories, bars, intervalName }: StackedBarsSpec, { px }: Sheet): LegendItem[] {
  const side = px(14);
  const whisker: LegendItem['paintSample'] = (pen, left, middle) =>
    paintWhisker(pen, { from: left, to: left + side, middle, half: side / 3, width: px(2) });
  const ofWhisker =
    intervalName === undefined ? [] : [{ name: intervalName, sampleWidthPx: side, paintSample: whisker }];
  if (categories.length === 1) return ofWhisker;
  const ofCategories = categories.flatMap((name, place) => {
    if (bars.every(({ values }) => values[place] === 0)) return [];
    const paintSample: LegendItem['paintSample'] = (pen, left, middle) => {
      pen.fillStyle = paletteColour(place);
      pen.fillRect(left, middle - side / 2, side, side);
      if (isHatched(place)) paintHatch(pen, { left, top: middle - side / 2, width: side, height: side });
    };
    return [{ name, sampleWidthPx: side, paintSample }];
  });
  return [...ofCategories, ...ofWhisker];
}

function datasetsOf(
  { categories, bars }: StackedBarsSpec,
  { px }: Sheet,
  { axis, without }: Panel,
): ChartDataset<'bar'>[] {
  return categories.map((_name, place) => ({
    data: bars.map(({ values }) => (without.includes(place) ? 0 : values[place])),
    xAxisID: axis,
    yAxisID: 'names',
    stack: 'total',
    backgroundColor: paletteColour(place),
    barPercentage: 0.9,
    categoryPercentage: 0.8,
    maxBarThickness: px(64),
  }));
}

function valueAxis(
  { value, categories }: StackedBarsSpec,
  sheet: Sheet,
  { end, zoomed, without }: Panel,
  {
    panels,
    panelWidth,
    labelRoom,
    endText,
  }: { panels: number; panelWidth: number; labelRoom: number; endText: string },
) {
  const widest = sheet.measure(formatNumber(end, 0), sheet.px(LETTERS.label)) + sheet.px(28);
  const ticks = niceTicks(0, end, Math.min(12, Math.floor((panelWidth - labelRoom) / widest)));
  const left = without.map((category) => categories[category]).join(' and ');
  const rest = left === '' ? '' : `, without ${left}`;
  const title = quantityText(value) + rest + (zoomed ? `, zoomed on 0 to ${endText}` : '');
  return {
    type: 'linear' as const,
    position: 'bottom' as const,
    stack: 'panels',
    stacked: true,
    min: 0,
    max: ((end || 1) * panelWidth) / (panelWidth - labelRoom),
    ...fixedTicks(sheet, ticks, tickTexts(ticks)),
    grid: {
      color: ({ tick }: { tick?: { value: number } }) => (tick?.value === 0 ? INK.axis : INK.grid),
      drawTicks: false,
    },
    border: { display: false },
    title: axisTitle(sheet, title, panelWidth - sheet.px(24), panels),
  };
}
