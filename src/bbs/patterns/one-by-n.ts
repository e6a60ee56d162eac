import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { bcsr } from '../formats/bcsr.ts';
import { blockSparsityFor, keepBlocks } from './blocks.ts';
import { unbalancedArrays } from './fields.ts';
import { bordersEvery } from './grid.ts';
import type { Pattern } from './pattern.ts';

/** Whole groups of `rows` (N) consecutive rows in one column: outputs that read the same input. */
export interface OneByNPattern {
  readonly kind: 'one-by-n';
  readonly rows: number;
}

const schema = z.strictObject({
  rows: integer(1, 4096)
    .default(4)
    .describe('Consecutive rows that keep or drop a column together (N of 1xN)'),
});

const blocksOf = ({ rows }: OneByNPattern) => ({ blockRows: rows, blockCols: 1 });

/**
 * 1xN pruning (Lin et al., TPAMI 2022) of a matrix, a convolution of 1 x 1: a block is N consecutive outputs
 * over the same input, its score the L1 norm, and the largest of all the matrix stay,
 * max(1, floor(keep * blocks + 1/2)) of them; the authors' code rounds down the number that goes. Rows stay
 * in their order. Blocks at the lower edge are cut where N does not divide the rows, which the authors' code
 * refuses.
 */
export const oneByN: Pattern<OneByNPattern, typeof schema> = {
  kind: 'one-by-n',
  says: 'Whole groups of consecutive rows in one column, by their magnitude (1xN)',
  schema,
  accelerators: unbalancedArrays,
  format: (pattern) => bcsr.of(blocksOf(pattern)),
  grid: ({ rows }, size) => ({
    says: `groups of ${rows} rows`,
    rowBorders: bordersEvery(rows, size.rows),
    columnBorders: [],
  }),
  resolve: (given) => given,
  select: (matrix, pattern, sparsity) => keepBlocks(matrix, blocksOf(pattern), sparsity),
  sparsityFor: (weights, pattern, count) => blockSparsityFor(weights, blocksOf(pattern), count),
};
