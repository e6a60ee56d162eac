import { columnArray, type StoredCodes } from '../matrix.ts';
import type { Format } from './format.ts';
import { type StorageBits, storageBits } from './storage.ts';

/** Every position of the matrix, row-major; no indices. */
export interface Dense {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly values: Int16Array;
}

/** The matrix with a zero at every position that is not stored. */
export function encodeDense({ tensor, rows, cols, rowStart, columns, codes }: StoredCodes): Dense {
  const values = new Int16Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) values[row * cols + columns[e]] = codes[e];
  }
  return { tensor, rows, cols, values };
}

/** Every position as an entry: what was not stored comes back as an explicit zero. */
export function decodeDense({ tensor, rows, cols, values }: Dense): StoredCodes {
  const rowStart = Uint32Array.from({ length: rows + 1 }, (_, row) => row * cols);
  const columns = columnArray(cols, values.length);
  for (let row = 0, e = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) columns[e++] = col;
  }
  return { tensor, rows, cols, rowStart, columns, codes: values };
}

/** Storage with values of `bits` bits: rows * cols * bits. */
export function denseStorage({ values }: Dense, bits: number): StorageBits {
  return storageBits({ count: values.length, bits, indexWidth: 0 }, { count: 0, width: 0 });
}

/** The unpruned layout in the storage table. */
export const dense: Format<Dense, 'dense'> = {
  name: 'dense',
  says: 'every weight that is not kept is a padding zero',
  encode: encodeDense,
  decode: decodeDense,
  storage: denseStorage,
};
