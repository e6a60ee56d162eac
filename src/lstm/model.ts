import type { DenseMatrix } from '../bbs/matrix.ts';
import type { GruLayerShape, LayerShape, LstmLayerShape, LstmShape } from './shape.ts';
import type { LstmLayerTensors, LstmTensor, LstmTensors } from './weights/state-dict.ts';

/** A tensor of a layer that is a vector: real values, or int16 raw codes. */
export interface VectorTerm {
  readonly tensor: string;
  readonly values: Float32Array | Float64Array | Int16Array;
  /** The element of the tensor that the first value is; default 0. */
  readonly from?: number;
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

/** The weights of an LSTM layer before pruning and quantisation: gates stacked in the order i, f, g, o. */
export interface LstmLayerWeights {
  readonly shape: LstmLayerShape;
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

/** The weights of a GRU layer before pruning and quantisation: gates stacked in the order r, z, n. */
export interface GruLayerWeights {
  readonly shape: GruLayerShape;
  /** 3H x X */
  readonly inputGates: DenseMatrix;
  /** 3H x H */
  readonly recurrentGates: DenseMatrix;
  /**
   * One after the other: of r and z (2H), of n over x (H) and of n over h (H), which a reset after the
   * product keeps apart; otherwise one, of r, z and n (3H). Null without biases.
   */
  readonly bias: readonly VectorWeights[] | null;
  readonly peepholes: null;
  readonly projection: null;
}

/** The weights of one layer, by the kind of its cells. */
export type LayerWeights = LstmLayerWeights | GruLayerWeights;

/** The weights of layers of some shape. */
export type WeightsOf<Shape extends LayerShape> = Extract<
  LayerWeights,
  { readonly shape: { readonly kind: Shape['kind'] } }
>;

/** A stack of recurrent layers with its weights. */
export interface LstmModel<Weights extends LayerWeights = LayerWeights> {
  readonly name: string;
  readonly shape: LstmShape;
  readonly layers: readonly Weights[];
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
  direction,
}: LstmLayerTensors): LstmLayerWeights {
  const biases = [biasIh, biasHh].filter((tensor) => tensor !== null);
  return {
    shape: {
      kind: 'lstm',
      inputs: weightIh.shape[1],
      hidden: weightIh.shape[0] / 4,
      projection: weightHr?.shape[0] ?? null,
      peepholes: false,
      biases: biases.length > 0,
      ...(direction === undefined ? {} : { direction }),
    },
    inputGates: matrixOf(weightIh),
    recurrentGates: matrixOf(weightHh),
    bias: biases.length > 0 ? vectorOf(biases) : null,
    peepholes: null,
    projection: weightHr && matrixOf(weightHr),
  };
}

function matrixOf({ name, shape, values, raw, mask, scales }: LstmTensor): DenseMatrix {
  const matrix = { tensor: name, rows: shape[0], cols: shape[1], values, raw, mask };
  return scales ? { ...matrix, scaled: [{ fromColumn: 0, scales }] } : matrix;
}

function vectorOf(tensors: readonly LstmTensor[]): VectorWeights {
  return { terms: tensors.map(({ name, values }) => ({ tensor: name, values })), raw: tensors[0].raw };
}
