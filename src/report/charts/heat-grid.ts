import type { HeatMapSpec } from './spec.ts';

/** One side of the map: `count` units in `cells` cells of `bin` units and `cellPx` pixels. */
export interface HeatSide {
  readonly title: string;
  readonly count: number;
  readonly cells: number;
  readonly bin: number;
  readonly cellPx: number;
  readonly sizePx: number;
  /** Sum of every unit's values. */
  readonly sums: Float64Array;
}

/** A map laid out on pixels. */
export interface HeatGrid {
  readonly rows: HeatSide;
  readonly columns: HeatSide;
  /** Largest value of each cell, row after row, rows.cells x columns.cells. */
  readonly cells: Float64Array;
  /** End of the colour scale. */
  readonly max: number;
  readonly largest: number;
}

/**
 * Lays a map out on the available pixels, rows from top to bottom and columns from left to right whatever
 * their numbers. Throws RangeError when the values are inconsistent.
 */
export function heatGrid(
  spec: HeatMapSpec,
  available: { readonly widthPx: number; readonly heightPx: number },
): HeatGrid {
  const { max, largest } = checkedScale(spec);
  const rows = sideOf(spec.rows, available.heightPx);
  const columns = sideOf(spec.columns, available.widthPx);
  const cells = new Float64Array(rows.cells * columns.cells);
  for (let row = 0; row < rows.count; row++) {
    const cellRow = Math.floor(row / rows.bin) * columns.cells;
    for (let column = 0; column < columns.count; column++) {
      const value = spec.values[row * columns.count + column];
      const cell = cellRow + Math.floor(column / columns.bin);
      cells[cell] = Math.max(cells[cell], value);
      rows.sums[row] += value;
      columns.sums[column] += value;
    }
  }
  return { rows, columns, cells, max, largest };
}

function checkedScale({ rows, columns, values, max, value }: HeatMapSpec): { max: number; largest: number } {
  if (!(rows.count > 0 && columns.count > 0 && values.length === rows.count * columns.count)) {
    throw new RangeError(`heat map of ${rows.count} x ${columns.count} has ${values.length} values`);
  }
  let largest = 0;
  for (let at = 0; at < values.length; at++) {
    if (!(Number.isFinite(values[at]) && values[at] >= 0))
      throw new RangeError(`heat map: ${value.title} is ${values[at]} at ${at}`);
    largest = Math.max(largest, values[at]);
  }
  if (max !== undefined && !(max >= largest))
    throw new RangeError(`heat map: ${value.title} ${largest} exceeds the scale's end ${max}`);
  return { max: max ?? largest, largest };
}

function sideOf({ title, count }: { title: string; count: number }, available: number): HeatSide {
  const bin = Math.ceil(count / available);
  const cells = Math.ceil(count / bin);
  const cellPx = Math.floor(available / cells);
  return { title, count, cells, bin, cellPx, sizePx: cells * cellPx, sums: new Float64Array(count) };
}
