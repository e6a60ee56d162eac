import type { DenseMatrix, StoredMatrix } from '../bbs/matrix.ts';
import { type Rebuilt, rebuiltMatrix } from '../bbs/rebuilt.ts';
import { storeEntries } from '../bbs/store.ts';
import type { NumberFormat, Saturations } from '../num/fixed.ts';
import { gateMatrices } from './gate-matrices.ts';
import type { LayerWeights, Peepholes, VectorWeights } from './model.ts';
import { type QuantisedVector, quantiseVector } from './quantise.ts';
import type { GateMatrix, LayerShape } from './shape.ts';

/**
 * A layer after pruning and quantisation: what the references compute on and what every accelerator encodes.
 * `gates` are the matrices of `gateParts`. Codes have W bits, F of them fraction; real values are those
 * before quantisation.
 */
export interface StoredLayer<Shape extends LayerShape = LayerShape> {
  readonly shape: Shape;
  readonly gateMatrix: GateMatrix;
  readonly gates: readonly StoredMatrix[];
  readonly projection: StoredMatrix | null;
  /** i, f, g, o (4H) of an LSTM; r, z, n (3H) of a GRU, or r, z, n over x, n over h (4H): see `gruBias`. */
  readonly biasCodes: Int16Array | null;
  readonly biasReal: Float64Array | null;
  /** H each */
  readonly peepholeCodes: Peepholes<Int16Array> | null;
  readonly peepholeReal: Peepholes<Float64Array> | null;
}

/**
 * Which positions are kept (1), row-major: one mask for each of `gateMatrices`, and one for
 * the projection if there is one.
 */
export interface LayerMasks {
  readonly gates: readonly Uint8Array[];
  readonly projection: Uint8Array | null;
  /** What the weights of the same matrices become. Absent: they stay as they are. */
  readonly rebuilt?: { readonly gates: readonly (Rebuilt | null)[]; readonly projection: Rebuilt | null };
}

/**
 * Stores what the masks keep of a layer, in W bits. Saturations are counted as 'weight' and, of biases and
 * peepholes, as 'bias'. Throws BadInput for raw codes that do not fit in W bits, and a RangeError when the
 * masks are not those of the layer's matrices.
 */
export function storeLayer(
  weights: LayerWeights,
  gateMatrix: GateMatrix,
  masks: LayerMasks,
  format: NumberFormat,
  saturations: Saturations,
): StoredLayer {
  const matrices = gateMatrices(weights, gateMatrix);
  const bias = weights.bias && quantiseStacked([weights.bias].flat(), format, saturations);
  const peepholes =
    weights.peepholes && mapPeepholes(weights.peepholes, (each) => quantiseVector(each, format, saturations));
  const store = (
    matrix: DenseMatrix,
    mask: Uint8Array | null | undefined,
    rebuilt: Rebuilt | null = null,
  ) => {
    if (mask?.length !== matrix.rows * matrix.cols) {
      throw new RangeError(`tensor ${matrix.tensor}: no mask of ${matrix.rows} x ${matrix.cols} positions`);
    }
    return storeEntries(rebuiltMatrix(matrix, rebuilt, format.bits, saturations), mask, format, saturations);
  };
  return {
    shape: weights.shape,
    gateMatrix,
    gates: matrices.map((matrix, i) => store(matrix, masks.gates[i], masks.rebuilt?.gates[i])),
    projection: weights.projection && store(weights.projection, masks.projection, masks.rebuilt?.projection),
    biasCodes: bias?.codes ?? null,
    biasReal: bias?.real ?? null,
    peepholeCodes: peepholes && mapPeepholes(peepholes, ({ codes }) => codes),
    peepholeReal: peepholes && mapPeepholes(peepholes, ({ real }) => real),
  };
}

/** Vectors one after the other. */
function quantiseStacked(
  vectors: readonly VectorWeights[],
  format: NumberFormat,
  saturations: Saturations,
): QuantisedVector {
  const parts = vectors.map((vector) => quantiseVector(vector, format, saturations));
  if (parts.length === 1) return parts[0];
  return {
    codes: Int16Array.from(parts.flatMap(({ codes }) => [...codes])),
    real: Float64Array.from(parts.flatMap(({ real }) => [...real])),
  };
}

function mapPeepholes<From, To>({ i, f, o }: Peepholes<From>, map: (vector: From) => To): Peepholes<To> {
  return { i: map(i), f: map(f), o: map(o) };
}
