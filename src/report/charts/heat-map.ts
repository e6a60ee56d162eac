import type { ChartConfiguration } from 'chart.js';
import { axisTitle, fixedTicks } from './axis.ts';
import { baseOptions, frameOf } from './frame.ts';
import { type HeatGrid, heatGrid } from './heat-grid.ts';
import { heatPlot } from './heat-plot.ts';
import { INK } from './palette.ts';
import { LETTERS, type Sheet } from './sheet.ts';
import type { HeatMapSpec } from './spec.ts';
import { niceStep } from './ticks.ts';

/** Space around the map, on the reference sheet. */
const SPACE = { left: 106, top: 58, right: 242, bottom: 54 } as const;

/**
 * A map of rows x columns whose colour is the value, the sums of its columns and rows along its edges, and a
 * colour bar. Rows lie one below the other, as in a table. All cells are equally large, a whole number of
 * pixels; where there are more of them than pixels, a cell shows the largest value of several. Throws
 * RangeError when the values do not match the counts, are not >= 0, or exceed `max`.
 */
export function heatMap(spec: HeatMapSpec, sheet: Sheet): ChartConfiguration {
  const { px } = sheet;
  const frame = frameOf(sheet, spec, []);
  const top = frame.padding.top + px(SPACE.top);
  const left = frame.padding.left + px(SPACE.left);
  const grid = heatGrid(spec, {
    widthPx: sheet.widthPx - left - px(SPACE.right),
    heightPx: sheet.heightPx - top - frame.padding.bottom - px(SPACE.bottom),
  });
  const right = sheet.widthPx - left - grid.columns.sizePx;
  const bottom = sheet.heightPx - top - grid.rows.sizePx - px(SPACE.bottom);
  return {
    type: 'scatter',
    data: { datasets: [] },
    options: {
      ...baseOptions(frame),
      layout: { padding: { left: frame.padding.left, right, top, bottom }, autoPadding: false },
      scales: {
        x: { position: 'bottom', ...axisOf(sheet, grid, 'columns') },
        y: { position: 'left', reverse: true, ...axisOf(sheet, grid, 'rows') },
      },
    },
    plugins: [frame.plugin, heatPlot(spec, grid, sheet)],
  };
}

/**
 * An axis of fixed thickness, so that the plot has exactly the size of its cells, with
 * a tick at every so many units.
 */
function axisOf(sheet: Sheet, grid: HeatGrid, side: 'rows' | 'columns') {
  const { px } = sheet;
  const { count, cells, bin, sizePx, title } = grid[side];
  const room = side === 'rows' ? px(22) : sheet.measure(String(count), px(LETTERS.label)) + px(16);
  const step = tickStep(count, Math.max(1, Math.floor(sizePx / room)));
  const ticks = Array.from({ length: Math.ceil(count / step) }, (_unused, i) => i * step);
  const lastTickIsClear = count - 1 - ticks[ticks.length - 1] >= (room * count) / sizePx;
  if (lastTickIsClear) ticks.push(count - 1);
  return {
    type: 'linear' as const,
    min: -0.5,
    max: cells * bin - 0.5,
    afterFit: (axis: { width: number; height: number }) => {
      if (side === 'rows') axis.width = px(SPACE.left);
      else axis.height = px(SPACE.bottom);
    },
    ...fixedTicks(sheet, ticks, ticks.map(String)),
    grid: { drawOnChartArea: false, tickLength: px(5), color: INK.axis },
    border: { color: INK.axis },
    title: axisTitle(
      sheet,
      bin > 1 ? `${title} (largest of ${bin} in each cell)` : title,
      Math.max(sizePx, px(100)),
    ),
  };
}

/**
 * A step of at most `most` ticks: a power of two where the count is one (banks, PEs), else
 * 1, 2 or 5 times a power of ten.
 */
function tickStep(count: number, most: number): number {
  const least = Math.max(1, count / most);
  const isPowerOfTwo = Number.isInteger(Math.log2(count));
  return isPowerOfTwo ? 2 ** Math.ceil(Math.log2(least)) : niceStep(least);
}
