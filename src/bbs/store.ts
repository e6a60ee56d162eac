import { BadInput } from '../errors/bad-input.ts';
import { type NumberFormat, type Saturations, saturate } from '../num/fixed.ts';
import { hasScales } from '../num/row-scale.ts';
import type { ScipyCsr } from '../tensors/scipy-csr.ts';
import { columnArray, type DenseMatrix, type ScaledColumns, type StoredMatrix } from './matrix.ts';
import { scaledCodes } from './scaled-codes.ts';

/**
 * The stored positions of a matrix that is already pruned: its mask if it has one (an explicit zero is a
 * stored entry), else its non-zero weights.
 */
export function nonZeroMask({ values, mask }: DenseMatrix): Uint8Array {
  if (mask !== null) return mask;
  const stored = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) stored[i] = Number(values[i] !== 0);
  return stored;
}

/**
 * The entries of a matrix at the ones of `mask`, quantised to W bits; what saturates is counted as 'weight'.
 * With int8 weights, to 8 bits and scales, by which nothing saturates. docs/timing.md section 6.
 * Positions outside the matrix's own mask are stored as zeros. Raw codes are taken as they are; throws
 * BadInput for one that does not fit in W bits, naming tensor, row and column.
 */
export function storeEntries(
  weights: DenseMatrix,
  mask: Uint8Array,
  format: NumberFormat,
  saturations: Saturations,
): StoredMatrix {
  const { tensor, rows, cols, values, raw } = weights;
  if (mask.length !== values.length) {
    throw new RangeError(`tensor ${tensor}: a mask of ${mask.length} for ${values.length} weights`);
  }
  const rowStart = countRows(rows, cols, mask);
  const kept = rowStart[rows];
  const columns = columnArray(cols, kept);
  const stored = realArray(values, kept);
  for (let row = 0, i = 0, e = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, i++) {
      if (mask[i] === 0) continue;
      columns[e] = col;
      stored[e++] = weights.mask !== null && weights.mask[i] === 0 ? 0 : values[i];
    }
  }
  const entries = { tensor, rows, cols, rowStart, columns, ...factorsOf(weights, format) };
  return quantised(entries, stored, raw, format, saturations, weights.scaled);
}

/** What the weights were rebuilt from, with what made codes of them. */
function factorsOf(
  { factors, raw, scaled, smallFloat }: DenseMatrix,
  number: NumberFormat,
): Pick<StoredMatrix, 'factors'> {
  if (factors === undefined) return {};
  return {
    factors: {
      ...factors,
      rounding: { raw, number, ...(scaled && { scaled }), ...(smallFloat && { smallFloat }) },
    },
  };
}

/** The entries at the ones of `mask`, all of them zeros: for what depends on where they are alone. */
export function storedPositions(
  { tensor, rows, cols }: Pick<DenseMatrix, 'tensor' | 'rows' | 'cols'>,
  mask: Uint8Array,
): StoredMatrix {
  const rowStart = new Uint32Array(rows + 1);
  const columns = columnArray(cols, onesIn(mask));
  let e = 0;
  for (let row = 0, i = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, i++) if (mask[i] !== 0) columns[e++] = col;
    rowStart[row + 1] = e;
  }
  const codes = new Int16Array(columns.length);
  return { tensor, rows, cols, rowStart, columns, codes, weights: new Float32Array(columns.length) };
}

/**
 * The entries of a SciPy matrix, quantised as by `storeEntries`; all of them are stored, explicit zeros too.
 * Throws as `storeEntries` does.
 */
export function storedFromCsr(
  tensor: string,
  { rows, cols, rowStart, columns, values, raw }: ScipyCsr,
  format: NumberFormat,
  saturations: Saturations,
): StoredMatrix {
  const positions = { tensor, rows, cols, rowStart, columns: columnArray(cols, columns.length) };
  positions.columns.set(columns);
  const stored = realArray(values, values.length);
  stored.set(values);
  return quantised(positions, stored, raw, format, saturations);
}

/**
 * An array for entries of the type of `values`; raw codes become real values, which
 * single precision holds exactly.
 */
function realArray(values: DenseMatrix['values'], length: number): Float32Array | Float64Array {
  return values instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}

function onesIn(mask: Uint8Array): number {
  let ones = 0;
  for (let i = 0; i < mask.length; i++) ones += mask[i];
  return ones;
}

function countRows(rows: number, cols: number, mask: Uint8Array): Uint32Array {
  const rowStart = new Uint32Array(rows + 1);
  for (let row = 0, i = 0; row < rows; row++) {
    let kept = 0;
    for (const end = i + cols; i < end; i++) kept += Number(mask[i] !== 0);
    rowStart[row + 1] = rowStart[row] + kept;
  }
  return rowStart;
}

type Positions = Omit<StoredMatrix, 'codes' | 'weights' | 'scales'>;

/** `stored` holds real values, or raw codes that are replaced by their real values here. */
function quantised(
  positions: Positions,
  stored: Float32Array | Float64Array,
  raw: boolean,
  format: NumberFormat,
  saturations: Saturations,
  scaled: readonly ScaledColumns[] = [],
): StoredMatrix {
  const taken = raw ? takeCodes(positions, stored, format) : null;
  if (hasScales(format))
    return { ...positions, weights: stored, ...scaledCodes(positions, stored, format, scaled) };
  return { ...positions, codes: taken ?? roundCodes(stored, format, saturations), weights: stored };
}

function takeCodes(
  positions: Positions,
  stored: Float32Array | Float64Array,
  { bits, fractionBits }: NumberFormat,
): Int16Array {
  const codes = new Int16Array(stored);
  const limit = 2 ** (bits - 1);
  const unit = 2 ** -fractionBits;
  for (let e = 0; e < codes.length; e++) {
    if (codes[e] < -limit || codes[e] >= limit) throw tooWide(positions, e, codes[e], bits);
    stored[e] = codes[e] * unit;
  }
  return codes;
}

/** `saturate(toCode(value))` of every value, with the powers of two taken out of the loop. */
function roundCodes(
  values: Float32Array | Float64Array,
  { bits, fractionBits }: NumberFormat,
  saturations: Saturations,
): Int16Array {
  const codes = new Int16Array(values.length);
  const limit = 2 ** (bits - 1);
  const scale = 2 ** fractionBits;
  for (let e = 0; e < codes.length; e++) {
    const scaled = values[e] * scale;
    const floor = Math.floor(scaled);
    const code = scaled - floor >= 0.5 ? floor + 1 : floor;
    codes[e] = code >= -limit && code < limit ? code : saturate(code, bits, saturations, 'weight');
  }
  return codes;
}

function tooWide(
  { tensor, rowStart, columns }: Positions,
  entry: number,
  code: number,
  bits: number,
): BadInput {
  const row = rowStart.findIndex((start) => start > entry) - 1;
  const limit = 2 ** (bits - 1);
  return new BadInput(
    `tensor ${tensor}: row ${row}, column ${columns[entry]} is the raw code ${code}, expected ${-limit} to ${limit - 1} (${bits} bits)`,
  );
}
