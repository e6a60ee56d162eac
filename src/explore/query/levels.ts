import type { Value } from '../store/record.ts';
import type { Row } from './results.ts';

/** The rows that have one value in a column, or one of a stretch of values. */
export interface Level {
  /** The value; `a to b` for a stretch. */
  readonly value: Value;
  readonly rows: readonly Row[];
}

/** More levels than this with hardly a point each are a continuous range that was sampled. */
const MOST_SPARSE_LEVELS = 10;
const FEWEST_POINTS_EACH = 2;
const MOST_STRETCHES = 20;

/**
 * Rows by their value in a column: numbers from the smallest, other values as they first come. The values of
 * a continuous range, of which hardly two points share one, are put together into up to 20 stretches of
 * equally many points, as estimates of main effects from given samples do (Plischke, Borgonovo, Smith: Global
 * sensitivity measures from given data, European Journal of Operational Research 226, 2013).
 */
export function levelsOf(rows: readonly Row[], column: string): Level[] {
  const byValue = new Map<Value, Row[]>();
  for (const row of rows) {
    const level = byValue.get(row[column]);
    if (level === undefined) byValue.set(row[column], [row]);
    else level.push(row);
  }
  const levels = [...byValue].map(([value, members]) => ({ value, rows: members })).sort(byNumber);
  const isNumeric = levels.every(({ value }) => typeof value === 'number');
  const isSparse = levels.length > MOST_SPARSE_LEVELS && rows.length < FEWEST_POINTS_EACH * levels.length;
  return isNumeric && isSparse ? stretchesOf(levels, rows.length) : levels;
}

/** Numbers before other values, which stay in their order. */
function byNumber({ value: a }: Level, { value: b }: Level): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Number(typeof b === 'number') - Number(typeof a === 'number');
}

/** Neighbouring levels put together; rows of equal value stay together. */
function stretchesOf(levels: readonly Level[], rowCount: number): Level[] {
  const count = Math.min(MOST_STRETCHES, Math.round(Math.sqrt(rowCount)));
  const stretches: Level[][] = Array.from({ length: count }, () => []);
  let before = 0;
  for (const level of levels) {
    stretches[Math.floor((before * count) / rowCount)].push(level);
    before += level.rows.length;
  }
  return stretches
    .filter((stretch) => stretch.length > 0)
    .map((stretch) => ({
      value: `${shortened(stretch[0].value)} to ${shortened(stretch[stretch.length - 1].value)}`,
      rows: stretch.flatMap(({ rows }) => rows),
    }));
}

/** Enough digits to tell stretches apart. */
const LABEL_DIGITS = 4;

const shortened = (value: Value): number => Number(Number(value).toPrecision(LABEL_DIGITS));
