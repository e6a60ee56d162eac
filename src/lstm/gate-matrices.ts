import type { DenseMatrix } from '../bbs/matrix.ts';
import { nonZeroMask } from '../bbs/store.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { LstmLayerWeights } from './model.ts';
import type { GateMatrix } from './shape.ts';
import { combinedName } from './tensor-names.ts';

/**
 * The matrices that hold a layer's gate weights: one over the columns [x, h], or one over x and one
 * over h. docs/timing.md section 4.
 */
export function gateMatrices(weights: LstmLayerWeights, gateMatrix: GateMatrix): readonly DenseMatrix[] {
  return gateMatrix === 'combined' ? [combineGates(weights)] : [weights.inputGates, weights.recurrentGates];
}

/**
 * The gate weights as one matrix of 4H rows over the columns [x, h]. Where only one half says which
 * positions are stored, the other half stores its non-zeros. Throws BadInput when one half holds
 * raw codes and the other floats.
 */
export function combineGates({ inputGates, recurrentGates }: LstmLayerWeights): DenseMatrix {
  const { tensor, rows, raw } = inputGates;
  if (raw !== recurrentGates.raw) {
    const [codes, floats] = raw ? [tensor, recurrentGates.tensor] : [recurrentGates.tensor, tensor];
    throw new BadInput(`tensor ${codes} holds raw codes and ${floats} floats, expected one kind in a layer`);
  }
  const cols = inputGates.cols + recurrentGates.cols;
  const values = emptyLike(inputGates.values, recurrentGates.values, rows * cols);
  sideBySide(inputGates.values, recurrentGates.values, rows, values);
  let mask: Uint8Array | null = null;
  if (inputGates.mask !== null || recurrentGates.mask !== null) {
    mask = new Uint8Array(rows * cols);
    sideBySide(nonZeroMask(inputGates), nonZeroMask(recurrentGates), rows, mask);
  }
  return { tensor: combinedName(tensor, recurrentGates.tensor), rows, cols, values, raw, mask };
}

type Values = DenseMatrix['values'];

/** The narrowest type that holds both. */
function emptyLike(left: Values, right: Values, length: number): Values {
  if (left instanceof Int16Array && right instanceof Int16Array) return new Int16Array(length);
  const single = left instanceof Float32Array && right instanceof Float32Array;
  return single ? new Float32Array(length) : new Float64Array(length);
}

function sideBySide(
  left: Values | Uint8Array,
  right: Values | Uint8Array,
  rows: number,
  out: Values | Uint8Array,
): void {
  const [leftCols, rightCols] = [left.length / rows, right.length / rows];
  for (let row = 0, at = 0; row < rows; row++) {
    out.set(left.subarray(row * leftCols, (row + 1) * leftCols), at);
    at += leftCols;
    out.set(right.subarray(row * rightCols, (row + 1) * rightCols), at);
    at += rightCols;
  }
}
