import { placeColumns } from '../placement.ts';

/** Where the parts of a pattern begin in a matrix, for a picture of its mask. */
export interface PatternGrid {
  /** What the parts are: `blocks of 4 x 4`, `64 banks of 16 columns`. */
  readonly says: string;
  /** Rows and columns, from 1, in front of which a part begins. */
  readonly rowBorders: readonly number[];
  readonly columnBorders: readonly number[];
}

/** Rows and columns of a matrix. */
export interface MatrixSize {
  readonly rows: number;
  readonly cols: number;
}

/** Every multiple of a length below the end, but 0: where parts of this length begin. */
export function bordersEvery(length: number, end: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil(end / length) - 1) }, (_, i) => (i + 1) * length);
}

/** Blocks of `blockRows` x `blockCols`, cut at the right and lower edge. */
export function gridOfBlocks(
  { rows, cols }: MatrixSize,
  { blockRows, blockCols }: { readonly blockRows: number; readonly blockCols: number },
): PatternGrid {
  return {
    says: `blocks of ${blockRows} x ${blockCols}`,
    rowBorders: bordersEvery(blockRows, rows),
    columnBorders: bordersEvery(blockCols, cols),
  };
}

/** Banks of the columns under a contiguous placement. */
export function gridOfBanks(
  { cols }: MatrixSize,
  { banks, placement }: { readonly banks: number; readonly placement: 'even' | 'blocked' },
): PatternGrid {
  const { bankOf, depth } = placeColumns(placement, cols, banks);
  return {
    says: `${banks} banks of ${depth} column${depth === 1 ? '' : 's'}`,
    rowBorders: [],
    columnBorders: Array.from(bankOf.keys()).filter((col) => col > 0 && bankOf[col] !== bankOf[col - 1]),
  };
}

/** Parts of `length` columns in every row, called `says`. */
export function gridOfColumns({ cols }: MatrixSize, length: number, says: string): PatternGrid {
  return { says, rowBorders: [], columnBorders: bordersEvery(length, cols) };
}
