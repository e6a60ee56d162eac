import type { Value } from '../store/record.ts';
import { withNumbers } from './columns.ts';
import { levelsOf } from './levels.ts';
import type { Row } from './results.ts';
import { type ColumnSummary, columnSummary } from './statistics.ts';

/** A metric over the points of one level of a column, or of one pair of levels of two. */
export interface Marginal {
  /** The level of every column that was asked for, in that order. */
  readonly levels: readonly Value[];
  readonly summary: ColumnSummary;
}

/**
 * A metric per level of one column, or per pair of levels of two that some point has. Simulated points
 * with a number in it take part.
 */
export function marginalsOf(rows: readonly Row[], metric: string, by: readonly string[]): Marginal[] {
  const taking = withNumbers(rows, [metric]);
  const levels = by.map((column) => levelsOf(taking, column));
  const places = levels.map(
    (ofColumn) => new Map(ofColumn.flatMap((level, i) => level.rows.map((row) => [row, i]))),
  );
  const cells = new Map<string, { readonly place: number[]; readonly rows: Row[] }>();
  for (const row of taking) {
    const place = places.map((ofRow) => ofRow.get(row) as number);
    const cell = cells.get(place.join());
    if (cell === undefined) cells.set(place.join(), { place, rows: [row] });
    else cell.rows.push(row);
  }
  return [...cells.values()]
    .sort((a, b) => firstDifference(a.place, b.place))
    .map(({ place, rows: members }) => ({
      levels: place.map((level, column) => levels[column][level].value),
      summary: columnSummary(members, metric),
    }));
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((place, i) => place !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}
