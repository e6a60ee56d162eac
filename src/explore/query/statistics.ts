import { numberIn } from './columns.ts';
import type { Row } from './results.ts';

/** What the numbers of a column are like over some rows, at least one. */
export interface ColumnSummary {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Numbers of the points with the least and the largest value; of several the first. */
  readonly minIndex: number;
  readonly maxIndex: number;
}

/** The mean of numbers, at least one. Equal numbers have exactly themselves as mean, however many. */
export function meanOf(values: readonly number[]): number {
  // Sums of differences: a sum of the values themselves is off by its last digit, and
  // equal levels would seem to differ.
  const [first] = values;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}

/** Sum of the squared distances of numbers from `centre`. */
export function squaresAround(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}

/**
 * Count, mean and extremes of a column over rows that have a number in it. Throws RangeError without rows.
 */
export function columnSummary(rows: readonly Row[], column: string): ColumnSummary {
  if (rows.length === 0) throw new RangeError('no rows to sum up');
  const least = rows.reduce((best, row) => (numberIn(row, column) < numberIn(best, column) ? row : best));
  const most = rows.reduce((best, row) => (numberIn(row, column) > numberIn(best, column) ? row : best));
  return {
    count: rows.length,
    mean: meanOf(rows.map((row) => numberIn(row, column))),
    min: numberIn(least, column),
    max: numberIn(most, column),
    minIndex: numberIn(least, 'index'),
    maxIndex: numberIn(most, 'index'),
  };
}
