import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { blockBitmaps } from '../formats/block-bitmaps.ts';
import { unbalancedArrays } from './fields.ts';
import { gridOfBlocks } from './grid.ts';
import { keptCount } from './kept-count.ts';
import type { MagnitudeMatrix } from './magnitudes.ts';
import { nearestSparsity } from './nearest-sparsity.ts';
import type { Pattern } from './pattern.ts';

/**
 * Columns and rows of blocks of `blockRows` x `blockCols`: d^(1 - rowShare) of the columns and d^rowShare of
 * the rows, with one d for both.
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
      'How much of the pruning removes rows of blocks: d^rowShare of the rows are kept and d^(1 - rowShare) of the columns, with the d that leads to the sparsity. 0: columns alone, 1: rows alone',
    ),
});

/**
 * Block-based structured pruning (RTMobile, Dong et al., DAC 2020; Gong et al., TODAES 2022): the matrix is
 * cut into blocks, at the edges smaller ones, and of every block whole columns and whole rows are removed.
 * The column segments (the part of a column inside a block) and the row segments are ranked by their L2 norms
 * over the whole matrix, each kind for itself (ties to the lower index, row-major); a weight is kept where
 * both of its segments are. Of the columns d^(1 - rowShare) are kept and of the rows d^rowShare, with the d
 * that keeps as many weights as are asked for, or as near as whole segments can: strong columns and strong
 * rows cross, so that it is a little sparser than the weights are. With blocks of one weight this is
 * unstructured pruning, with one block as large as the matrix it removes whole columns and rows. How much
 * falls to columns and how much to rows ADMM decides in RTMobile; that `rowShare` does, and its default, are
 * assumptions.
 *
 * The squares of magnitudes below 1e-154, which only double precision has, are zeros here. A segment wholly
 * outside the mask is kept only where everything is.
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
    const { rows, cols } = matrix;
    const ranked = rankedSegments(matrix, pattern);
    const count = keptCount(rows * cols, sparsity);
    const between = nearestSparsity(count, rows * cols, (sparsity) =>
      countCrossings(matrix, pattern, keptSegments(ranked, pattern, sparsity)),
    );
    return { mask: crossings(matrix, pattern, keptSegments(ranked, pattern, between)), perBank: null };
  },
  sparsityFor({ values }, _pattern, count) {
    return values.length === 0 ? 0 : 1 - count / values.length;
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

/** Segments of one kind: their indices, the largest first, and how many of them are not wholly outside. */
interface Ranking {
  readonly order: Uint32Array;
  readonly inside: number;
}

/** A segment wholly outside the mask. */
const OUTSIDE = -1;

/** Segments rank by the sums of their squared magnitudes as by their norms. */
function rankedSegments(
  { rows, cols, values }: MagnitudeMatrix,
  { blockRows, blockCols }: BlockColumnsPattern,
): Segments<Ranking> {
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
  return { columns: ranked(ofColumns), rows: ranked(ofRows) };
}

function ranked(squares: Float64Array): Ranking {
  const order = new Uint32Array(squares.length);
  let inside = 0;
  for (let i = 0; i < squares.length; i++) {
    order[i] = i;
    inside += Number(squares[i] !== OUTSIDE);
  }
  order.sort((a, b) => squares[b] - squares[a] || a - b);
  return { order, inside };
}

/** What is kept at a sparsity that columns and rows share: every segment, or none that is wholly outside. */
function keptSegments(
  { columns, rows }: Segments<Ranking>,
  { rowShare }: BlockColumnsPattern,
  sparsity: number,
): Segments<Uint8Array> {
  const density = 1 - sparsity;
  const ofColumns = keptCount(columns.order.length, 1 - density ** (1 - rowShare));
  const ofRows = keptCount(rows.order.length, 1 - density ** rowShare);
  const isWhole = ofColumns === columns.order.length && ofRows === rows.order.length;
  return {
    columns: firstOf(columns, isWhole ? ofColumns : Math.min(ofColumns, columns.inside)),
    rows: firstOf(rows, isWhole ? ofRows : Math.min(ofRows, rows.inside)),
  };
}

function firstOf({ order }: Ranking, count: number): Uint8Array {
  const kept = new Uint8Array(order.length);
  for (let i = 0; i < count; i++) kept[order[i]] = 1;
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
  { rows, cols }: MagnitudeMatrix,
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
