import { placeColumns } from '../../bbs/placement.ts';
import type { LstmTensor } from '../../lstm/weights/lstm-tensor.ts';
import { fittingFormat } from './fitting-format.ts';
import type { TensorFigures } from './inspect-result.ts';
import { countNonZeros, summaryOf } from './non-zeros.ts';
import { sumOfSquares } from './squares.ts';

/** What of an array the figures of a tensor depend on. */
export interface CountedBanks {
  readonly banks: number;
  readonly placement: 'even' | 'blocked';
  /** Bits of a number (W). */
  readonly bits: number;
}

/**
 * What is in a tensor: its range, its zeros and where they are, the number format that fits. Masked positions
 * are zeros. A vector is one row, without columns and banks of interest.
 */
export function tensorFigures(tensor: LstmTensor, { banks, placement, bits }: CountedBanks): TensorFigures {
  const { name, shape, values, raw, mask, scales } = tensor;
  const [rows, cols] = shape.length === 2 ? shape : [1, values.length];
  const counts = countNonZeros(values, rows, placeColumns(placement, cols, banks));
  const range = rangeOf(values);
  const isMatrix = shape.length === 2;
  return {
    name,
    shape: [...shape],
    sparsity: 1 - range.nonZeros / values.length,
    min: range.min,
    max: range.max,
    nonZerosPerRow: summaryOf(counts.rows),
    nonZerosPerColumn: isMatrix ? summaryOf(counts.columns) : null,
    nonZerosPerBank: isMatrix ? summaryOf(counts.banks) : null,
    isMasked: mask !== null,
    values: raw ? 'int16 codes' : scales ? 'int8 codes' : 'floats',
    ...magnitudesOfRange(values, range),
    number: raw ? null : fittingFormat([{ ...range, values }], bits),
  };
}

/** The range of the values of a tensor. */
interface ValueRange {
  readonly min: number;
  readonly max: number;
  readonly nonZeros: number;
  /** Least magnitude but zero. */
  readonly smallest: number;
}

/** One pass over the values, of which there is at least one. */
function rangeOf(values: ArrayLike<number>): ValueRange {
  let [min, max, nonZeros, smallest] = [values[0], values[0], 0, Number.POSITIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) continue;
    const magnitude = Math.abs(value);
    if (magnitude < smallest) smallest = magnitude;
    nonZeros++;
  }
  return { min, max, nonZeros, smallest };
}

function magnitudesOfRange(
  values: ArrayLike<number>,
  { min, max, nonZeros, smallest }: ValueRange,
): Pick<TensorFigures, 'rms' | 'smallest' | 'dynamicRangeDb'> {
  if (nonZeros === 0) return { rms: 0, smallest: null, dynamicRangeDb: null };
  const largest = Math.max(max, -min);
  return {
    rms: largest * Math.sqrt(sumOfSquares(values, largest) / nonZeros),
    smallest,
    // Their ratio may be more than a number holds.
    dynamicRangeDb: 20 * (Math.log10(largest) - Math.log10(smallest)),
  };
}
