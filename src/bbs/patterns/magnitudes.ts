import type { DenseMatrix } from '../matrix.ts';

/** Magnitudes by which weights are ranked; the type of the weights, wide enough for raw codes. */
export type MagnitudeArray = Float32Array | Float64Array;

/** The magnitudes of a matrix, row-major. Positions that must not be chosen before others are below zero. */
export interface MagnitudeMatrix {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly values: MagnitudeArray;
}

/**
 * Below every weight that may be chosen, zeros too. One level is enough for both kinds: a position
 * outside the mask stands only while nothing inside it has been pruned, and among those outside
 * the lower index stands longer.
 */
const LAST = -1;

/**
 * The magnitude |w| of every weight. Positions outside the matrix's own mask (zeros that are only stored to
 * fill up what a pattern must keep) and outside `standing` (what earlier steps kept) come after all others.
 * Throws RangeError for NaN, naming the place.
 */
export function magnitudesOf(weights: DenseMatrix, standing: Uint8Array): MagnitudeMatrix {
  const { tensor, rows, cols, mask } = weights;
  const values = absolute(weights);
  if (mask !== null) sink(values, mask);
  sink(values, standing);
  return { tensor, rows, cols, values };
}

/** The mask that keeps every position of a matrix. */
export function everything({ values }: DenseMatrix): Uint8Array {
  return new Uint8Array(values.length).fill(1);
}

function absolute({ tensor, cols, values }: DenseMatrix): MagnitudeArray {
  const result =
    values instanceof Float64Array ? new Float64Array(values.length) : new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]);
    if (Number.isNaN(magnitude)) {
      throw new RangeError(`tensor ${tensor}: row ${Math.floor(i / cols)}, column ${i % cols} is NaN`);
    }
    result[i] = magnitude;
  }
  return result;
}

function sink(values: MagnitudeArray, mask: Uint8Array): void {
  for (let i = 0; i < values.length; i++) if (mask[i] === 0) values[i] = LAST;
}
