import type { ChartConfiguration } from 'chart.js';
import { frameOf, type LegendItem } from './frame.ts';
import { gridLayout } from './grid-map-layout.ts';
import { paintCorner, paintGridMap, paintMissing } from './grid-map-plot.ts';
import { ownPlot } from './own-plot.ts';
import { INK } from './palette.ts';
import type { Pen, Sheet } from './sheet.ts';
import type { GridMapSpec } from './spec.ts';

/**
 * A map of named rows and columns whose colour is the value, with the values in the cells where all of them
 * have room, and a colour bar. Cells without a value are hatched. Throws RangeError when the values do not
 * match the names, are not finite, not above 0 on a log scale or outside of `range`; BadInput for a sheet
 * that is too small for the cells.
 */
export function gridMap(spec: GridMapSpec, sheet: Sheet): ChartConfiguration {
  const frame = frameOf(sheet, spec, legendItems(spec, sheet));
  const layout = gridLayout(spec, sheet, frame);
  return ownPlot(frame, sheet, layout.area, (pen) => paintGridMap(pen, sheet, spec, layout));
}

/** A rectangle of a picture. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function legendItems({ values, missingName, partial }: GridMapSpec, { px }: Sheet): LegendItem[] {
  const side = px(14);
  const square = (name: string, paint: (pen: Pen, box: Box) => void): LegendItem => ({
    name,
    sampleWidthPx: side,
    paintSample(pen, left, middle) {
      paint(pen, { left, top: middle - side / 2, width: side, height: side });
      pen.strokeStyle = INK.axis;
      pen.lineWidth = 1;
      pen.strokeRect(left + 0.5, middle - side / 2 + 0.5, side - 1, side - 1);
    },
  });
  const corner = (pen: Pen, box: Box) => paintCorner(pen, box, side / 2, INK.text);
  const marked = partial?.cells.includes(true) ? [square(partial.name, corner)] : [];
  return [...(values.includes(null) ? [square(missingName, paintMissing)] : []), ...marked];
}
