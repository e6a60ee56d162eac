import type { NumberFormat } from '../num/fixed.ts';
import type { RowScales } from '../num/row-scale.ts';
import type { SmallFloat } from '../tensors/small-float.ts';
import type { Factors } from './factors.ts';

/**
 * The scales of the int8 codes that a file has in the columns from `fromColumn` on, one for each row: a
 * weight is its code times its scale. Null: these columns are floats.
 */
export interface ScaledColumns {
  readonly fromColumn: number;
  readonly scales: Float64Array | null;
}

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
  /** Where a file has int8 codes, in the order of the columns. Absent: nowhere. */
  readonly scaled?: readonly ScaledColumns[];
  /** The floats of 16 bits that the file has. Absent: it has others, or not in all of the matrix. */
  readonly smallFloat?: SmallFloat;
  /** What the values were rebuilt from. Absent: they are nobody's but their own. */
  readonly factors?: Factors;
}

/** How rebuilt weights became codes of an array: as weights of such a file are stored in such a format. */
export interface StoredRounding extends Pick<DenseMatrix, 'raw' | 'scaled' | 'smallFloat'> {
  readonly number: NumberFormat;
}

/** What the weights of a stored matrix were rebuilt from, and how they became its codes. */
type StoredFactors = Factors & { readonly rounding: StoredRounding };

/** The scales of a stored matrix, and how many of a file's int8 codes other scales have changed. */
export interface StoredScales extends RowScales {
  readonly requantised: number;
}

/**
 * What a pruned matrix stores: its entries row by row, columns ascending. An entry may be zero (its code, or
 * its weight): stored is a matter of position, not of value. Every format is encoded from this and decodes to
 * it; the references compute on it directly.
 *
 *     row r: entries rowStart[r] .. rowStart[r+1]-1, entry e in column columns[e],
 *            code codes[e] (W bits, F fraction; with `scales` 8 bits, times the scale of the row),
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
  /** Of int8 weights. Absent: codes are of the one format. */
  readonly scales?: StoredScales;
  /** What the weights were rebuilt from. Absent: they are as pruning left them. */
  readonly factors?: StoredFactors;
}

/**
 * A stored matrix as a format holds it: positions and codes, without the weights before quantisation. A
 * format that is made for rebuilt weights stores the factors; what it decodes to has none.
 */
export type StoredCodes = Omit<StoredMatrix, 'weights' | 'scales'>;

/** Columns are kept in 16 bits where they fit. */
export function columnArray(cols: number, length: number): Uint16Array | Uint32Array {
  return cols <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length);
}
