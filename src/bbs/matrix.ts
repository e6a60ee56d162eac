/**
 * A weight matrix before pruning, row-major. `values` are real weights, or int16 raw codes when `raw`. `mask`
 * (1 = stored) is given where the file says which positions are stored.
 */
export interface DenseMatrix {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly values: Float32Array | Float64Array | Int16Array;
  readonly raw: boolean;
  readonly mask: Uint8Array | null;
}

/**
 * What a pruned matrix stores: its entries row by row, columns ascending. An entry may be zero (its code, or
 * its weight): stored is a matter of position, not of value. Every format is encoded from this and decodes to
 * it; the references compute on it directly.
 *
 *     row r: entries rowStart[r] .. rowStart[r+1]-1, entry e in column columns[e],
 *            code codes[e] (W bits, F fraction),
 *            real value weights[e] (before quantisation; code / 2^F for raw codes)
 */
export interface StoredMatrix {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly rowStart: Uint32Array;
  readonly columns: Uint16Array | Uint32Array;
  readonly codes: Int16Array;
  readonly weights: Float32Array | Float64Array;
}

/** A stored matrix as a format holds it: positions and codes, without the weights before quantisation. */
export type StoredCodes = Omit<StoredMatrix, 'weights'>;

/** Columns are kept in 16 bits where they fit. */
export function columnArray(cols: number, length: number): Uint16Array | Uint32Array {
  return cols <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length);
}
