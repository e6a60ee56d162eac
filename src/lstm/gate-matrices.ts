import type { DenseMatrix, ScaledColumns } from '../bbs/matrix.ts';
import { nonZeroMask } from '../bbs/store.ts';
import { BadInput } from '../errors/bad-input.ts';
import { type GatePart, gateParts } from './gate-parts.ts';
import type { LayerWeights } from './model.ts';
import type { GateMatrix } from './shape.ts';
import { combinedName, rowsName } from './tensor-names.ts';

/** The matrices of `gateParts`, in its order. */
export function gateMatrices(weights: LayerWeights, gateMatrix: GateMatrix): readonly DenseMatrix[] {
  return gateParts(weights.shape, gateMatrix).map((part) => {
    if (part.over === 'xh') return combineGates(rowsOf(weights, part));
    const { inputGates, recurrentGates } = rowsOf(weights, part);
    return part.over === 'x' ? inputGates : recurrentGates;
  });
}

type GateHalves = Pick<LayerWeights, 'inputGates' | 'recurrentGates'>;

function rowsOf(
  { shape, inputGates, recurrentGates }: LayerWeights,
  { from, gates, names }: GatePart,
): GateHalves {
  if (names === null) return { inputGates, recurrentGates };
  const rows = (matrix: DenseMatrix): DenseMatrix => {
    const [first, end] = [from, from + gates].map((gate) => gate * shape.hidden * matrix.cols);
    return {
      ...matrix,
      tensor: rowsName(matrix.tensor, names),
      rows: gates * shape.hidden,
      values: matrix.values.subarray(first, end),
      mask: matrix.mask?.subarray(first, end) ?? null,
      ...scaledRows(matrix, from * shape.hidden, gates * shape.hidden),
    };
  };
  return { inputGates: rows(inputGates), recurrentGates: rows(recurrentGates) };
}

/** The scales of some rows of a matrix that has scales. */
function scaledRows({ scaled }: DenseMatrix, from: number, rows: number): Pick<DenseMatrix, 'scaled'> {
  if (!scaled) return {};
  return {
    scaled: scaled.map(({ fromColumn, scales }) => ({
      fromColumn,
      scales: scales?.subarray(from, from + rows) ?? null,
    })),
  };
}

/** The scales of two matrices side by side, where one of them has scales. */
function scaledSideBySide(left: DenseMatrix, right: DenseMatrix): Pick<DenseMatrix, 'scaled'> {
  if (!left.scaled && !right.scaled) return {};
  const floats: readonly ScaledColumns[] = [{ fromColumn: 0, scales: null }];
  const moved = (right.scaled ?? floats).map(({ fromColumn, scales }) => ({
    fromColumn: fromColumn + left.cols,
    scales,
  }));
  return { scaled: [...(left.scaled ?? floats), ...moved] };
}

function smallFloatOfBoth(left: DenseMatrix, right: DenseMatrix): Pick<DenseMatrix, 'smallFloat'> {
  const { smallFloat } = left;
  return smallFloat !== undefined && smallFloat === right.smallFloat ? { smallFloat } : {};
}

/**
 * Gate weights over x and over h as one matrix over the columns [x, h]. Where only one half says which
 * positions are stored, the other half stores its non-zeros. Throws BadInput when one half holds
 * raw codes and the other floats.
 */
export function combineGates({ inputGates, recurrentGates }: GateHalves): DenseMatrix {
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
  return {
    tensor: combinedName(tensor, recurrentGates.tensor),
    rows,
    cols,
    values,
    raw,
    mask,
    ...scaledSideBySide(inputGates, recurrentGates),
    ...smallFloatOfBoth(inputGates, recurrentGates),
  };
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
