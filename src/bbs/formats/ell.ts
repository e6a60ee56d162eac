import { BadInput } from '../../errors/bad-input.ts';
import type { StoredCodes } from '../matrix.ts';
import type { Format } from './format.ts';
import { type StorageBits, storageBits, widthOf } from './storage.ts';

/**
 * ELL (ELLPACK) of rows of one length, as row-balanced pruning leaves them: k entries for every row, in
 * row-major order. k is `perRow`; a counter marks row ends, so there are no pointers, and no padding.
 *
 *     row r: values[e] in column columns[e], e = r * k .. (r + 1) * k - 1
 */
export interface Ell {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly perRow: number;
  readonly columns: StoredCodes['columns'];
  readonly values: Int16Array;
}

/**
 * The matrix in ELL; its entries are in that order already, so the arrays are shared. Throws BadInput, naming
 * the first row that has not as many entries as row 0.
 */
export function encodeEll({ tensor, rows, cols, rowStart, columns, codes }: StoredCodes): Ell {
  const perRow = rows === 0 ? 0 : rowStart[1];
  for (let row = 1; row < rows; row++) {
    const found = rowStart[row + 1] - rowStart[row];
    if (found === perRow) continue;
    throw new BadInput(
      `tensor ${tensor}: row ${row}: found ${found} ${found === 1 ? 'entry' : 'entries'}, ` +
        `expected ${perRow} as in row 0: the matrix is not row-balanced`,
    );
  }
  return { tensor, rows, cols, perRow, columns, values: codes };
}

/** The entries of an ELL matrix. */
export function decodeEll({ tensor, rows, cols, perRow, columns, values }: Ell): StoredCodes {
  const rowStart = Uint32Array.from({ length: rows + 1 }, (_, row) => row * perRow);
  return { tensor, rows, cols, rowStart, columns, codes: values };
}

/** Storage with values of `bits` bits: ceil(log2 cols) index bits per value; no pointers. */
export function ellStorage({ cols, values }: Ell, bits: number): StorageBits {
  return storageBits({ count: values.length, bits, indexWidth: widthOf(cols) }, { count: 0, width: 0 });
}

/** ELL for row-balanced weights. */
export const ell: Format<Ell, 'ELL'> = {
  name: 'ELL',
  cannotHold: 'the rows of these weights differ in length',
  encode: encodeEll,
  decode: decodeEll,
  storage: ellStorage,
};
