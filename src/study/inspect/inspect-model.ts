import { contiguous } from '../../bbs/array-sizes.ts';
import { nonZeroMask, storedPositions } from '../../bbs/store.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { modelFromTensors } from '../../lstm/model-from-tensors.ts';
import type { FoundModel } from '../../lstm/weights/found-model.ts';
import { tensorsOf } from '../../lstm/weights/lstm-layer.ts';
import type { LstmTensor } from '../../lstm/weights/lstm-tensor.ts';
import type { LstmTensors } from '../../lstm/weights/state-dict.ts';
import { hasScales, scaleBitsOf, weightValueBits } from '../../num/row-scale.ts';
import { layerMatrices } from '../../run/prepared-model.ts';
import { arraySizesOf } from '../../run/storage-formats.ts';
import { type ArrayProbe, noProducts, onArrayOf, probeOf, withProducts } from './array-probe.ts';
import { fittingFormat } from './fitting-format.ts';
import type { InspectedModel, TensorFigures } from './inspect-result.ts';
import { type PlacedMatrix, patternFigures } from './pattern-figures.ts';
import { largestMagnitude, sumOfSquares } from './squares.ts';
import { tensorFigures } from './tensor-figures.ts';

/** For what a model is inspected. */
export interface Inspection {
  readonly config: AcceleratorConfig;
  /** Whether somebody asked for this array: then products are tried on it. */
  readonly isNamed: boolean;
  readonly sparsity: number;
}

/** A model of a file as it was read, with its matrices as an array has them. */
export interface OpenedModel {
  readonly found: FoundModel;
  readonly tensors: readonly LstmTensor[];
  readonly model: LstmModel;
  readonly matrices: readonly PlacedMatrix[];
}

/** The matrices of a model as the array has them, layer by layer. */
export function openedModel(found: FoundModel, { layers }: LstmTensors, { config }: Inspection): OpenedModel {
  const model = modelFromTensors({ layers }, found.name);
  return {
    found,
    tensors: layers.flatMap(tensorsOf),
    model,
    matrices: model.layers.flatMap((weights, layer) =>
      layerMatrices(weights, config.gateMatrix).map((matrix, place) => ({ ...matrix, layer, place })),
    ),
  };
}

/** Everything that is said of a model. */
export function inspectModel(read: OpenedModel, inspection: Inspection): InspectedModel {
  const { found, model, matrices } = read;
  const { config, isNamed, sparsity } = inspection;
  const sizes = arraySizesOf(config);
  const banks = { banks: sizes.banks, placement: contiguous(sizes), bits: config.number.bits };
  const tensors = read.tensors.map((tensor) => tensorFigures(tensor, banks));
  const unit = Math.max(...matrices.map(({ weights }) => largestMagnitude(weights.values)));
  const squares = matrices.reduce((sum, { weights }) => sum + sumOfSquares(weights.values, unit), 0);
  const probe = isNamed ? probeOf(config, model.shape) : null;
  const trial = { config, sizes, shape: model.shape, sparsity, squares, unit, probe };
  return {
    ...shapeOf(found),
    ...totalsOf(matrices, config),
    number: numberOf(read.tensors, tensors, config.number.bits),
    tensors,
    patterns: patternFigures(trial, matrices),
    ...asStored(probe, matrices),
  };
}

function shapeOf({ name, kind, layers, inputs, hidden, projection, directions, peepholes }: FoundModel) {
  return { name, kind, layers, inputs, hidden, projection, directions: [...directions], peepholes };
}

function totalsOf(
  matrices: readonly PlacedMatrix[],
  { number }: AcceleratorConfig,
): Pick<InspectedModel, 'weights' | 'sparsity' | 'denseBits'> {
  let [weights, zeros, denseBits] = [0, 0, 0];
  for (const { weights: matrix } of matrices) {
    weights += matrix.values.length;
    for (let i = 0; i < matrix.values.length; i++) zeros += Number(matrix.values[i] === 0);
    denseBits += matrix.values.length * weightValueBits(number);
    if (hasScales(number)) denseBits += scaleBitsOf(matrix.rows, number);
  }
  return { weights, sparsity: zeros / weights, denseBits };
}

/** The format for all tensors; null where one of them is int16 codes, or fits none. */
function numberOf(tensors: readonly LstmTensor[], figures: readonly TensorFigures[], bits: number) {
  if (tensors.some(({ raw }) => raw)) return null;
  const all = tensors.map(({ values }, t) => ({ values, min: figures[t].min, max: figures[t].max }));
  return fittingFormat(all, bits);
}

/** The products of the weights as they are: masks say what is stored, else what is not zero. */
function asStored(
  probe: ArrayProbe | null,
  matrices: readonly PlacedMatrix[],
): Pick<InspectedModel, 'asStored' | 'asStoredProblem'> {
  if (probe === null) return { asStored: null, asStoredProblem: null };
  try {
    const products = matrices.reduce(
      (counts, matrix) =>
        withProducts(counts, probe, matrix, storedPositions(matrix.weights, nonZeroMask(matrix.weights))),
      noProducts,
    );
    return { asStored: onArrayOf(products, 'none'), asStoredProblem: null };
  } catch (error) {
    if (error instanceof BadInput) return { asStored: null, asStoredProblem: error.message };
    throw error;
  }
}
