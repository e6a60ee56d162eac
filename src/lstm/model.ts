import type { DenseMatrix } from '../bbs/matrix.ts';
import type { GruLayerShape, LayerShape, LstmLayerShape, LstmShape } from './shape.ts';

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
