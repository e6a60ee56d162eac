import type { ChartConfiguration } from 'chart.js';
import { baseOptions, frameOf } from './frame.ts';
import { leftOutNote } from './label-layout.ts';
import { pointAxes, pointScales } from './point-axes.ts';
import type { Sheet } from './sheet.ts';
import type { JudgedQuantity, Quantity, TradeOffSpec } from './spec.ts';
import { tradeOffLayout } from './trade-off-layout.ts';
import { tradeOffLegend, tradeOffPlot } from './trade-off-plot.ts';

/** How much further than all points, as a factor, an axis reaches to show the limit. */
const FAR = 10;

/**
 * Designs as named points over lines of one product of both quantities. What lies beyond the limit is
 * shaded; the limit itself is shown unless all points are far from it. Throws RangeError without points and
 * for values that are not finite and above 0; BadInput for a sheet that is too low.
 */
export function tradeOff(spec: TradeOffSpec, sheet: Sheet): ChartConfiguration {
  const { points, limit, products } = spec;
  if (points.length === 0) throw new RangeError('a chart of a trade-off needs at least one point');
  if (!(products.one > 0 && Number.isFinite(products.one))) {
    throw new RangeError(`lines of a product: ${products.one} has no multiples on a log scale`);
  }
  const legend = tradeOffLegend(spec, sheet);
  const frame = frameOf(sheet, spec, legend);
  const own = points.map(({ x }) => x);
  const axes = pointAxes(
    {
      x: { quantity: logScaled(spec.x), values: widened(isNear(limit.x, own) ? [...own, limit.x] : own) },
      y: { quantity: logScaled(spec.y), values: widened(points.map(({ y }) => y)) },
    },
    sheet,
    frame,
  );
  const layout = tradeOffLayout(spec, sheet, axes);
  return {
    type: 'scatter',
    data: { datasets: [] },
    options: { ...baseOptions(frame), scales: pointScales(axes, sheet) },
    plugins: [
      frameOf(sheet, spec, legend, leftOutNote(layout.leftOut)).plugin,
      tradeOffPlot(spec, sheet, { area: axes.area, ...layout }),
    ],
  };
}

const logScaled = (quantity: Quantity): JudgedQuantity => ({ ...quantity, scale: 'log', better: 'lower' });

/** Least factor between the ends of an axis: on a shorter one lines are steep, and nothings look large. */
const LEAST_SPAN = 2;

function widened(values: readonly number[]): readonly number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (!(least > 0) || most / least >= LEAST_SPAN) return values;
  const half = Math.sqrt(LEAST_SPAN);
  const middle = Math.sqrt(least * most);
  return [...values, middle / half, middle * half];
}

function isNear(limit: number, values: readonly number[]): boolean {
  return Math.max(...values) * FAR >= limit && Math.min(...values) <= limit * FAR;
}
