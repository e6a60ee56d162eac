import type { BlockSize } from '../formats/bcsr.ts';
import type { DenseMatrix } from '../matrix.ts';
import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import { everything, type MagnitudeMatrix, magnitudesOf } from './magnitudes.ts';
import type { Selection } from './pattern.ts';

/**
 * The max(1, floor(keep * blocks + 1/2)) blocks with the largest magnitudes. A block's magnitude is the sum
 * of |w| over it (in row-major order), positions outside the mask count as zero; a block wholly outside comes
 * last. Blocks at the right and lower edge are cut, and so have smaller sums. docs/timing.md section 8.
 */
export function keepBlocks(matrix: MagnitudeMatrix, size: BlockSize, sparsity: number): Selection {
  const grid = blockGrid(matrix, size);
  const chosen = largestBlocks(grid, keptCountOrOne(grid.sums.length, sparsity));
  return { mask: spread(matrix, grid, chosen), perBank: null };
}

/**
 * The sparsity at which `keepBlocks` keeps the nearest count (of two equally near the larger), at least one
 * block.
 */
export function blockSparsityFor(weights: DenseMatrix, size: BlockSize, count: number): number {
  const matrix = magnitudesOf(weights, everything(weights));
  const grid = blockGrid(matrix, size);
  const blocks = grid.sums.length;
  return blocks === 0 ? 0 : 1 - blocksKeeping(matrix, grid, count) / blocks;
}

/**
 * Block (i, j) covers rows i * blockRows .. and columns j * blockCols ..; `sums` is row-major over the
 * blocks.
 */
interface BlockGrid extends BlockSize {
  readonly across: number;
  readonly sums: Float64Array;
}

function blockGrid({ rows, cols, values }: MagnitudeMatrix, { blockRows, blockCols }: BlockSize): BlockGrid {
  const across = Math.ceil(cols / blockCols);
  const sums = new Float64Array(Math.ceil(rows / blockRows) * across).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0, i = 0; row < rows; row++) {
    const first = Math.floor(row / blockRows) * across;
    for (let col = 0; col < cols; col++, i++) {
      const at = first + Math.floor(col / blockCols);
      const magnitude = values[i];
      const sum = sums[at];
      sums[at] = magnitude >= 0 && sum >= 0 ? sum + magnitude : Math.max(sum, magnitude);
    }
  }
  return { blockRows, blockCols, across, sums };
}

function largestBlocks({ sums }: BlockGrid, count: number): Uint8Array {
  const chosen = new Uint8Array(sums.length);
  keepLargest(sums, 0, sums.length, count, chosen, new Float64Array(0));
  return chosen;
}

function spread({ rows, cols }: MagnitudeMatrix, grid: BlockGrid, chosen: Uint8Array): Uint8Array {
  const mask = new Uint8Array(rows * cols);
  for (let row = 0, i = 0; row < rows; row++) {
    const first = Math.floor(row / grid.blockRows) * grid.across;
    for (let col = 0; col < cols; col++, i++) mask[i] = chosen[first + Math.floor(col / grid.blockCols)];
  }
  return mask;
}

/**
 * The number of blocks that keeps nearest to `count` weights. What the largest m blocks keep grows with m, so
 * bisection finds it; where no block is cut it is m times their size.
 */
function blocksKeeping(matrix: MagnitudeMatrix, grid: BlockGrid, count: number): number {
  const { blockRows, blockCols, sums } = grid;
  const size = blockRows * blockCols;
  if (sums.length * size === matrix.values.length) return Math.max(1, Math.floor(count / size + 0.5));
  const kept = (blocks: number) => keptBy(matrix, grid, largestBlocks(grid, blocks));
  let low = 1;
  let high = sums.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (kept(middle) < count) low = middle + 1;
    else high = middle;
  }
  return low > 1 && count - kept(low - 1) < kept(low) - count ? low - 1 : low;
}

function keptBy({ rows, cols }: MagnitudeMatrix, grid: BlockGrid, chosen: Uint8Array): number {
  const { blockRows, blockCols, across } = grid;
  let kept = 0;
  for (let i = 0; i < chosen.length; i++) {
    if (chosen[i] === 0) continue;
    const height = Math.min(blockRows, rows - Math.floor(i / across) * blockRows);
    const width = Math.min(blockCols, cols - (i % across) * blockCols);
    kept += height * width;
  }
  return kept;
}
