import { isLog } from './chart-axis.ts';
import { extentOf, type SweptColumn, valueText } from './points.ts';

/** Levels that a side of a map shows as they are; more values are put together. */
const MOST_LEVELS = 40;
/** Parts of a side whose values are put together. */
const PARTS = 20;

/** A side of a map: the place of each row, -1 for none, and what the places are called. */
export interface CellPlaces {
  readonly places: Int16Array;
  readonly names: readonly string[];
}

/** The levels of a column, or parts of its range where there are too many. */
export function cellPlaces(column: SweptColumn): CellPlaces {
  const levels = [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (levels.length > MOST_LEVELS && column.words === null) return partsOf(column);
  const placeOf = new Map(levels.slice(0, MAX_WORDS).map((level, place) => [level, place]));
  return {
    places: Int16Array.from(column.values, (value) => placeOf.get(value) ?? -1),
    names: levels.slice(0, MAX_WORDS).map((level) => valueText(column, level)),
  };
}

/** Words beyond these have no place on a map. */
const MAX_WORDS = 60;

function partsOf(column: SweptColumn): CellPlaces {
  const [least, most] = extentOf(column.values, null) ?? [0, 1];
  const [to, from] = isLog(column)
    ? [Math.log, Math.exp]
    : [(value: number) => value, (value: number) => value];
  const [low, high] = [to(least), to(most)];
  const edge = (part: number) => from(low + ((high - low) * part) / PARTS);
  const placeOf = (value: number) =>
    Math.min(PARTS - 1, Math.floor(((to(value) - low) / (high - low)) * PARTS));
  return {
    places: Int16Array.from(column.values, (value) => (Number.isNaN(value) ? -1 : placeOf(value))),
    names: Array.from(
      { length: PARTS },
      (_, part) => `${valueText(column, edge(part))} to ${valueText(column, edge(part + 1))}`,
    ),
  };
}

/** For every cell with a selected point its row: the one with the best value. */
export function bestOfCells(
  rows: CellPlaces,
  columns: CellPlaces,
  { values, better }: SweptColumn,
  mask: Uint8Array,
): Int32Array {
  const best = new Int32Array(rows.names.length * columns.names.length).fill(-1);
  const sign = better === 'higher' ? -1 : 1;
  for (let row = 0; row < mask.length; row++) {
    const [down, across] = [rows.places[row], columns.places[row]];
    if (mask[row] === 0 || down < 0 || across < 0 || Number.isNaN(values[row])) continue;
    const cell = down * columns.names.length + across;
    if (best[cell] < 0 || sign * (values[row] - values[best[cell]]) < 0) best[cell] = row;
  }
  return best;
}
