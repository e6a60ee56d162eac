import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { basisParts } from '../factors.ts';
import { basis } from '../formats/basis.ts';
import { nearestBasis } from '../nearest-basis.ts';
import { blockSparsityFor, keepBlocks } from './blocks.ts';
import { unbalancedArrays } from './fields.ts';
import { gridOfColumns } from './grid.ts';
import type { Pattern } from './pattern.ts';

/** Runs of weights that are powers of two times a small basis. */
export interface PowerOfTwoPattern {
  readonly kind: 'power-of-two';
  /** Columns of a run, rows and columns of a basis. */
  readonly basis: number;
}

const schema = z.strictObject({
  basis: integer(1, 8)
    .default(3)
    .describe('Columns of a run of a row, which a basis of as many rows and columns is for'),
});

const runsOf = (pattern: PowerOfTwoPattern) => ({ blockRows: 1, blockCols: pattern.basis });

/**
 * SmartExchange (Zhao et al., ISCA 2020; SmartDeal, arXiv 2101.01163) for matrices without kernels: the
 * max(1, floor(keep * runs + 1/2)) runs of `basis` consecutive columns of a row with the largest sum of |w|
 * are kept, ranked over the matrix; a flag of each run says which. A kept run becomes coefficients, 0 or
 * +-2^e, times the basis that some runs of its row share (`nearestBasis`). A run at the right edge is cut. A
 * count is met as blocks meet it.
 */
export const powersOfTwo: Pattern<PowerOfTwoPattern, typeof schema> = {
  kind: 'power-of-two',
  says: 'Runs of a row, as powers of two times a small basis',
  schema,
  accelerators: unbalancedArrays,
  format: (pattern) => basis.of({ columns: pattern.basis }),
  grid: (pattern, size) => gridOfColumns(size, pattern.basis, gridText(pattern, size)),
  resolve: (given) => given,
  select: (matrix, pattern, sparsity) => keepBlocks(matrix, runsOf(pattern), sparsity),
  sparsityFor: (weights, pattern, count) => blockSparsityFor(weights, runsOf(pattern), count),
  rebuild: (weights, pattern, { mask }) => nearestBasis(weights, mask, pattern.basis),
};

function gridText(pattern: PowerOfTwoPattern, { cols }: { readonly cols: number }): string {
  const { runsOfPart } = basisParts(cols, pattern.basis);
  return `runs of ${pattern.basis} columns, ${runsOfPart} to a basis`;
}
