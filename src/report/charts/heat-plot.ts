import type { Plugin } from 'chart.js';
import { commonDigits } from '../tables/number-text.ts';
import { paintColourBar } from './colour-bar.ts';
import { paintCells } from './heat-cells.ts';
import type { HeatGrid } from './heat-grid.ts';
import { paintSums } from './heat-sums.ts';
import type { Pen, Sheet } from './sheet.ts';
import type { HeatMapSpec } from './spec.ts';

/** Draws the cells, the sums along the edges and the colour bar. */
export function heatPlot(spec: HeatMapSpec, grid: HeatGrid, sheet: Sheet): Plugin {
  const digits = commonDigits(Array.from(grid.cells));
  return {
    id: 'heat-plot',
    beforeDatasetsDraw(chart) {
      const pen = chart.ctx as unknown as Pen;
      const plot = { pen, sheet, grid, area: chart.chartArea, digits };
      pen.save();
      paintCells(plot);
      paintSums(plot);
      paintColourBar(plot, spec);
      pen.restore();
    },
  };
}
