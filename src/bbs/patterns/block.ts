import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { bcsr } from '../formats/bcsr.ts';
import { blockSparsityFor, keepBlocks } from './blocks.ts';
import { unbalancedArrays } from './fields.ts';
import { gridOfBlocks } from './grid.ts';
import type { Pattern } from './pattern.ts';

/** Whole blocks of `blockRows` x `blockCols`. */
export interface BlockPattern {
  readonly kind: 'block';
  readonly blockRows: number;
  readonly blockCols: number;
}

const side = (name: string) => integer(1, 4096).default(4).describe(`${name} of a block`);
const schema = z.strictObject({ blockRows: side('Rows'), blockCols: side('Columns') });

/** The blocks with the largest magnitudes, by the sum of |w|: docs/timing.md section 8. */
export const block: Pattern<BlockPattern, typeof schema> = {
  kind: 'block',
  says: 'Whole blocks, by their magnitude',
  schema,
  accelerators: unbalancedArrays,
  format: (pattern) => bcsr.of(pattern),
  grid: (pattern, size) => gridOfBlocks(size, pattern),
  resolve: (given) => given,
  select: keepBlocks,
  sparsityFor: blockSparsityFor,
};
