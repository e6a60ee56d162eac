import { BadInput } from '../../errors/bad-input.ts';
import { csbOver } from '../formats/csb.ts';
import type { DenseMatrix } from '../matrix.ts';
import { placeColumns } from '../placement.ts';
import { banksOf, banksSchema } from './fields.ts';
import { gridOfBanks } from './grid.ts';
import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import type { Pattern } from './pattern.ts';

/** In each bank of each row the same number of weights. `placement` deals the columns to the `banks`. */
export interface BankBalancedPattern {
  readonly kind: 'bank-balanced';
  readonly banks: number;
  readonly placement: 'even' | 'blocked';
}

/**
 * k, the entries of a bank in a row: max(1, floor(keep * D + 1/2)) with D = ceil(cols / banks).
 * docs/timing.md section 8.
 */
export function entriesPerBank(cols: number, banks: number, sparsity: number): number {
  return keptCountOrOne(Math.ceil(cols / banks), sparsity);
}

/**
 * The k largest weights in each bank of each row, all of a bank that is smaller than k. docs/timing.md
 * section 8. A count is refused (BadInput) unless some k keeps exactly that many.
 */
export const bankBalanced: Pattern<BankBalancedPattern, typeof banksSchema> = {
  kind: 'bank-balanced',
  says: 'The same number of weights in every bank of every row',
  schema: banksSchema,
  accelerators: ['bbs'],
  format: ({ banks, placement }) => csbOver(banks, placement),
  grid: (pattern, size) => gridOfBanks(size, pattern),
  decidesCounts: true,
  resolve: (given, sizes) => ({ ...given, ...banksOf(given, sizes) }),
  resized: (pattern, { banks }) => ({ ...pattern, banks }),
  select({ rows, cols, values }, { banks, placement }, sparsity) {
    const mask = new Uint8Array(values.length);
    const perBank = entriesPerBank(cols, banks, sparsity);
    const { sizes, depth } = placeColumns(placement, cols, banks);
    const scratch = new Float64Array(depth);
    let from = 0;
    for (let row = 0; row < rows; row++) {
      for (let bank = 0; bank < banks; bank++) {
        const to = from + sizes[bank];
        keepLargest(values, from, to, perBank, mask, scratch);
        from = to;
      }
    }
    return { mask, perBank };
  },
  groups: (cols, { banks, placement }, sparsity) => ({
    sizes: placeColumns(placement, cols, banks).sizes,
    perGroup: entriesPerBank(cols, banks, sparsity),
  }),
  sparsityFor(matrix, pattern, count) {
    const { sizes, depth } = placeColumns(pattern.placement, matrix.cols, pattern.banks);
    let below = 0;
    for (let perBank = 1; perBank <= depth; perBank++) {
      const kept = matrix.rows * sizes.reduce((sum, size) => sum + Math.min(perBank, size), 0);
      if (kept === count) return 1 - perBank / depth;
      if (kept > count) throw unreachable(matrix, pattern, count, below, kept);
      below = kept;
    }
    return 0;
  },
};

function unreachable(
  { tensor }: DenseMatrix,
  { banks }: BankBalancedPattern,
  count: number,
  below: number,
  above: number,
): BadInput {
  const nearest = below === 0 ? `at least ${above}` : `${below} or ${above}`;
  return new BadInput(
    `tensor ${tensor}: cannot keep ${count} weights bank-balanced over ${banks} banks, expected ${nearest}`,
  );
}
