import type { DenseMatrix } from '../bbs/matrix.ts';
import { fillGaussian, type Random, seeded } from '../num/random.ts';
import { gruBias } from './gru-bias.ts';
import type {
  GruLayerWeights,
  LayerWeights,
  LstmLayerWeights,
  LstmModel,
  VectorWeights,
  WeightsOf,
} from './model.ts';
import { passesOf } from './passes.ts';
import { type GruLayerShape, type LayerShape, type LstmLayerShape, recurrentLength } from './shape.ts';
import { tensorNames } from './tensor-names.ts';

/** Standard deviation of biases and peepholes. */
const VECTOR_SCALE = 0.1;

/**
 * A model with random weights of the shape of trained ones. Row r of a matrix with `cols` columns is
 * Gaussian with standard deviation (0.5 + u) / sqrt(cols), u uniform in [0, 1): rows differ in magnitude,
 * so pruning by magnitude over a whole matrix leaves rows of unequal length. Biases and peepholes are
 * Gaussian with standard deviation 0.1.
 *
 * Every tensor has a generator of its own, seeded by `seed/tensor name`, so no tensor depends on the size of
 * another. Order of drawing in a matrix: for each row u, then the row's weights; in a vector: its elements.
 */
export function seededModel<Shape extends LayerShape>(
  name: string,
  shape: { readonly layers: readonly Shape[] },
  seed: number | string,
): LstmModel<WeightsOf<Shape>> {
  const random = (tensor: string) => seeded(`${seed}/${tensor}`);
  const passes = passesOf(shape.layers);
  const layers = shape.layers.map((layer, at) => seededLayer(layer, passes[at].layer, random));
  return { name, shape, layers: layers as WeightsOf<Shape>[] };
}

type RandomOf = (tensor: string) => Random;

function seededLayer(shape: LayerShape, index: number, random: RandomOf): LayerWeights {
  return shape.kind === 'lstm' ? seededLstm(shape, index, random) : seededGru(shape, index, random);
}

function seededGru(shape: GruLayerShape, index: number, random: RandomOf): GruLayerWeights {
  const { inputs, hidden, biases, resetAfter } = shape;
  const names = tensorNames(index, shape.direction);
  const matrix = (tensor: string, cols: number) => seededMatrix(tensor, 3 * hidden, cols, random(tensor));
  const [ih, hh] = names.biases.map((tensor) => seededVector(tensor, 3 * hidden, random(tensor)));
  return {
    shape,
    inputGates: matrix(names.inputGates, inputs),
    recurrentGates: matrix(names.recurrentGates, hidden),
    bias: biases ? gruBias(ih, hh, resetAfter) : null,
    peepholes: null,
    projection: null,
  };
}

function seededLstm(shape: LstmLayerShape, index: number, random: RandomOf): LstmLayerWeights {
  const { inputs, hidden, projection, peepholes, biases } = shape;
  const names = tensorNames(index, shape.direction);
  const matrix = (tensor: string, rows: number, cols: number) =>
    seededMatrix(tensor, rows, cols, random(tensor));
  const vector = (tensor: string, length: number) => seededVector(tensor, length, random(tensor));
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

function seededMatrix(tensor: string, rows: number, cols: number, random: Random): DenseMatrix {
  const values = new Float32Array(rows * cols);
  const scale = 1 / Math.sqrt(cols);
  for (let row = 0; row < rows; row++) {
    const deviation = (0.5 + random()) * scale;
    fillGaussian(values, row * cols, (row + 1) * cols, deviation, random);
  }
  return { tensor, rows, cols, values, raw: false, mask: null };
}

function seededVector(tensor: string, length: number, random: Random): VectorWeights {
  const values = new Float64Array(length);
  fillGaussian(values, 0, length, VECTOR_SCALE, random);
  return { terms: [{ tensor, values }], raw: false };
}
