import { toCode } from '../../num/fixed.ts';
import { columnArray, type DenseMatrix, type StoredCodes } from '../matrix.ts';

/**
 * A block-circulant matrix (C-LSTM, Wang et al., FPGA 2018): blocks of `block` x `block`, each of them
 * defined by its first column. Block (R, C) begins at vectors[(R * blockColumns + C) * block]; its
 * element (i, j) is the vector's element (i - j) mod block. Rows and columns beyond the matrix are there
 * and are zero on the input's side.
 */
export interface Circulant {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly block: number;
  readonly blockRows: number;
  readonly blockColumns: number;
  /** Codes of F fraction bits. */
  readonly vectors: Int16Array;
}

/** The mean of every wrapped diagonal of every block, as the vectors of a `Circulant` lie. */
export interface DiagonalMeans {
  readonly blockRows: number;
  readonly blockColumns: number;
  readonly means: Float64Array;
}

/**
 * The block-circulant matrix nearest to a dense one in the least squares, in the unit of its values: every
 * wrapped diagonal of a block is its mean, taken over the positions inside the matrix.
 */
export function diagonalMeans(
  { rows, cols, values }: Pick<DenseMatrix, 'rows' | 'cols' | 'values'>,
  block: number,
): DiagonalMeans {
  const blockRows = Math.ceil(rows / block);
  const blockColumns = Math.ceil(cols / block);
  const sums = new Float64Array(blockRows * blockColumns * block);
  const counts = new Uint32Array(sums.length);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const at = vectorPlace(row, col, block, blockColumns);
      // Over the side, which for a power of two is exact, sums are no larger than weights.
      sums[at] += values[row * cols + col] / block;
      counts[at]++;
    }
  }
  return { blockRows, blockColumns, means: sums.map((sum, i) => sum / (Math.max(1, counts[i]) / block)) };
}

/** Where the vectors hold the element of a row and a column. */
export function vectorPlace(row: number, col: number, block: number, blockColumns: number): number {
  const from = (Math.floor(row / block) * blockColumns + Math.floor(col / block)) * block;
  return from + ((((row - col) % block) + block) % block);
}

/**
 * The block-circulant matrix nearest to a dense one in the least squares (`diagonalMeans`), as codes of
 * `fractionBits` fraction bits, cut to 16 bits.
 */
export function nearestCirculant(weights: DenseMatrix, block: number, fractionBits: number): Circulant {
  const { tensor, rows, cols } = weights;
  const { means, ...blocks } = diagonalMeans(weights, block);
  const vectors = Int16Array.from(means, (mean) =>
    Math.max(-32768, Math.min(32767, toCode(mean, fractionBits))),
  );
  return { tensor, rows, cols, block, ...blocks, vectors };
}

/** The same matrix with every entry stored: the time domain, for reference. */
export function expandCirculant(circulant: Circulant): StoredCodes {
  const { tensor, rows, cols, block, blockColumns, vectors } = circulant;
  const columns = columnArray(cols, rows * cols);
  const codes = new Int16Array(rows * cols);
  for (let row = 0, e = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, e++) {
      columns[e] = col;
      codes[e] = vectors[vectorPlace(row, col, block, blockColumns)];
    }
  }
  const rowStart = Uint32Array.from({ length: rows + 1 }, (_, row) => row * cols);
  return { tensor, rows, cols, rowStart, columns, codes };
}
