import type { ChartConfiguration } from 'chart.js';
import { baseOptions, type Frame } from './frame.ts';
import type { Area } from './heat-cells.ts';
import type { Pen, Sheet } from './sheet.ts';

/** A chart without axes of Chart.js, inside of a frame: all of its area is painted by `paint`. */
export function ownPlot(
  frame: Frame,
  sheet: Sheet,
  area: Area,
  paint: (pen: Pen) => void,
): ChartConfiguration {
  const padding = {
    left: area.left,
    top: area.top,
    right: sheet.widthPx - area.right,
    bottom: sheet.heightPx - area.bottom,
  };
  const own = {
    id: 'own-plot',
    beforeDatasetsDraw({ ctx }: { ctx: unknown }) {
      const pen = ctx as Pen;
      pen.save();
      paint(pen);
      pen.restore();
    },
  };
  return {
    type: 'scatter',
    data: { datasets: [] },
    options: {
      ...baseOptions(frame),
      layout: { padding, autoPadding: false },
      scales: { x: { display: false }, y: { display: false } },
    },
    plugins: [frame.plugin, own],
  };
}
