import { heatColour } from '../../../report/charts/colour-map.ts';
import type { HeatData, MapSide } from '../../../report/page/page-data.ts';

/** A map as it is drawn: cells that hold the largest count of the rows and columns that they stand for. */
export interface HeatCells {
  readonly rows: number;
  readonly columns: number;
  /** Rows and columns of the data in a cell; the last ones may hold fewer. */
  readonly rowsPerCell: number;
  readonly columnsPerCell: number;
  /** Row after row. */
  readonly values: Float64Array;
  readonly max: number;
}

/** The cells of a map, no more than can be seen. */
export function heatCells(
  { rows, columns, values }: HeatData,
  mostRows: number,
  mostColumns: number,
): HeatCells {
  const rowsPerCell = Math.max(1, Math.ceil(rows.count / mostRows));
  const columnsPerCell = Math.max(1, Math.ceil(columns.count / mostColumns));
  const size = {
    rows: Math.ceil(rows.count / rowsPerCell),
    columns: Math.ceil(columns.count / columnsPerCell),
  };
  const cells = new Float64Array(size.rows * size.columns);
  values.forEach((value, place) => {
    const row = Math.floor(Math.floor(place / columns.count) / rowsPerCell);
    const column = Math.floor((place % columns.count) / columnsPerCell);
    const cell = row * size.columns + column;
    cells[cell] = Math.max(cells[cell], value);
  });
  return {
    ...size,
    rowsPerCell,
    columnsPerCell,
    values: cells,
    max: values.reduce((a, b) => Math.max(a, b), 0),
  };
}

/** The cells above 0 by their colours: places in `values`, in the order in which the colours come up. */
export function cellsByColour({ values, max }: HeatCells): ReadonlyMap<string, readonly number[]> {
  const cells = new Map<string, number[]>();
  values.forEach((value, cell) => {
    if (value === 0) return;
    const colour = heatColour(value, max);
    const same = cells.get(colour);
    if (same === undefined) cells.set(colour, [cell]);
    else same.push(cell);
  });
  return cells;
}

/** The numbers of a side that a cell stands for, as words: `3` or `3 to 5`. */
export function numbersOf({ first, step, count }: MapSide, perCell: number, cell: number): string {
  const begin = cell * perCell;
  const end = Math.min(count, begin + perCell) - 1;
  const [low, high] = [first + step * begin, first + step * end + step - 1];
  return low === high ? String(low) : `${low} to ${high}`;
}

/** How a map is coarser than its data, in a sentence; empty: it is not. */
export function coarseness({ rows, columns }: HeatData, { rowsPerCell, columnsPerCell }: HeatCells): string {
  const sides = [
    ...(rowsPerCell > 1 ? [`${rowsPerCell} rows (${rows.title})`] : []),
    ...(columnsPerCell > 1 ? [`${columnsPerCell} columns (${columns.title})`] : []),
  ];
  return sides.length === 0 ? '' : `Each cell has the largest value of ${sides.join(' and ')}.`;
}
