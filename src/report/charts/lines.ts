import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { formatNumber } from '../tables/number-text.ts';
import { axisTitle, fixedTicks, quantityText } from './axis.ts';
import { coincidingSeries } from './coinciding.ts';
import { baseOptions, frameOf, type LegendItem } from './frame.ts';
import { lineMarks, placeMarks } from './line-marks.ts';
import { paintMarker } from './markers.ts';
import { INK, isHatched, paletteColour } from './palette.ts';
import { LETTERS, type Sheet } from './sheet.ts';
import type { LinesSpec } from './spec.ts';
import { logTicks, logTickTexts, niceTicks, tickTexts } from './ticks.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Lines with a marker per point, or at some of very many; series differ in colour and in the shape of the
 * marker. A linear y axis begins at 0. Marked places are dashed vertical lines, named above the plot. Throws
 * RangeError for values that are not finite, for a y below 0, and for values not above 0 on a log axis.
 */
export function lines(spec: LinesSpec, sheet: Sheet): ChartConfiguration {
  refuseBadPoints(spec);
  const { px } = sheet;
  const frame = frameOf(sheet, spec, legendItems(spec, sheet));
  const x = rangeOfX(spec);
  const y = rangeOfY(spec);
  const yTicks = spec.y.scale === 'log' ? logTicks(y.min, y.max, 10) : niceTicks(y.min, y.max, 8);
  const yTexts = spec.y.scale === 'log' ? logTickTexts(yTicks) : tickTexts(yTicks);
  const axisWidth =
    Math.ceil(Math.max(...yTexts.map((text) => sheet.measure(text, px(LETTERS.label))))) + px(40);
  const plot = { left: frame.padding.left + axisWidth, right: sheet.widthPx - frame.padding.right };
  const pixelOf = pixelsOf(spec, x, plot);
  const marks = placeMarks(spec.marks ?? [], sheet, pixelOf, {
    ...plot,
    mayTurn: spec.x.scale === 'log',
  });
  const options = baseOptions(frame);
  return {
    type: 'line',
    data: { datasets: datasetsOf(spec, sheet) },
    options: {
      ...options,
      layout: { padding: { ...frame.padding, top: frame.padding.top + marks.heightPx }, autoPadding: false },
      scales: {
        x: {
          type: spec.x.scale === 'log' ? 'logarithmic' : 'linear',
          ...x,
          ...axisOfX(spec, sheet, x, pixelOf),
          title: axisTitle(sheet, quantityText(spec.x), plot.right - plot.left),
        },
        y: {
          type: spec.y.scale === 'log' ? 'logarithmic' : 'linear',
          ...y,
          ...axis(sheet, yTicks, yTexts),
          afterFit: (scale: { width: number }) => {
            scale.width = axisWidth;
          },
          title: axisTitle(
            sheet,
            quantityText(spec.y),
            sheet.heightPx - frame.padding.top - frame.padding.bottom - marks.heightPx - px(50),
          ),
        },
      },
    },
    plugins: [frame.plugin, lineMarks(marks.placed, spec, sheet)],
  };
}

function refuseBadPoints({ series, x, y, marks = [] }: LinesSpec): void {
  const least = y.scale === 'log' ? Number.MIN_VALUE : 0;
  const all = series.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));
  if (all.every((point) => point.y === null)) throw new RangeError('a line chart needs at least one point');
  const hasPlace = (at: number) => Number.isFinite(at) && (x.scale !== 'log' || at > 0);
  const wrong = all.find(
    (point) => !hasPlace(point.x) || (point.y !== null && !(Number.isFinite(point.y) && point.y >= least)),
  );
  if (wrong !== undefined) {
    const scale = hasPlace(wrong.x) ? y.scale : (x.scale ?? 'linear');
    throw new RangeError(
      `series '${wrong.name}': ${x.title} ${wrong.x}, ${y.title} ${wrong.y} cannot be shown on a ${scale} axis`,
    );
  }
  const mark = marks.find((one) => !hasPlace(one.x));
  if (mark !== undefined)
    throw new RangeError(
      `mark '${mark.label}': ${x.title} ${mark.x} cannot be shown on a ${x.scale ?? 'linear'} axis`,
    );
}

function rangeOfX({ series, marks = [], x }: LinesSpec): Range {
  const all = [
    ...series.flatMap(({ points }) => points.map((point) => point.x)),
    ...marks.map((mark) => mark.x),
  ];
  const [least, most] = extremes(all);
  if (x.scale === 'log') {
    const factor = most > least ? (most / least) ** 0.03 : 1.5;
    return { min: least / factor, max: most * factor };
  }
  const margin = most > least ? (most - least) * 0.03 : Math.max(1, Math.abs(most) * 0.05);
  return { min: least - margin, max: most + margin };
}

/** The pixel of a place on the x axis. */
function pixelsOf(
  { x }: LinesSpec,
  range: Range,
  { left, right }: { readonly left: number; readonly right: number },
): (at: number) => number {
  if (x.scale !== 'log') return (at) => left + ((at - range.min) / (range.max - range.min)) * (right - left);
  const length = Math.log(range.max / range.min);
  return (at) => left + (Math.log(at / range.min) / length) * (right - left);
}

/**
 * On a log axis a reader looks for the settings that occur (4, 8, 16), not for powers of ten; where a value
 * follows from others (0.8889), for round ones.
 */
function axisOfX({ series, x }: LinesSpec, sheet: Sheet, range: Range, pixelOf: (at: number) => number) {
  if (x.scale !== 'log') return axis(sheet, niceTicks(range.min, range.max, 10));
  const own = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))];
  own.sort((a, b) => a - b);
  const texts = own.map(settingText);
  if (own.every(isSetting) && haveRoom(texts, own.map(pixelOf), sheet)) return axis(sheet, own, texts);
  const round = logTicks(range.min, range.max, 10);
  return axis(sheet, round, logTickTexts(round));
}

/** A setting as it was chosen, as far as four digits show it. */
function settingText(value: number): string {
  return Number.isInteger(value) ? formatNumber(value, 0) : String(Number(value.toPrecision(4)));
}

/** Whether somebody may have chosen a value: an integer, or one of four digits, as 153.6. */
function isSetting(value: number): boolean {
  return Number.isInteger(value) || Math.abs(Number(value.toPrecision(4)) / value - 1) < 1e-9;
}

/** Whether texts that are centred on pixels, from left to right, keep apart. */
function haveRoom(texts: readonly string[], pixels: readonly number[], { measure, px }: Sheet): boolean {
  const widths = texts.map((text) => measure(text, px(LETTERS.label)));
  return pixels.every((at, i) => i === 0 || at - pixels[i - 1] >= (widths[i - 1] + widths[i]) / 2 + px(8));
}

function rangeOfY({ series, y }: LinesSpec): Range {
  const [least, most] = extremes(series.flatMap(({ points }) => points.flatMap((point) => point.y ?? [])));
  if (y.scale === 'log') return { min: least / 1.25, max: most * 1.25 };
  return { min: 0, max: most > 0 ? most * 1.06 : 1 };
}

function extremes(values: readonly number[]): [number, number] {
  return values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}

function axis(sheet: Sheet, ticks: readonly number[], texts: readonly string[] = tickTexts(ticks)) {
  return {
    ...fixedTicks(sheet, ticks, texts),
    grid: { color: INK.grid, drawTicks: false },
    border: { color: INK.axis },
  };
}

function datasetsOf(spec: LinesSpec, sheet: Sheet): ChartDataset[] {
  const dashes = dashesOf(spec, sheet);
  return spec.series.map(({ points, place }, at) => ({
    data: points.map(({ x, y }) => ({ x, y: y ?? Number.NaN })),
    borderColor: paletteColour(place ?? at),
    borderWidth: sheet.px(2),
    borderDash: dashes[at].dash,
    borderDashOffset: dashes[at].offset,
    pointRadius: 0,
    spanGaps: false,
  }));
}

/** Lines over each other take turns: each is drawn where the others have their gaps. */
function dashesOf(spec: LinesSpec, { px }: Sheet): { readonly dash: number[]; readonly offset: number }[] {
  const groups = coincidingSeries(spec);
  return spec.series.map(({ place }, at) => {
    const group = groups.find((places) => places.includes(at));
    if (group === undefined) return { dash: isHatched(place ?? at) ? [px(8), px(4)] : [], offset: 0 };
    const length = px(9);
    const turn = group.indexOf(at);
    return { dash: [length, (group.length - 1) * length], offset: (group.length - turn) * length };
  });
}

function legendItems(spec: LinesSpec, sheet: Sheet): LegendItem[] {
  const { series, partialName } = spec;
  const { px } = sheet;
  const width = px(34);
  const partial: LegendItem[] =
    partialName === undefined
      ? []
      : [
          {
            name: partialName,
            sampleWidthPx: px(12),
            paintSample: (pen, left, middle) =>
              paintMarker(pen, 0, { x: left + px(6), y: middle }, px(5), true),
          },
        ];
  const lines: LegendItem[] = series.map(({ name, place: own }, at) => ({
    name,
    sampleWidthPx: width,
    paintSample(pen, left, middle) {
      const place = own ?? at;
      pen.strokeStyle = paletteColour(place);
      pen.lineWidth = px(2);
      pen.setLineDash(isHatched(place) ? [px(8), px(4)] : []);
      pen.beginPath();
      pen.moveTo(left, middle);
      pen.lineTo(left + width, middle);
      pen.stroke();
      pen.setLineDash([]);
      paintMarker(pen, place, { x: left + width / 2, y: middle }, px(5));
    },
  }));
  return [...lines, ...partial];
}
