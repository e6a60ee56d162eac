import { BadInput } from '../../errors/bad-input.ts';
import type { Tensor } from '../../tensors/tensor-file.ts';

/** An int8 matrix of a file as real weights, and what each row of codes was multiplied by. */
export interface Int8Weights {
  /** Code times scale: exact for scales in single precision. */
  readonly values: Float64Array;
  /** One for every row. */
  readonly scales: Float64Array;
}

/** Where an array is, for a message. */
export interface NamedArray {
  readonly place: string;
  readonly array: Tensor;
}

/**
 * An int8 matrix with the scale beside it: a scalar, [1], [rows] or [rows, 1] floats above zero. Throws
 * BadInput for a scale of another type, shape or value, naming its row.
 */
export function int8Weights(codes: NamedArray, scale: NamedArray): Int8Weights {
  const { shape, data } = codes.array;
  const [rows, cols] = shape;
  const scales = scalesOfRows(scale, rows);
  const values = Float64Array.from(data, (code, i) => code * scales[Math.floor(i / cols)]);
  return { values, scales };
}

/**
 * Throws BadInput, naming row and column, for a stored code of -128: codes are symmetric. `mask` (1: stored),
 * or null, where all are.
 */
export function refuseAsymmetric({ place, array }: NamedArray, mask: Uint8Array | null): void {
  const { shape, data } = array;
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== -128 || mask?.[i] === 0) continue;
    const [row, column] = [Math.floor(i / shape[1]), i % shape[1]];
    throw new BadInput(`${place}: row ${row}, column ${column} is -128, expected -127 to 127`);
  }
}

/** Throws BadInput, naming the element, for a zero point that is not zero: codes are symmetric. */
export function refuseZeroPoint({ place, array: { data } }: NamedArray): void {
  const at = data.findIndex((value) => value !== 0);
  if (at >= 0)
    throw new BadInput(`${place}: element ${at} is ${data[at]}, expected 0: int8 codes are symmetric`);
}

function scalesOfRows({ place, array }: NamedArray, rows: number): Float64Array {
  const { shape, dtype, data } = array;
  if (!dtype.startsWith('float')) throw new BadInput(`${place}: type ${dtype}, expected floats`);
  const isOne = shape.length === 0 || (shape.length === 1 && shape[0] === 1);
  const isPerRow = shape[0] === rows && (shape.length === 1 || (shape.length === 2 && shape[1] === 1));
  if (!isOne && !isPerRow)
    throw new BadInput(
      `${place}: shape [${shape.join(', ')}], expected one scale, or one for every row: [${rows}] or [${rows}, 1]`,
    );
  for (let row = 0; row < data.length; row++) {
    if (data[row] > 0 && Number.isFinite(127 * Number(data[row]))) continue;
    const where = isPerRow ? `row ${row}` : 'the scale';
    throw new BadInput(`${place}: ${where} is ${data[row]}, expected a finite number above 0`);
  }
  return Float64Array.from({ length: rows }, (_, row) => data[isPerRow ? row : 0]);
}
