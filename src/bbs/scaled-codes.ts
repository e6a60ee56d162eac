import { BadInput } from '../errors/bad-input.ts';
import type { NumberFormat } from '../num/fixed.ts';
import { LARGEST_INT8, rowScale } from '../num/row-scale.ts';
import type { ScaledColumns, StoredMatrix } from './matrix.ts';

type Entries = Pick<StoredMatrix, 'tensor' | 'rows' | 'rowStart' | 'columns'>;

/**
 * The int8 codes of stored entries and the scales of their rows, docs/timing.md section 6. A scale is the one
 * that the file has for the row, of several the largest, else what the largest weight of the row needs; with
 * `tensor` the largest of all rows. Codes of a file keep their values where their scale is the row's; the
 * others are counted. Throws BadInput, naming tensor and row, for a scale that is too large for the format.
 */
export function scaledCodes(
  entries: Entries,
  weights: Float32Array | Float64Array,
  { fractionBits, weightScale = 'row' }: Pick<NumberFormat, 'fractionBits' | 'weightScale'>,
  scaled: readonly ScaledColumns[],
): Required<Pick<StoredMatrix, 'codes' | 'scales'>> {
  const { rows, rowStart } = entries;
  const scales = realScales(entries, weights, weightScale, scaled);
  const codes = new Int16Array(weights.length);
  for (let row = 0; row < rows; row++)
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) codes[e] = codeOf(weights[e], scales[row]);
  const requantised = countRequantised(entries, weights, scales, scaled);
  return { codes, scales: { ...heldScales(entries, scales, fractionBits), requantised } };
}

/** The scales of rows of int8 weights before they are rounded to what hardware holds. */
export function realScales(
  entries: Pick<Entries, 'rows' | 'rowStart'>,
  weights: Float32Array | Float64Array,
  weightScale: 'row' | 'tensor',
  scaled: readonly ScaledColumns[],
): Float64Array {
  const scales = scalesOfRows(entries, weights, scaled);
  if (weightScale === 'tensor') scales.fill(scales.reduce((most, scale) => Math.max(most, scale), 0));
  return scales;
}

/** floor(w / s + 1/2), within the symmetric range. A product of a code and its scale gives the code back. */
function codeOf(weight: number, scale: number): number {
  if (scale === 0) return 0;
  return Math.max(-LARGEST_INT8, Math.min(LARGEST_INT8, Math.floor(weight / scale + 0.5)));
}

function scalesOfRows(
  { rows, rowStart }: Pick<Entries, 'rows' | 'rowStart'>,
  weights: Float32Array | Float64Array,
  scaled: readonly ScaledColumns[],
): Float64Array {
  const scales = new Float64Array(rows);
  const parts = scaled.map((part) => part.scales);
  const isOfFile = parts.length > 0 && !parts.includes(null);
  for (let row = 0; row < rows; row++) {
    if (isOfFile) for (const part of parts) scales[row] = Math.max(scales[row], part?.[row] ?? 0);
    else scales[row] = largestOf(weights, rowStart[row], rowStart[row + 1]) / LARGEST_INT8;
  }
  return scales;
}

function largestOf(weights: Float32Array | Float64Array, from: number, to: number): number {
  let largest = 0;
  for (let e = from; e < to; e++) largest = Math.max(largest, Math.abs(weights[e]));
  return largest;
}

/** Codes of the file that are not zero and whose scale is not that of the row. */
function countRequantised(
  { rows, rowStart, columns }: Entries,
  weights: Float32Array | Float64Array,
  scales: Float64Array,
  scaled: readonly ScaledColumns[],
): number {
  let count = 0;
  scaled.forEach((part, at) => {
    const end = scaled[at + 1]?.fromColumn ?? Number.POSITIVE_INFINITY;
    for (let row = 0; row < rows; row++) {
      if (part.scales === null || part.scales[row] === scales[row]) continue;
      for (let e = rowStart[row]; e < rowStart[row + 1]; e++)
        if (columns[e] >= part.fromColumn && columns[e] < end && weights[e] !== 0) count++;
    }
  });
  return count;
}

function heldScales({ tensor }: Entries, scales: Float64Array, fractionBits: number) {
  const held = { multipliers: new Uint16Array(scales.length), shifts: new Uint8Array(scales.length) };
  scales.forEach((scale, row) => {
    const found = rowScale(scale, fractionBits);
    if (found === null) {
      const most = 2 ** (16 - fractionBits);
      throw new BadInput(
        `tensor ${tensor}: row ${row} needs the scale ${scale}, its largest weight over 127; below ${most} are held (number.fractionBits: ${fractionBits})`,
      );
    }
    held.multipliers[row] = found.multiplier;
    held.shifts[row] = found.shift;
  });
  return held;
}
