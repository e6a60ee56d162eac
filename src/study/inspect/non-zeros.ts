import type { Placement } from '../../bbs/placement.ts';
import type { NonZeroCounts } from './inspect-result.ts';

/** The most bars of a histogram: with more different counts, a bar holds several. */
const MOST_BARS = 64;

/** Numbers of non-zeros of the parts of a matrix. */
export interface PartCounts {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
  /** Of each bank that has columns in each row (row * banks + bank). */
  readonly banks: Uint32Array;
}

/**
 * Counts what is not zero in every row, every column and every bank of every row of a matrix (row-major:
 * weights, or a mask); `placement` deals the columns to banks, and banks without a column are left out.
 */
export function countNonZeros(values: ArrayLike<number>, rows: number, placement: Placement): PartCounts {
  const { cols, bankOf, sizes } = placement;
  const { used, placeOf } = usedBanks(sizes);
  const place = Uint32Array.from(bankOf, (bank) => placeOf[bank]);
  const counts = {
    rows: new Uint32Array(rows),
    columns: new Uint32Array(cols),
    banks: new Uint32Array(rows * used),
  };
  for (let row = 0, i = 0, first = 0; row < rows; row++, first += used) {
    let inRow = 0;
    for (let col = 0; col < cols; col++, i++) {
      if (values[i] === 0) continue;
      inRow++;
      counts.columns[col]++;
      counts.banks[first + place[col]]++;
    }
    counts.rows[row] = inRow;
  }
  return counts;
}

/** How many banks have columns, and the place of each bank among these. */
function usedBanks(sizes: Uint32Array): { readonly used: number; readonly placeOf: Uint32Array } {
  const placeOf = new Uint32Array(sizes.length);
  let used = 0;
  for (let bank = 0; bank < sizes.length; bank++) {
    placeOf[bank] = used;
    if (sizes[bank] > 0) used++;
  }
  return { used, placeOf };
}

/** Least, mean, largest of some counts, and how often which occurs. At least one count. */
export function summaryOf(counts: Uint32Array): NonZeroCounts {
  let [min, max, sum] = [counts[0], 0, 0];
  for (const count of counts) {
    min = Math.min(min, count);
    max = Math.max(max, count);
    sum += count;
  }
  const width = Math.max(1, Math.ceil((max - min + 1) / MOST_BARS));
  const bars = new Array<number>(Math.floor((max - min) / width) + 1).fill(0);
  for (const count of counts) bars[Math.floor((count - min) / width)]++;
  return { min, mean: sum / counts.length, max, histogram: { first: min, width, counts: bars } };
}
