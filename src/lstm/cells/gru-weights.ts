import { gruBias } from '../gru-bias.ts';
import type { GruLayerWeights } from '../model.ts';
import { type RandomOf, seededMatrix, seededVector } from '../seeded-tensors.ts';
import type { GruLayerShape, LayerShape } from '../shape.ts';
import { tensorNames } from '../tensor-names.ts';
import { matrixOf, sizesOf, vectorOf } from '../tensor-weights.ts';
import type { LstmLayerTensors, LstmTensor } from '../weights/state-dict.ts';

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

/**
 * The layer in tensors with PyTorch's order of gates, and with its reset rule unless the tensors, or else the
 * expected shape, have another.
 */
export function gruFromTensors(tensors: LstmLayerTensors, expected: LayerShape | undefined): GruLayerWeights {
  const { weightIh, weightHh, biasIh, biasHh } = tensors;
  const resetAfter = tensors.resetAfter ?? (expected?.kind === 'gru' ? expected.resetAfter : true);
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
    bias: gruBiasOf(biasIh, biasHh, resetAfter),
    peepholes: null,
    projection: null,
  };
}

/** The biases of a file: two, or one that a framework has over all; a missing one of two is zeros. */
function gruBiasOf(overX: LstmTensor | null, overH: LstmTensor | null, resetAfter: boolean) {
  const given = overX ?? overH;
  if (given === null) return null;
  const zeros = { ...given, values: new Float32Array(given.values.length) };
  return gruBias(vectorOf([overX ?? zeros]), vectorOf([overH ?? zeros]), resetAfter);
}
