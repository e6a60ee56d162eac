import { noSaturations, type Saturations, saturate } from '../num/fixed.ts';
import { LARGEST_INT8 } from '../num/row-scale.ts';
import { nearestSmallFloat } from '../tensors/small-float.ts';
import type { Factors } from './factors.ts';
import type { DenseMatrix, ScaledColumns } from './matrix.ts';

/** Weights of a pattern that does not keep them as they were. */
export interface Rebuilt {
  /** Row-major, in the unit of the weights that they take the place of; what is not kept is 0. */
  readonly values: Float64Array;
  /** What they are rebuilt from, where a format stores that. */
  readonly factors?: Factors;
}

/** Bits of a raw code in a file. */
const RAW_BITS = 16;

/**
 * The matrix with rebuilt values, as what holds its weights can hold them, so that a file of these values has
 * the same ones: raw codes stay codes, the nearest ones (of two the larger), which saturate to `bits` bits
 * and are counted as 'weight'; int8 codes stay codes of their scales, the nearest from -127 to 127; single
 * precision stays single, and floats of 16 bits are such. The mask of a file is gone with the values that it
 * was of.
 */
export function rebuiltMatrix(
  weights: DenseMatrix,
  rebuilt: Rebuilt | null,
  bits = RAW_BITS,
  saturations = noSaturations(),
): DenseMatrix {
  if (rebuilt === null) return weights;
  const values = heldValues(weights, rebuilt.values, bits, saturations);
  return { ...weights, values, mask: null, ...(rebuilt.factors && { factors: rebuilt.factors }) };
}

/** The weights as they count: what a file's mask leaves out is 0, whatever it says there. */
export function countedValues({ values, mask }: Pick<DenseMatrix, 'values' | 'mask'>): DenseMatrix['values'] {
  if (mask === null) return values;
  const counted = values.slice();
  for (let i = 0; i < mask.length; i++) if (mask[i] === 0) counted[i] = 0;
  return counted;
}

function heldValues(
  { rows, cols, values, raw, scaled, smallFloat }: DenseMatrix,
  rebuilt: Float64Array,
  bits: number,
  saturations: Saturations,
): DenseMatrix['values'] {
  if (raw)
    return Int16Array.from(rebuilt, (value) =>
      saturate(Math.floor(value + 0.5), bits, saturations, 'weight'),
    );
  if (smallFloat !== undefined)
    return Float32Array.from(rebuilt, (value) => nearestSmallFloat(smallFloat, value));
  if (values instanceof Float32Array) return singles(rebuilt);
  if (scaled === undefined) return rebuilt;
  const held = rebuilt.slice();
  scaled.forEach((part, at) => {
    const end = scaled[at + 1]?.fromColumn ?? cols;
    for (let row = 0; row < rows; row++)
      holdRow(held.subarray(row * cols + part.fromColumn, row * cols + end), part, row);
  });
  return held;
}

/** A row of a part of int8 codes, or of floats in single precision beside it. */
function holdRow(values: Float64Array, { scales }: ScaledColumns, row: number): void {
  for (let i = 0; i < values.length; i++) {
    if (scales === null) values[i] = single(values[i]);
    else values[i] = scales[row] * int8Code(values[i] / scales[row]);
  }
}

function singles(values: Float64Array): Float32Array {
  const held = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) held[i] = single(values[i]);
  return held;
}

const LARGEST_SINGLE = 2 ** 128 - 2 ** 104;

/** The nearest finite number of single precision. */
function single(value: number): number {
  return Math.fround(Math.max(-LARGEST_SINGLE, Math.min(LARGEST_SINGLE, value)));
}

/** The nearest symmetric int8 code of a weight over its scale, of two the larger. */
function int8Code(scaled: number): number {
  return Math.max(-LARGEST_INT8, Math.min(LARGEST_INT8, Math.floor(scaled + 0.5)));
}
