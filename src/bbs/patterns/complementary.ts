import { rowsPerSet, tagged } from '../formats/tagged.ts';
import { placeColumns } from '../placement.ts';
import { entriesPerBank } from './bank-balanced.ts';
import { banksOf, banksSchema } from './fields.ts';
import { bordersEvery, gridOfBanks, type MatrixSize, type PatternGrid } from './grid.ts';
import type { MagnitudeArray } from './magnitudes.ts';
import { nearestSparsity } from './nearest-sparsity.ts';
import type { Pattern, Selection } from './pattern.ts';

/** As bank-balanced, and no two rows of a set have weights in the same column. */
export interface ComplementaryPattern {
  readonly kind: 'complementary';
  readonly banks: number;
  readonly placement: 'even' | 'blocked';
}

/**
 * Complementary Sparsity (Hunter et al., "Two Sparsities Are Better Than One", 2021) over banks: k weights in
 * every bank of every row, as many as bank-balanced pruning keeps, and of K = floor(columns of the smallest
 * bank / k) consecutive rows, a set, no two in one column. So K rows are laid over each other and run as one
 * dense row.
 *
 * Each bank of a set is dealt greedily: its weights in falling magnitude (ties: the lower row, then the lower
 * column), each kept if its row has fewer than k there and its column is free. This never ends short: a row
 * with fewer than k leaves a column free, which it would have taken.
 */
export const complementary: Pattern<ComplementaryPattern, typeof banksSchema> = {
  kind: 'complementary',
  says: 'As bank-balanced, and sets of rows share no column (Complementary Sparsity)',
  schema: banksSchema,
  accelerators: ['bbs'],
  choosesAnew: true,
  format: (pattern) => tagged.of(pattern),
  grid: setsAndBanks,
  resolve: (given, sizes) => ({ ...given, ...banksOf(given, sizes) }),
  resized: (pattern, { banks }) => ({ ...pattern, banks }),
  select({ rows, cols, values }, { banks, placement }, sparsity) {
    const perBank = entriesPerBank(cols, banks, sparsity);
    const placed = placeColumns(placement, cols, banks);
    const perSet = rowsPerSet(placed, perBank);
    const mask = new Uint8Array(values.length);
    const deal = dealer(values, cols, Math.min(perSet, rows) * placed.depth, mask);
    for (let row = 0; row < rows; row += perSet) {
      const height = Math.min(perSet, rows - row);
      let from = row * cols;
      for (let bank = 0; bank < banks; from += placed.sizes[bank++]) {
        deal(from, height, placed.sizes[bank], perBank);
      }
    }
    return { mask, perBank };
  },
  sparsityFor({ rows, cols, values }, { banks, placement }, count) {
    const { sizes } = placeColumns(placement, cols, banks);
    return nearestSparsity(count, values.length, (sparsity) => {
      const perBank = entriesPerBank(cols, banks, sparsity);
      return rows * sizes.reduce((sum, size) => sum + Math.min(perBank, size), 0);
    });
  },
};

function setsAndBanks(pattern: ComplementaryPattern, size: MatrixSize, { perBank }: Selection): PatternGrid {
  const banks = gridOfBanks(size, pattern);
  const perSet = rowsPerSet(placeColumns(pattern.placement, size.cols, pattern.banks), perBank ?? 1);
  return {
    ...banks,
    says: `sets of ${perSet} row${perSet === 1 ? '' : 's'}, ${banks.says}`,
    rowBorders: bordersEvery(perSet, size.rows),
  };
}

/**
 * Deals one bank of one set after the other: the `height` x `size` weights from position `from` on, at most
 * `perBank` to a row. `most` is the largest height x size.
 */
function dealer(values: MagnitudeArray, cols: number, most: number, mask: Uint8Array) {
  const magnitudes = new Float64Array(most);
  const order = new Uint32Array(most);
  return (from: number, height: number, size: number, perBank: number): void => {
    const length = height * size;
    for (let i = 0; i < length; i++) {
      magnitudes[i] = values[from + Math.floor(i / size) * cols + (i % size)];
      order[i] = i;
    }
    const falling = order.subarray(0, length).sort((a, b) => magnitudes[b] - magnitudes[a] || a - b);
    const room = new Uint32Array(height).fill(perBank);
    const isTaken = new Uint8Array(size);
    for (const i of falling) {
      const row = Math.floor(i / size);
      const column = i % size;
      if (room[row] === 0 || isTaken[column] === 1) continue;
      room[row]--;
      isTaken[column] = 1;
      mask[from + row * cols + column] = 1;
    }
  };
}
