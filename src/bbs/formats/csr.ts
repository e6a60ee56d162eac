import type { StoredCodes } from '../matrix.ts';
import type { Format } from './format.ts';
import { type PackedRows, type StorageBits, storageBits, widthOf } from './storage.ts';

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
 * The widths of CSR with values of `bits` bits: ceil(log2 cols) index bits per entry, pointers
 * of ceil(log2(entries + 1)) bits. Rows of it are stored with the widths of the whole.
 */
export function csrRows({ cols, values }: Pick<Csr, 'cols' | 'values'>, bits: number): PackedRows {
  return { entryBits: bits + widthOf(cols), pointerBits: widthOf(values.length + 1) };
}

/** Storage with values of `bits` bits: an index for every entry, rows + 1 pointers. */
export function csrStorage({ rows, cols, values }: Csr, bits: number): StorageBits {
  const { entryBits, pointerBits } = csrRows({ cols, values }, bits);
  return storageBits(
    { count: values.length, bits, indexWidth: entryBits - bits },
    { count: rows + 1, width: pointerBits },
  );
}

/** CSR in the storage table. */
export const csr: Format<Csr, 'CSR'> = {
  name: 'CSR',
  encode: encodeCsr,
  decode: decodeCsr,
  storage: csrStorage,
};
