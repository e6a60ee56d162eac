import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import { columnArray, type StoredCodes } from '../matrix.ts';
import type { Format, SizedFormat } from './format.ts';
import type { StorageBits } from './storage.ts';

/** Rows and columns of the blocks that have bitmaps of their own. */
export interface BitmapSizes {
  readonly blockRows: number;
  readonly blockCols: number;
}

/**
 * Blocks of `blockRows` x `blockCols` that keep whole rows and columns of theirs (RTMobile, Dong et al., DAC
 * 2020). The blocks lie in row-major order; each is
 *
 *     a bit for each of its columns, a bit for each of its rows, and the values where
 *     both are set, row by row
 *
 * A block at the right or lower edge is smaller and has fewer bits. The bit of column c in the blocks of
 * block row i is columnBits[i * cols + c], that of row r in the blocks of block column j is
 * rowBits[r * blockColumns + j]. `values` are in the order of the blocks.
 */
export interface BlockBitmaps extends BitmapSizes {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly columnBits: Uint8Array;
  readonly rowBits: Uint8Array;
  readonly values: Int16Array;
}

/**
 * The matrix as block bitmaps. Throws ImpossibleDesign for a block that lacks an entry where it has others
 * in the row and in the column, naming the place.
 */
export function encodeBlockBitmaps(stored: StoredCodes, { blockRows, blockCols }: BitmapSizes): BlockBitmaps {
  const { tensor, rows, cols, codes } = stored;
  const across = Math.ceil(cols / blockCols);
  const columnBits = new Uint8Array(Math.ceil(rows / blockRows) * cols);
  const rowBits = new Uint8Array(rows * across);
  forEntries(stored, (row, column) => {
    columnBits[Math.floor(row / blockRows) * cols + column] = 1;
    rowBits[row * across + Math.floor(column / blockCols)] = 1;
  });
  const bitmaps = { tensor, rows, cols, blockRows, blockCols, columnBits, rowBits };
  const blockStart = startsOf(bitmaps);
  if (blockStart[blockStart.length - 1] !== codes.length) throw missingEntry(stored, bitmaps);
  const values = new Int16Array(codes.length);
  const next = blockStart.slice();
  forEntries(stored, (row, column, entry) => {
    values[next[Math.floor(row / blockRows) * across + Math.floor(column / blockCols)]++] = codes[entry];
  });
  return { ...bitmaps, values };
}

function forEntries(
  { rows, rowStart, columns }: StoredCodes,
  visit: (row: number, column: number, entry: number) => void,
): void {
  for (let row = 0; row < rows; row++) {
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) visit(row, columns[e], e);
  }
}

type Bitmaps = Omit<BlockBitmaps, 'values'>;

/** Where the values of each block begin, and where those of the last end. */
function startsOf({ rows, cols, blockRows, blockCols, columnBits, rowBits }: Bitmaps): Uint32Array {
  const across = Math.ceil(cols / blockCols);
  const down = Math.ceil(rows / blockRows);
  const columnsKept = new Uint32Array(down * across);
  for (let at = 0; at < columnBits.length; at++) {
    const block = Math.floor(at / cols) * across + Math.floor((at % cols) / blockCols);
    columnsKept[block] += columnBits[at];
  }
  const rowsKept = new Uint32Array(down * across);
  for (let at = 0; at < rowBits.length; at++) {
    rowsKept[Math.floor(at / across / blockRows) * across + (at % across)] += rowBits[at];
  }
  const starts = new Uint32Array(down * across + 1);
  for (let b = 0; b < columnsKept.length; b++) starts[b + 1] = starts[b] + columnsKept[b] * rowsKept[b];
  return starts;
}

function missingEntry(stored: StoredCodes, bitmaps: Bitmaps): ImpossibleDesign {
  const { tensor, blockRows, blockCols } = bitmaps;
  const place = firstMissing(stored, bitmaps);
  return new ImpossibleDesign(
    `tensor ${tensor}: ${place}: found no entry, expected one: its block of ${blockRows} x ${blockCols} has others in this row and in this column`,
  );
}

function firstMissing({ rowStart, columns }: StoredCodes, bitmaps: Bitmaps): string {
  const { rows } = bitmaps;
  for (let row = 0; row < rows; row++) {
    const ofRow = columns.subarray(rowStart[row], rowStart[row + 1]);
    const missing = keptColumns(bitmaps, row).find((column, i) => ofRow[i] !== column);
    if (missing !== undefined) return `row ${row}, column ${missing}`;
  }
  throw new RangeError('no entry is missing');
}

/** Columns, ascending, of the entries of a row. */
function keptColumns({ cols, blockRows, blockCols, columnBits, rowBits }: Bitmaps, row: number): number[] {
  const across = Math.ceil(cols / blockCols);
  const first = Math.floor(row / blockRows) * cols;
  const kept: number[] = [];
  for (let column = 0; column < cols; column++) {
    const isKept = columnBits[first + column] & rowBits[row * across + Math.floor(column / blockCols)];
    if (isKept) kept.push(column);
  }
  return kept;
}

/** The entries of a matrix of block bitmaps. */
export function decodeBlockBitmaps(encoded: BlockBitmaps): StoredCodes {
  const { tensor, rows, cols, blockRows, blockCols, values } = encoded;
  const across = Math.ceil(cols / blockCols);
  const next = startsOf(encoded);
  const rowStart = new Uint32Array(rows + 1);
  const columns = columnArray(cols, values.length);
  const codes = new Int16Array(values.length);
  for (let row = 0, e = 0; row < rows; row++) {
    const first = Math.floor(row / blockRows) * across;
    for (const column of keptColumns(encoded, row)) {
      columns[e] = column;
      codes[e++] = values[next[first + Math.floor(column / blockCols)]++];
    }
    rowStart[row + 1] = e;
  }
  return { tensor, rows, cols, rowStart, columns, codes };
}

/**
 * Storage with values of `bits` bits: a bit for every column and every row of every block, which is
 * blocks * (blockRows + blockCols) where the blocks divide the matrix; no pointers.
 */
export function blockBitmapsStorage(
  { columnBits, rowBits, values }: Pick<BlockBitmaps, 'columnBits' | 'rowBits' | 'values'>,
  bits: number,
): StorageBits {
  const valueBits = values.length * bits;
  const indexBits = columnBits.length + rowBits.length;
  return { valueBits, indexBits, pointerBits: 0, totalBits: valueBits + indexBits };
}

/** Block bitmaps in results, for blocks of any size. */
export const blockBitmaps: SizedFormat<BitmapSizes, BlockBitmaps, 'block bitmaps'> = {
  name: 'block bitmaps',
  of: (sizes): Format<BlockBitmaps, 'block bitmaps'> => ({
    name: 'block bitmaps',
    cannotHold: 'there are blocks that do not keep whole rows and columns of theirs',
    encode: (stored) => encodeBlockBitmaps(stored, sizes),
    decode: decodeBlockBitmaps,
    storage: blockBitmapsStorage,
  }),
};
