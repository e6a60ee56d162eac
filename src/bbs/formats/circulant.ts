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

/**
 * The block-circulant matrix nearest to a dense one in the least squares: every wrapped diagonal of
 * a block is its mean, taken over the positions inside the matrix, as a code of `fractionBits`
 * fraction bits, cut to 16 bits.
 */
export function nearestCirculant(weights: DenseMatrix, block: number, fractionBits: number): Circulant {
  const { tensor, rows, cols, values } = weights;
  const blockRows = Math.ceil(rows / block);
  const blockColumns = Math.ceil(cols / block);
  const sums = new Float64Array(blockRows * blockColumns * block);
  const counts = new Uint32Array(sums.length);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const from = (Math.floor(row / block) * blockColumns + Math.floor(col / block)) * block;
      const diagonal = from + ((((row - col) % block) + block) % block);
      sums[diagonal] += values[row * cols + col];
      counts[diagonal]++;
    }
  }
  const vectors = Int16Array.from(sums, (sum, i) =>
    Math.max(-32768, Math.min(32767, toCode(sum / Math.max(1, counts[i]), fractionBits))),
  );
  return { tensor, rows, cols, block, blockRows, blockColumns, vectors };
}

/** The same matrix with every entry stored: the time domain, for reference. */
export function expandCirculant(circulant: Circulant): StoredCodes {
  const { tensor, rows, cols, block, blockColumns, vectors } = circulant;
  const columns = columnArray(cols, rows * cols);
  const codes = new Int16Array(rows * cols);
  for (let row = 0, e = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, e++) {
      const from = (Math.floor(row / block) * blockColumns + Math.floor(col / block)) * block;
      columns[e] = col;
      codes[e] = vectors[from + ((((row - col) % block) + block) % block)];
    }
  }
  const rowStart = Uint32Array.from({ length: rows + 1 }, (_, row) => row * cols);
  return { tensor, rows, cols, rowStart, columns, codes };
}
