import { z } from 'zod';
import { diagonalMeans, vectorPlace } from '../formats/circulant.ts';
import { circulant as circulantFormat, largestBlock } from '../formats/circulant-vectors.ts';
import type { DenseMatrix } from '../matrix.ts';
import { countedValues, type Rebuilt } from '../rebuilt.ts';
import { gridOfBlocks } from './grid.ts';
import type { Pattern } from './pattern.ts';

/** Circulant blocks. */
export interface CirculantPattern {
  readonly kind: 'circulant';
}

const schema = z.strictObject({});

interface Size {
  readonly rows: number;
  readonly cols: number;
}

/**
 * Block-circulant matrices (C-LSTM, Wang et al., FPGA 2018): every weight stays in its place, and the
 * weights of a wrapped diagonal of a block are all their mean, the nearest such matrix in the least squares.
 * Blocks are b x b, where b is the power of two nearest in ratio to 1 / (1 - sparsity), at most the largest
 * that is no more than the longer side. Stored are the vectors, of which those elements count that have a
 * position inside the matrix. A count is met by the block that stores nearest to it (of two equally near the
 * smaller block).
 */
export const circulant: Pattern<CirculantPattern, typeof schema> = {
  kind: 'circulant',
  says: 'All weights, equal on the wrapped diagonals of square blocks',
  schema,
  accelerators: ['dense'],
  choosesAnew: true,
  format: () => circulantFormat,
  grid: (_pattern, size, { block = 1 }) => gridOfBlocks(size, { blockRows: block, blockCols: block }),
  resolve: (given) => given,
  select(matrix, _pattern, sparsity) {
    const block = blockFor(matrix, sparsity);
    const mask = new Uint8Array(matrix.rows * matrix.cols).fill(1);
    return { mask, perBank: null, independent: vectorElements(matrix, block), block };
  },
  sparsityFor(weights, _pattern, count) {
    const far = (block: number) => Math.abs(vectorElements(weights, block) - count);
    let nearest = 1;
    for (let block = 2; block <= largestBlock(weights); block *= 2)
      if (far(block) < far(nearest)) nearest = block;
    return 1 - 1 / nearest;
  },
  rebuild: (weights, _pattern, { block = 1 }) => nearestOf(weights, block),
};

function blockFor(size: Size, sparsity: number): number {
  const largest = largestBlock(size);
  if (sparsity >= 1) return largest;
  return Math.min(largest, 2 ** Math.round(-Math.log2(1 - sparsity)));
}

/**
 * The elements of all vectors with a position inside the matrix: in a block of which h x w positions are
 * inside, there are h + w - 1 diagonals, and of those that wrap no more than b.
 */
function vectorElements({ rows, cols }: Size, block: number): number {
  let elements = 0;
  for (let row = 0; row < rows; row += block) {
    const height = Math.min(block, rows - row);
    const whole = Math.floor(cols / block);
    const rest = cols - whole * block;
    elements += whole * block + (rest === 0 ? 0 : Math.min(block, height + rest - 1));
  }
  return elements;
}

function nearestOf(weights: DenseMatrix, block: number): Rebuilt {
  const { rows, cols } = weights;
  const { means, blockColumns } = diagonalMeans({ rows, cols, values: countedValues(weights) }, block);
  const values = new Float64Array(rows * cols);
  for (let row = 0, i = 0; row < rows; row++)
    for (let col = 0; col < cols; col++, i++) values[i] = means[vectorPlace(row, col, block, blockColumns)];
  return { values, factors: { kind: 'wrapped-diagonals', block } };
}
