import type { RowTest } from './filter.ts';
import type { PointTable } from './points.ts';

/** What is asked of a column: from .. to, both included, of words their places. */
export type ColumnInterval = readonly [from: number, to: number];

/** Marks the rows that lie in all intervals and meet a condition, and counts them. */
export function markSelected(
  { byName, count }: PointTable,
  intervals: ReadonlyMap<string, ColumnInterval>,
  test: RowTest | null,
  mask: Uint8Array,
): number {
  mask.fill(1);
  for (const [name, [from, to]] of intervals) {
    const values = byName.get(name)?.values;
    if (values === undefined) continue;
    for (let row = 0; row < count; row++) {
      // A row without a value lies nowhere.
      if (!(values[row] >= from && values[row] <= to)) mask[row] = 0;
    }
  }
  let selected = 0;
  for (let row = 0; row < count; row++) {
    if (mask[row] === 1 && test !== null && !test(row)) mask[row] = 0;
    selected += mask[row];
  }
  return selected;
}

/** At most so many of the marked rows, evenly over them, in their order. */
export function thinned(mask: Uint8Array, marked: number, most: number): readonly number[] {
  const rows: number[] = [];
  const every = Math.max(1, marked / most);
  let seen = 0;
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] === 0) continue;
    if (Math.floor(seen / every) === rows.length) rows.push(row);
    seen++;
  }
  return rows;
}
