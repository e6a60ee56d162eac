import type { DenseMatrix } from '../bbs/matrix.ts';
import type { VectorWeights } from './model.ts';
import type { LayerShape } from './shape.ts';
import type { LstmLayerTensors, LstmTensor } from './weights/state-dict.ts';

/** A tensor of a file as a matrix of a layer. */
export function matrixOf({ name, shape, values, raw, mask, scales, smallFloat }: LstmTensor): DenseMatrix {
  return {
    tensor: name,
    rows: shape[0],
    cols: shape[1],
    values,
    raw,
    mask,
    ...(scales && { scaled: [{ fromColumn: 0, scales }] }),
    ...(smallFloat && { smallFloat }),
  };
}

/** Tensors of a file as a vector of a layer, their sum. */
export function vectorOf(tensors: readonly LstmTensor[]): VectorWeights {
  return { terms: tensors.map(({ name, values }) => ({ tensor: name, values })), raw: tensors[0].raw };
}

/** What the shapes of all kinds of layers have from a file. */
export function sizesOf({
  weightIh,
  biasIh,
  biasHh,
  direction,
}: LstmLayerTensors): Pick<LayerShape, 'inputs' | 'biases' | 'direction'> {
  return {
    inputs: weightIh.shape[1],
    biases: biasIh !== null || biasHh !== null,
    ...(direction === undefined ? {} : { direction }),
  };
}
