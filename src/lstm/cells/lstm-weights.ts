import type { LstmLayerWeights } from '../model.ts';
import { type RandomOf, seededMatrix, seededVector } from '../seeded-tensors.ts';
import { type LstmLayerShape, recurrentLength } from '../shape.ts';
import { tensorNames } from '../tensor-names.ts';
import { matrixOf, sizesOf, vectorOf } from '../tensor-weights.ts';
import type { LstmLayerTensors, LstmTensor } from '../weights/state-dict.ts';

/** Random weights of an LSTM layer. */
export function seededLstm(shape: LstmLayerShape, index: number, random: RandomOf): LstmLayerWeights {
  const { inputs, hidden, projection, peepholes, biases } = shape;
  const names = tensorNames(index, shape.direction);
  const matrix = (tensor: string, rows: number, cols: number) => seededMatrix(tensor, rows, cols, random);
  const vector = (tensor: string, length: number) => seededVector(tensor, length, random);
  return {
    shape,
    inputGates: matrix(names.inputGates, 4 * hidden, inputs),
    recurrentGates: matrix(names.recurrentGates, 4 * hidden, recurrentLength(shape)),
    bias: biases ? vector(names.bias, 4 * hidden) : null,
    peepholes: peepholes
      ? {
          i: vector(names.peepholes.i, hidden),
          f: vector(names.peepholes.f, hidden),
          o: vector(names.peepholes.o, hidden),
        }
      : null,
    projection: projection === null ? null : matrix(names.projection, projection, hidden),
  };
}

/** The layer in tensors with PyTorch's order of gates; a layer without biases has none. */
export function lstmFromTensors(tensors: LstmLayerTensors): LstmLayerWeights {
  const { weightIh, weightHh, biasIh, biasHh, weightHr, peepholes } = tensors;
  const vector = (tensor: LstmTensor) => vectorOf([tensor]);
  const biases = [biasIh, biasHh].filter((tensor) => tensor !== null);
  return {
    shape: {
      kind: 'lstm',
      ...sizesOf(tensors),
      hidden: weightIh.shape[0] / 4,
      projection: weightHr?.shape[0] ?? null,
      peepholes: peepholes !== null,
    },
    inputGates: matrixOf(weightIh),
    recurrentGates: matrixOf(weightHh),
    bias: biases.length > 0 ? vectorOf(biases) : null,
    peepholes: peepholes && {
      i: vector(peepholes.i),
      f: vector(peepholes.f),
      o: vector(peepholes.o),
    },
    projection: weightHr && matrixOf(weightHr),
  };
}
