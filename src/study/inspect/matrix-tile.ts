import type { DenseMatrix } from '../../bbs/matrix.ts';

/** A part of a matrix. */
export interface MatrixTile {
  readonly rowFrom: number;
  readonly columnFrom: number;
  readonly rows: number;
  readonly columns: number;
}

/** Rows and columns of a tile. */
const TILE_SIDE = 64;

/** The first tile of a matrix from a column on. */
export function tileFrom({ rows, cols }: DenseMatrix, columnFrom: number): MatrixTile {
  return {
    rowFrom: 0,
    columnFrom,
    rows: Math.min(TILE_SIDE, rows),
    columns: Math.min(TILE_SIDE, cols - columnFrom),
  };
}

/** The magnitudes of the kept weights of a tile, -1 elsewhere; what the matrix itself leaves out is 0. */
export function cutTile(
  { values, cols, mask: own }: Pick<DenseMatrix, 'cols' | 'mask'> & { readonly values: ArrayLike<number> },
  mask: Uint8Array,
  { rowFrom, columnFrom, rows, columns }: MatrixTile,
): Float64Array {
  const magnitudes = new Float64Array(rows * columns).fill(-1);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < columns; col++) {
      const at = (rowFrom + row) * cols + columnFrom + col;
      if (mask[at] === 1) magnitudes[row * columns + col] = own?.[at] === 0 ? 0 : Math.abs(values[at]);
    }
  }
  return magnitudes;
}

/** The largest magnitude of some tiles; 0 where there is none. */
export function largestIn(tiles: readonly Float64Array[]): number {
  return tiles.reduce((most, tile) => tile.reduce((own, magnitude) => Math.max(own, magnitude), most), 0);
}
