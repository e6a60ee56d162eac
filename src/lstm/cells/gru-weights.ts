import { gruBias } from '../gru-bias.ts';
import type { GruLayerWeights } from '../model.ts';
import { type RandomOf, seededMatrix, seededVector } from '../seeded-tensors.ts';
import type { GruLayerShape, LayerShape } from '../shape.ts';
import { tensorNames } from '../tensor-names.ts';
import { matrixOf, sizesOf, vectorOf } from '../tensor-weights.ts';
import type { LstmLayerTensors } from '../weights/state-dict.ts';

/** Random weights of a GRU layer. */
export function seededGruLayer(shape: GruLayerShape, index: number, random: RandomOf): GruLayerWeights {
  const { inputs, hidden, biases, resetAfter } = shape;
  const names = tensorNames(index, shape.direction);
  const matrix = (tensor: string, cols: number) => seededMatrix(tensor, 3 * hidden, cols, random);
  const [overX, overH] = names.biases.map((tensor) => seededVector(tensor, 3 * hidden, random));
  return {
    shape,
    inputGates: matrix(names.inputGates, inputs),
    recurrentGates: matrix(names.recurrentGates, hidden),
    bias: biases ? gruBias(overX, overH, resetAfter) : null,
    peepholes: null,
    projection: null,
  };
}

/** The layer in tensors of PyTorch, with PyTorch's reset rule unless the expected shape has another. */
export function gruFromTensors(tensors: LstmLayerTensors, expected: LayerShape | undefined): GruLayerWeights {
  const { weightIh, weightHh, biasIh, biasHh } = tensors;
  const resetAfter = expected?.kind === 'gru' ? expected.resetAfter : true;
  return {
    shape: {
      kind: 'gru',
      ...sizesOf(tensors),
      hidden: weightIh.shape[0] / 3,
      projection: null,
      peepholes: false,
      resetAfter,
    },
    inputGates: matrixOf(weightIh),
    recurrentGates: matrixOf(weightHh),
    bias: biasIh && biasHh && gruBias(vectorOf([biasIh]), vectorOf([biasHh]), resetAfter),
    peepholes: null,
    projection: null,
  };
}
