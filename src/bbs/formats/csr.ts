import type { StoredCodes } from '../matrix.ts';
import type { Format } from './format.ts';
import { type StorageBits, storageBits, widthOf } from './storage.ts';

/**
 * Compressed sparse rows: entries in row-major order.
 *
 *     row r: values[e] in column columns[e], e = rowStart[r] .. rowStart[r+1]-1
 */
export interface Csr {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly rowStart: Uint32Array;
  readonly columns: Uint16Array | Uint32Array;
  readonly values: Int16Array;
}

/** The matrix in CSR. A stored matrix is in that order already, so the arrays are shared. */
export function encodeCsr({ tensor, rows, cols, rowStart, columns, codes }: StoredCodes): Csr {
  return { tensor, rows, cols, rowStart, columns, values: codes };
}

/** The entries of a CSR matrix. */
export function decodeCsr({ tensor, rows, cols, rowStart, columns, values }: Csr): StoredCodes {
  return { tensor, rows, cols, rowStart, columns, codes: values };
}

/**
 * Storage with values of `bits` bits: ceil(log2 cols) index bits per entry, rows + 1 pointers
 * of ceil(log2(entries + 1)) bits.
 */
export function csrStorage({ rows, cols, values }: Csr, bits: number): StorageBits {
  const count = values.length;
  return storageBits(
    { count, bits, indexWidth: widthOf(cols) },
    { count: rows + 1, width: widthOf(count + 1) },
  );
}

/** CSR in the storage table. */
export const csr: Format<Csr, 'CSR'> = {
  name: 'CSR',
  encode: encodeCsr,
  decode: decodeCsr,
  storage: csrStorage,
};
