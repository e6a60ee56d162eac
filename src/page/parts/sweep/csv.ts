import { csvText } from '../../csv.ts';
import type { PointTable } from './points.ts';

/** The marked points as CSV, with the names that `bbsim query` has for its columns. */
export function csvOf({ columns, count }: PointTable, mask: Uint8Array): string {
  const rows = [columns.map(({ name }) => name)];
  for (let row = 0; row < count; row++) {
    if (mask[row] === 0) continue;
    rows.push(
      columns.map(({ values, words }) => {
        const value = values[row];
        if (Number.isNaN(value)) return '';
        return words === null ? String(value) : words[value];
      }),
    );
  }
  return csvText(rows);
}
