import type { DenseMatrix } from '../bbs/matrix.ts';
import type { LayerShape, LstmShape } from './shape.ts';
import type { LstmLayerTensors, LstmTensor, LstmTensors } from './weights/state-dict.ts';

/** A tensor of a layer that is a vector: real values, or int16 raw codes. */
export interface VectorTerm {
  readonly tensor: string;
  readonly values: Float32Array | Float64Array | Int16Array;
}

/**
 * A vector of a layer: the sum of its terms, one tensor or PyTorch's two biases. They are added when the
 * number format is known, because a sum of raw codes saturates. docs/timing.md section 6.
 */
export interface VectorWeights {
  readonly terms: readonly VectorTerm[];
  /** Whether all terms are int16 raw codes; otherwise they are floats. */
  readonly raw: boolean;
}

/** One vector for each gate that has a peephole: i and f see c, o the new c. */
export interface Peepholes<Vector> {
  readonly i: Vector;
  readonly f: Vector;
  readonly o: Vector;
}

/** The weights of one layer before pruning and quantisation: gates stacked in the order i, f, g, o. */
export interface LstmLayerWeights {
  readonly shape: LayerShape;
  /** 4H x X */
  readonly inputGates: DenseMatrix;
  /** 4H x R */
  readonly recurrentGates: DenseMatrix;
  /** 4H; null without biases. */
  readonly bias: VectorWeights | null;
  /** H each. */
  readonly peepholes: Peepholes<VectorWeights> | null;
  /** P x H */
  readonly projection: DenseMatrix | null;
}

/** A stack of LSTM layers with its weights. */
export interface LstmModel {
  readonly name: string;
  readonly shape: LstmShape;
  readonly layers: readonly LstmLayerWeights[];
}

/**
 * The model in a file of PyTorch weights. PyTorch's LSTM has no peepholes; a layer without biases has none.
 */
export function modelFromTensors(tensors: Pick<LstmTensors, 'layers'>, name: string): LstmModel {
  const layers = tensors.layers.map(layerFromTensors);
  return { name, shape: { layers: layers.map(({ shape }) => shape) }, layers };
}

function layerFromTensors({
  weightIh,
  weightHh,
  biasIh,
  biasHh,
  weightHr,
}: LstmLayerTensors): LstmLayerWeights {
  const biases = [biasIh, biasHh].filter((tensor) => tensor !== null);
  return {
    shape: {
      inputs: weightIh.shape[1],
      hidden: weightIh.shape[0] / 4,
      projection: weightHr?.shape[0] ?? null,
      peepholes: false,
      biases: biases.length > 0,
    },
    inputGates: matrixOf(weightIh),
    recurrentGates: matrixOf(weightHh),
    bias: biases.length > 0 ? vectorOf(biases) : null,
    peepholes: null,
    projection: weightHr && matrixOf(weightHr),
  };
}

function matrixOf({ name, shape, values, raw, mask }: LstmTensor): DenseMatrix {
  return { tensor: name, rows: shape[0], cols: shape[1], values, raw, mask };
}

function vectorOf(tensors: readonly LstmTensor[]): VectorWeights {
  return { terms: tensors.map(({ name, values }) => ({ tensor: name, values })), raw: tensors[0].raw };
}
