import { BadInput } from '../../errors/bad-input.ts';
import { columnArray, type StoredCodes } from '../matrix.ts';
import type { SizedFormat } from './format.ts';
import { type StorageBits, storageOfBits, widthOf } from './storage.ts';

/** Rows and columns of a block; a matrix is cut into blocks from its first row and column on. */
export interface BlockSize {
  readonly blockRows: number;
  readonly blockCols: number;
}

/**
 * Block compressed sparse rows: whole blocks in row-major order, values of a block row by row.
 *
 *     block row i: blocks blockStart[i] .. blockStart[i+1]-1, block b in block column blockColumns[b]
 *     block b of r rows and c columns: the next r * c of values, behind those of block b-1
 *
 * A block at the right or lower edge is cut: what would lie outside the matrix is not stored, for rows and
 * columns of the matrix say how large it is. So there is no padding.
 */
export interface Bcsr extends BlockSize {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly blockStart: Uint32Array;
  readonly blockColumns: Uint16Array | Uint32Array;
  readonly values: Int16Array;
}

/**
 * The matrix in blocks of `size`. Throws BadInput, naming the first row and block column of them, for a block
 * of which a row has some of its columns and not all, or not what the first row of the block has.
 */
export function encodeBcsr(stored: StoredCodes, { blockRows, blockCols }: BlockSize): Bcsr {
  const { tensor, rows, cols, rowStart, columns, codes } = stored;
  checkBlocks(stored, { blockRows, blockCols });
  const down = Math.ceil(rows / blockRows);
  const blockStart = new Uint32Array(down + 1);
  const starts: number[] = [];
  const values = new Int16Array(codes.length);
  let at = 0;
  for (let i = 0; i < down; i++) {
    const first = i * blockRows;
    const last = Math.min(first + blockRows, rows);
    for (let e = rowStart[first]; e < rowStart[first + 1]; ) {
      const column = columns[e];
      const width = Math.min(blockCols, cols - column);
      const behind = e - rowStart[first];
      for (let row = first; row < last; row++, at += width) {
        const from = rowStart[row] + behind;
        values.set(codes.subarray(from, from + width), at);
      }
      starts.push(column / blockCols);
      e += width;
    }
    blockStart[i + 1] = starts.length;
  }
  const blockColumns = columnArray(Math.ceil(cols / blockCols), starts.length);
  blockColumns.set(starts);
  return { tensor, rows, cols, blockRows, blockCols, blockStart, blockColumns, values };
}

function checkBlocks({ tensor, rows, cols, rowStart, columns }: StoredCodes, size: BlockSize): void {
  const { blockRows, blockCols } = size;
  const across = Math.ceil(cols / blockCols);
  const held = new Uint32Array(across);
  const inRow = new Uint32Array(across);
  for (let row = 0; row < rows; row++) {
    inRow.fill(0);
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) inRow[Math.floor(columns[e] / blockCols)]++;
    const isFirst = row % blockRows === 0;
    if (isFirst) held.set(inRow);
    for (let j = 0; j < across; j++) {
      const width = Math.min(blockCols, cols - j * blockCols);
      if (inRow[j] === held[j] && (held[j] === 0 || held[j] === width)) continue;
      const expected = isFirst ? `0 or ${width}` : `${held[j]} as in the first row of the block`;
      throw new BadInput(
        `tensor ${tensor}: row ${row}, block column ${j}: found ${inRow[j]} of ${width} columns, ` +
          `expected ${expected}: the matrix has no whole blocks of ${blockRows} x ${blockCols}`,
      );
    }
  }
}

/** The entries of a BCSR matrix. */
export function decodeBcsr(bcsr: Bcsr): StoredCodes {
  const { tensor, rows, cols, values } = bcsr;
  const rowStart = new Uint32Array(rows + 1);
  walk(bcsr, (row, _column, width) => {
    rowStart[row + 1] += width;
  });
  for (let row = 0; row < rows; row++) rowStart[row + 1] += rowStart[row];
  const columns = columnArray(cols, values.length);
  const codes = new Int16Array(values.length);
  const next = rowStart.slice();
  walk(bcsr, (row, column, width, at) => {
    const to = next[row];
    for (let i = 0; i < width; i++) columns[to + i] = column + i;
    codes.set(values.subarray(at, at + width), to);
    next[row] = to + width;
  });
  return { tensor, rows, cols, rowStart, columns, codes };
}

/** Calls `visit` for every row of every block, in storage order: its first column, its width, its place. */
function walk(
  { rows, cols, blockRows, blockCols, blockStart, blockColumns }: Bcsr,
  visit: (row: number, column: number, width: number, at: number) => void,
): void {
  let at = 0;
  for (let i = 0; i + 1 < blockStart.length; i++) {
    const last = Math.min((i + 1) * blockRows, rows);
    for (let b = blockStart[i]; b < blockStart[i + 1]; b++) {
      const column = blockColumns[b] * blockCols;
      const width = Math.min(blockCols, cols - column);
      for (let row = i * blockRows; row < last; row++, at += width) visit(row, column, width, at);
    }
  }
}

/**
 * Storage with values of `bits` bits: for every block an index of ceil(log2(ceil(cols / blockCols))) bits,
 * and a pointer of ceil(log2(blocks + 1)) bits to every block row and behind the last.
 */
export function bcsrStorage(
  { cols, blockCols, blockStart, blockColumns, values }: Bcsr,
  bits: number,
): StorageBits {
  return storageOfBits({
    valueBits: values.length * bits,
    indexBits: blockColumns.length * widthOf(Math.ceil(cols / blockCols)),
    pointerBits: blockStart.length * widthOf(blockColumns.length + 1),
  });
}

/** BCSR for patterns of whole blocks. */
export const bcsr: SizedFormat<BlockSize, Bcsr, 'BCSR'> = {
  name: 'BCSR',
  of: (size) => ({
    name: 'BCSR',
    cannotHold: 'these weights are not whole blocks',
    encode: (stored) => encodeBcsr(stored, size),
    decode: decodeBcsr,
    storage: bcsrStorage,
  }),
};
