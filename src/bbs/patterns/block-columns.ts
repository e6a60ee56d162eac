import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { blockBitmaps } from '../formats/block-bitmaps.ts';
import { unbalancedArrays } from './fields.ts';
import { gridOfBlocks } from './grid.ts';
import { keptCount } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import { everything, type MagnitudeMatrix, magnitudesOf } from './magnitudes.ts';
import { nearestSparsity } from './nearest-sparsity.ts';
import type { Pattern } from './pattern.ts';

/**
 * Columns and rows of blocks of `blockRows` x `blockCols`. At a density d, d^(1 - rowShare) of the columns
 * are kept and d^rowShare of the rows.
 */
export interface BlockColumnsPattern {
  readonly kind: 'block-columns';
  readonly blockRows: number;
  readonly blockCols: number;
  readonly rowShare: number;
}

const schema = z.strictObject({
  blockRows: integer(1, 4096).default(8).describe('Rows of a block, which share its column bits'),
  blockCols: integer(1, 4096).default(64).describe('Columns of a block, which share its row bits'),
  rowShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe(
      'How much of the pruning removes rows of blocks: of a density d, d^rowShare of the rows are kept and d^(1 - rowShare) of the columns. 0: columns alone, 1: rows alone',
    ),
});

/**
 * Block-based structured pruning (RTMobile, Dong et al., DAC 2020; Gong et al., TODAES 2022): the matrix is
 * cut into blocks, at the edges smaller ones, and of every block whole columns and whole rows are removed.
 * The column segments (the part of a column inside a block) and the row segments are ranked by their L2 norms
 * over the whole matrix, each kind for itself; a weight is kept where both of its segments are. With blocks
 * of one weight this is unstructured pruning, with one block as large as the matrix it removes whole columns
 * and rows. How much falls to columns and how much to rows ADMM decides in RTMobile; that `rowShare` of the
 * exponent of the density does, and its default, are assumptions.
 *
 * The squares of magnitudes below 1e-154, which only double precision has, are zeros here. A segment wholly
 * outside the mask comes last, and is kept only where no segment of its kind is removed.
 */
export const blockColumns: Pattern<BlockColumnsPattern, typeof schema> = {
  kind: 'block-columns',
  says: 'Whole columns and rows of blocks, by their norm (RTMobile)',
  schema,
  accelerators: unbalancedArrays,
  format: (pattern) => blockBitmaps.of(pattern),
  grid: (pattern, size) => gridOfBlocks(size, pattern),
  resolve: (given) => given,
  select(matrix, pattern, sparsity) {
    const ranked = segmentSquares(matrix, pattern);
    return { mask: crossings(matrix, pattern, keptSegments(ranked, pattern, sparsity)), perBank: null };
  },
  sparsityFor(weights, pattern, count) {
    const ranked = segmentSquares(magnitudesOf(weights, everything(weights)), pattern);
    return nearestSparsity(count, weights.values.length, (sparsity) =>
      countCrossings(weights, pattern, keptSegments(ranked, pattern, sparsity)),
    );
  },
};

/**
 * Something of every segment. Columns: that of column c in the blocks of block row i at i * cols + c; rows:
 * that of row r in the blocks of block column j at r * blockColumns + j.
 */
interface Segments<T> {
  readonly columns: T;
  readonly rows: T;
}

/** A segment wholly outside the mask. */
const OUTSIDE = -1;

/** The sum of the squared magnitudes of every segment, by which they rank as by their norms. */
function segmentSquares(
  { rows, cols, values }: MagnitudeMatrix,
  { blockRows, blockCols }: BlockColumnsPattern,
): Segments<Float64Array> {
  const across = Math.ceil(cols / blockCols);
  const ofColumns = new Float64Array(Math.ceil(rows / blockRows) * cols).fill(OUTSIDE);
  const ofRows = new Float64Array(rows * across).fill(OUTSIDE);
  for (let row = 0, i = 0; row < rows; row++) {
    const first = Math.floor(row / blockRows) * cols;
    for (let col = 0; col < cols; col++, i++) {
      const magnitude = values[i];
      if (magnitude < 0) continue;
      const inRow = row * across + Math.floor(col / blockCols);
      ofColumns[first + col] = Math.max(ofColumns[first + col], 0) + magnitude * magnitude;
      ofRows[inRow] = Math.max(ofRows[inRow], 0) + magnitude * magnitude;
    }
  }
  return { columns: ofColumns, rows: ofRows };
}

function keptSegments(
  { columns, rows }: Segments<Float64Array>,
  { rowShare }: BlockColumnsPattern,
  sparsity: number,
): Segments<Uint8Array> {
  const density = 1 - sparsity;
  return {
    columns: largestSegments(columns, density ** (1 - rowShare)),
    rows: largestSegments(rows, density ** rowShare),
  };
}

function largestSegments(squares: Float64Array, density: number): Uint8Array {
  const kept = new Uint8Array(squares.length);
  const count = keptCount(squares.length, 1 - density);
  if (count === squares.length) return kept.fill(1);
  let inside = 0;
  for (let i = 0; i < squares.length; i++) inside += Number(squares[i] !== OUTSIDE);
  keepLargest(squares, 0, squares.length, Math.min(count, inside), kept, new Float64Array(squares.length));
  return kept;
}

/** The mask of the weights whose two segments are kept. */
function crossings(
  { rows, cols }: MagnitudeMatrix,
  { blockRows, blockCols }: BlockColumnsPattern,
  kept: Segments<Uint8Array>,
): Uint8Array {
  const across = Math.ceil(cols / blockCols);
  const mask = new Uint8Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    const first = Math.floor(row / blockRows) * cols;
    for (let j = 0; j < across; j++) {
      if (kept.rows[row * across + j] === 0) continue;
      const [from, to] = [j * blockCols, Math.min(cols, (j + 1) * blockCols)];
      mask.set(kept.columns.subarray(first + from, first + to), row * cols + from);
    }
  }
  return mask;
}

/** The ones of that mask: of every block the kept rows times the kept columns. */
function countCrossings(
  { rows, cols }: Pick<MagnitudeMatrix, 'rows' | 'cols'>,
  { blockRows, blockCols }: BlockColumnsPattern,
  kept: Segments<Uint8Array>,
): number {
  const across = Math.ceil(cols / blockCols);
  const columnsOfBlock = new Uint32Array(Math.ceil(rows / blockRows) * across);
  for (let block = 0, at = 0; block < columnsOfBlock.length; block++) {
    const width = Math.min(blockCols, cols - (block % across) * blockCols);
    for (const end = at + width; at < end; at++) columnsOfBlock[block] += kept.columns[at];
  }
  let count = 0;
  for (let row = 0, at = 0; row < rows; row++) {
    const first = Math.floor(row / blockRows) * across;
    for (let j = 0; j < across; j++, at++) count += kept.rows[at] * columnsOfBlock[first + j];
  }
  return count;
}
