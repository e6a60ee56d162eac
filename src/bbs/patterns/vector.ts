import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { bcsr } from '../formats/bcsr.ts';
import { blockSparsityFor, keepBlocks } from './blocks.ts';
import { unbalancedArrays } from './fields.ts';
import { gridOfColumns } from './grid.ts';
import type { Pattern } from './pattern.ts';

/** Whole runs of `length` consecutive columns of one row. */
export interface VectorPattern {
  readonly kind: 'vector';
  readonly length: number;
}

const schema = z.strictObject({
  length: integer(1, 4096).default(4).describe('Consecutive columns of a row that stay or go together'),
});

const blocksOf = ({ length }: VectorPattern) => ({ blockRows: 1, blockCols: length });

/**
 * Vector-wise pruning: the max(1, floor(keep * runs + 1/2)) runs with the largest sums of |w|, wherever they
 * are. A row begins with a run, and its last one is cut where `length` does not divide the columns: blocks of
 * 1 x `length`.
 */
export const vector: Pattern<VectorPattern, typeof schema> = {
  kind: 'vector',
  says: 'Whole runs of consecutive columns of a row, by their magnitude',
  schema,
  accelerators: unbalancedArrays,
  format: (pattern) => bcsr.of(blocksOf(pattern)),
  grid: ({ length }, size) => gridOfColumns(size, length, `runs of ${length} columns`),
  resolve: (given) => given,
  select: (matrix, pattern, sparsity) => keepBlocks(matrix, blocksOf(pattern), sparsity),
  sparsityFor: (weights, pattern, count) => blockSparsityFor(weights, blocksOf(pattern), count),
};
