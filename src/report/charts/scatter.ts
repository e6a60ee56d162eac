import type { ChartConfiguration } from 'chart.js';
import { baseOptions, frameOf } from './frame.ts';
import { leftOutNote } from './label-layout.ts';
import { pointAxes, pointScales } from './point-axes.ts';
import { layoutOf } from './scatter-layout.ts';
import { scatterLegend, scatterPlot } from './scatter-plot.ts';
import type { Sheet } from './sheet.ts';
import type { ScatterSpec } from './spec.ts';

/**
 * Designs as points: those on the front large, with their labels where these have room, and joined by steps
 * as far as they are best in the two quantities shown; the others small and pale. The number of labels
 * without room stands below the plot. Throws RangeError without points and for values that are not finite,
 * not above 0 on a log axis, or of a series that does not exist; BadInput for a sheet that is too low.
 */
export function scatter(spec: ScatterSpec, sheet: Sheet): ChartConfiguration {
  refuseBadPoints(spec);
  const frame = frameOf(sheet, spec, scatterLegend(spec, sheet));
  const plotted = {
    x: { quantity: spec.x, values: spec.points.map(({ x }) => x) },
    y: { quantity: spec.y, values: spec.points.map(({ y }) => y) },
  };
  const axes = pointAxes(plotted, sheet, frame);
  const { area } = axes;
  const spots = spec.points.map(axes.spotOf);
  const layout = layoutOf(spec, sheet, area, spots);
  const withNote = frameOf(sheet, spec, scatterLegend(spec, sheet), leftOutNote(layout.leftOut));
  return {
    type: 'scatter',
    data: { datasets: [] },
    options: { ...baseOptions(frame), scales: pointScales(axes, sheet) },
    plugins: [withNote.plugin, scatterPlot(spec, sheet, { area, spots, ...layout })],
  };
}

function refuseBadPoints({ points, series = [''] }: ScatterSpec): void {
  if (points.length === 0) throw new RangeError('a scatter chart needs at least one point');
  const wrong = points.find((point) => series[point.series ?? 0] === undefined);
  if (wrong !== undefined) throw new RangeError(`there is no series ${wrong.series} among ${series.length}`);
}
