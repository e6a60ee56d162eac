import type { ChartConfiguration } from 'chart.js';
import { type Letters, openCanvas } from './canvas.ts';
import { comparedBars } from './compared-bars.ts';
import { gridMap } from './grid-map.ts';
import { heatMap } from './heat-map.ts';
import { histogramGrid } from './histogram-grid.ts';
import { lines } from './lines.ts';
import { maskPanels } from './mask-panels.ts';
import { parallel } from './parallel.ts';
import { scatter } from './scatter.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import type { ChartSize, ChartSpec } from './spec.ts';
import { stackedBars } from './stacked-bars.ts';
import { tornado } from './tornado.ts';
import { tradeOff } from './trade-off.ts';
import { waterfall } from './waterfall.ts';

/**
 * Draws a chart as PNG: the same bytes for the same chart on every machine, whatever fonts and locale it has.
 * Loads the drawing library at the first call. Throws BadInput for a size that the chart does not fit on and
 * where the library does not run, RangeError for inconsistent data. With a `density` the picture has so many
 * pixels for one of the size, along each side: the same picture, sharper.
 */
export async function renderPng(spec: ChartSpec, size: ChartSize, density = 1): Promise<Uint8Array> {
  const canvas = await openCanvas();
  const { options, ...rest } = configurationOf(spec, sheetOf(size, canvas.measure));
  return canvas.renderPng({ ...rest, options: { ...options, devicePixelRatio: density } }, size);
}

/**
 * Draws a chart as the text of an SVG file, the same text for the same chart on every machine. Its letters
 * are text, in DejaVu Sans or what the reader has instead, or outlines, for which nobody needs a font. Throws
 * what `renderPng` throws.
 */
export async function renderSvg(
  spec: ChartSpec,
  size: ChartSize,
  letters: Letters = 'text',
): Promise<string> {
  const canvas = await openCanvas();
  return canvas.renderSvg(configurationOf(spec, sheetOf(size, canvas.measure)), size, letters);
}

/**
 * Draws a chart as a PDF file of one page, lines as lines and text as text, with its fonts in it and without
 * a date: the same bytes for the same chart. Throws what `renderPng` throws.
 */
export async function renderPdf(spec: ChartSpec, size: ChartSize): Promise<Uint8Array> {
  const canvas = await openCanvas();
  return canvas.renderPdf(configurationOf(spec, sheetOf(size, canvas.measure)), size);
}

/** What Chart.js draws of a chart on a sheet. */
export function configurationOf(spec: ChartSpec, sheet: Sheet): ChartConfiguration {
  switch (spec.kind) {
    case 'stacked-bars':
      return stackedBars(spec, sheet);
    case 'heat-map':
      return heatMap(spec, sheet);
    case 'lines':
      return lines(spec, sheet);
    case 'compared-bars':
      return comparedBars(spec, sheet);
    case 'tornado':
      return tornado(spec, sheet);
    case 'waterfall':
      return waterfall(spec, sheet);
    case 'scatter':
      return scatter(spec, sheet);
    case 'trade-off':
      return tradeOff(spec, sheet);
    case 'parallel':
      return parallel(spec, sheet);
    case 'grid-map':
      return gridMap(spec, sheet);
    case 'mask-panels':
      return maskPanels(spec, sheet);
    case 'histogram-grid':
      return histogramGrid(spec, sheet);
  }
}
