import { columnArray, type StoredCodes } from '../matrix.ts';
import type { Format, SizedFormat } from './format.ts';
import { type StorageBits, widthOf } from './storage.ts';

/**
 * Dense blocks, as regrouped lottery tickets are stored (Chen et al., ICML 2022): rows with entries in the
 * same columns are one block, stored as a small dense matrix with the rows and columns that it stands for.
 *
 *     block b: rows rowList[firstRow[b] .. firstRow[b+1]-1], r of them, ascending,
 *              columns columnList[firstColumn[b] .. firstColumn[b+1]-1], c of them, ascending,
 *              r * c values, row by row, behind those of the blocks before it
 *
 * Blocks are in the order of their first rows. A row without entries is in none.
 */
export interface DenseBlocks {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  /** As many as there are blocks, and the end. */
  readonly firstRow: Uint32Array;
  readonly rowList: Uint32Array;
  readonly firstColumn: Uint32Array;
  readonly columnList: Uint16Array | Uint32Array;
  readonly values: Int16Array;
}

/**
 * The matrix in dense blocks, which are found from its positions alone. Every matrix has them: where no two
 * rows have the same columns, each is a block.
 */
export function encodeDenseBlocks(stored: StoredCodes): DenseBlocks {
  const { tensor, rows, cols, rowStart, columns, codes } = stored;
  const blocks = rowsOfBlocks(stored);
  const entriesOf = (row: number) => rowStart[row + 1] - rowStart[row];
  const firstColumn = startsOf(blocks.map(([row]) => entriesOf(row)));
  const columnList = columnArray(cols, firstColumn[blocks.length]);
  const values = new Int16Array(codes.length);
  let filled = 0;
  blocks.forEach((block, b) => {
    columnList.set(columns.subarray(rowStart[block[0]], rowStart[block[0] + 1]), firstColumn[b]);
    for (const row of block) {
      values.set(codes.subarray(rowStart[row], rowStart[row + 1]), filled);
      filled += entriesOf(row);
    }
  });
  const firstRow = startsOf(blocks.map(({ length }) => length));
  return {
    tensor,
    rows,
    cols,
    firstRow,
    rowList: Uint32Array.from(blocks.flat()),
    firstColumn,
    columnList,
    values,
  };
}

/** The rows of every block, both in ascending order. */
function rowsOfBlocks(stored: StoredCodes): number[][] {
  const { rows, rowStart, columns } = stored;
  const blocks: number[][] = [];
  const byHash = new Map<number, number[][]>();
  for (let row = 0; row < rows; row++) {
    if (rowStart[row] === rowStart[row + 1]) continue;
    let hash = 0;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) hash = (Math.imul(hash, 31) + columns[e]) | 0;
    const alike = byHash.get(hash) ?? [];
    const block = alike.find(([first]) => hasSameColumns(stored, first, row));
    if (block !== undefined) block.push(row);
    else {
      const begun = [row];
      blocks.push(begun);
      byHash.set(hash, [...alike, begun]);
    }
  }
  return blocks;
}

function hasSameColumns({ rowStart, columns }: StoredCodes, row: number, other: number): boolean {
  const length = rowStart[row + 1] - rowStart[row];
  if (rowStart[other + 1] - rowStart[other] !== length) return false;
  for (let e = 0; e < length; e++) {
    if (columns[rowStart[row] + e] !== columns[rowStart[other] + e]) return false;
  }
  return true;
}

function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) starts[i + 1] = starts[i] + lengths[i];
  return starts;
}

/** The entries of a matrix in dense blocks. */
export function decodeDenseBlocks(blocks: DenseBlocks): StoredCodes {
  const { tensor, rows, cols, firstRow, rowList, firstColumn, columnList, values } = blocks;
  const rowStart = new Uint32Array(rows + 1);
  const blockOf = new Uint32Array(rows);
  const firstValue = new Uint32Array(rows);
  for (let b = 0, filled = 0; b < firstRow.length - 1; b++) {
    const width = firstColumn[b + 1] - firstColumn[b];
    for (let i = firstRow[b]; i < firstRow[b + 1]; i++, filled += width) {
      rowStart[rowList[i] + 1] = width;
      blockOf[rowList[i]] = b;
      firstValue[rowList[i]] = filled;
    }
  }
  for (let row = 0; row < rows; row++) rowStart[row + 1] += rowStart[row];
  const columns = columnArray(cols, values.length);
  const codes = new Int16Array(values.length);
  for (let row = 0; row < rows; row++) {
    const [from, width] = [rowStart[row], rowStart[row + 1] - rowStart[row]];
    const first = firstColumn[blockOf[row]];
    columns.set(columnList.subarray(first, first + width), from);
    codes.set(values.subarray(firstValue[row], firstValue[row] + width), from);
  }
  return { tensor, rows, cols, rowStart, columns, codes };
}

/**
 * Storage with values of `bits` bits: of every block the numbers of its r rows (ceil(log2 R) bits each) and
 * of its c columns (ceil(log2 D)), so (r log2 R + c log2 D) / (r c) index bits for a value. As pointers how
 * many both are, in as many bits as such a number (a block has at least one of each), and once the
 * number of blocks, from 0 to R.
 */
export function denseBlocksStorage(blocks: DenseBlocks, bits: number): StorageBits {
  const { rows, cols, firstRow, rowList, columnList, values } = blocks;
  const [rowBits, columnBits] = [widthOf(rows), widthOf(cols)];
  const valueBits = values.length * bits;
  const indexBits = rowList.length * rowBits + columnList.length * columnBits;
  const pointerBits = (firstRow.length - 1) * (rowBits + columnBits) + widthOf(rows + 1);
  return { valueBits, indexBits, pointerBits, totalBits: valueBits + indexBits + pointerBits };
}

const format: Format<DenseBlocks, 'dense blocks'> = {
  name: 'dense blocks',
  encode: encodeDenseBlocks,
  decode: decodeDenseBlocks,
  storage: denseBlocksStorage,
};

/** Dense blocks, of whatever rows and columns they are: there are no sizes to give. */
export const denseBlocks: SizedFormat<void, DenseBlocks, 'dense blocks'> = {
  name: format.name,
  of: () => format,
};
