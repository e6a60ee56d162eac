import fc from 'fast-check';
import type { DenseMatrix } from '../../src/bbs/matrix.ts';
import { gateMatrices } from '../../src/lstm/gate-matrices.ts';
import type { GruLayerWeights, LayerWeights, LstmLayerWeights, VectorWeights } from '../../src/lstm/model.ts';
import {
  cellLength,
  type GateMatrix,
  type GruLayerShape,
  type LstmLayerShape,
  recurrentLength,
} from '../../src/lstm/shape.ts';
import type { FixedState } from '../../src/lstm/state.ts';
import { type StoredLayer, storeLayer } from '../../src/lstm/stored-layer.ts';
import { type NumberFormat, noSaturations } from '../../src/num/fixed.ts';
import { type Random, seeded } from '../../src/num/random.ts';
import { gruShapes, lstmShapes } from './arbitrary-shape.ts';

/** A layer of raw codes in a random format, with an input and a state. */
export interface LayerCase<Weights extends LayerWeights = LayerWeights> {
  readonly weights: Weights;
  readonly format: NumberFormat;
  readonly x: Int16Array;
  readonly state: FixedState;
  /** The layer with random masks: rows of unequal length, empty rows and explicit zeros among them. */
  stored(gateMatrix: GateMatrix): StoredLayer<Weights['shape']>;
}

const sizes = { inputs: 7, hidden: 6, projection: 5 };

/** A small LSTM layer. */
export const anyShape: fc.Arbitrary<LstmLayerShape> = lstmShapes(sizes);

/** A small GRU layer. */
export const anyGruShape: fc.Arbitrary<GruLayerShape> = gruShapes(sizes);

/**
 * Accumulators of few bits wrap, and codes of full range saturate, in a good part of the cases; weights of 8
 * bits with scales are among them.
 */
export const anyFormat: fc.Arbitrary<NumberFormat> = fc
  .record({
    bits: fc.integer({ min: 6, max: 16 }),
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
    accumulatorBits: fc.oneof(fc.integer({ min: 8, max: 52 }), fc.constant(20)),
    weightBits: fc.constantFrom(16, 16, 8),
    weightScale: fc.constantFrom('row', 'tensor'),
    tables: fc.option(fc.record({ range: fc.nat(15), segments: fc.integer({ min: 1, max: 10 }) })),
  })
  .map(({ bits, fraction, accumulatorBits, tables, ...weights }) => {
    const fractionBits = Math.floor(fraction * (bits - 1));
    if (tables === null) return { bits, fractionBits, accumulatorBits, ...weights };
    const range = Math.min(tables.range, bits - 1 - fractionBits);
    const segments = Math.min(tables.segments, range + 1 + fractionBits);
    return {
      bits,
      fractionBits,
      accumulatorBits,
      ...weights,
      activation: { range: 2 ** range, segments: 2 ** segments },
    };
  });

const anyMaking = {
  format: anyFormat,
  density: fc.constantFrom(0.1, 0.5, 1),
  /** Bits that codes fall short of the format's. */
  headroom: fc.integer({ min: 0, max: 5 }),
  seed: fc.integer(),
};

/** A layer of an LSTM. */
export const anyLayerCase: fc.Arbitrary<LayerCase<LstmLayerWeights>> = fc
  .record({ shape: anyShape, ...anyMaking })
  .map(({ shape, seed, ...making }) => layerCase(lstmWeights(shape), making, seeded(seed)));

/** A layer of a GRU. */
export const anyGruCase: fc.Arbitrary<LayerCase<GruLayerWeights>> = fc
  .record({ shape: anyGruShape, ...anyMaking })
  .map(({ shape, seed, ...making }) => layerCase(gruWeights(shape), making, seeded(seed)));

interface Making {
  readonly format: NumberFormat;
  readonly density: number;
  readonly headroom: number;
}

/** Draws tensors of raw codes. */
interface Tensors {
  matrix(tensor: string, rows: number, cols: number): DenseMatrix;
  vector(length: number, terms: number): VectorWeights;
  /** One or two. */
  terms(): number;
}

const lstmWeights =
  (shape: LstmLayerShape) =>
  ({ matrix, vector, terms }: Tensors): LstmLayerWeights => {
    const { inputs, hidden, projection } = shape;
    return {
      shape,
      inputGates: matrix('ih', 4 * hidden, inputs),
      recurrentGates: matrix('hh', 4 * hidden, recurrentLength(shape)),
      bias: shape.biases ? vector(4 * hidden, terms()) : null,
      peepholes: shape.peepholes
        ? { i: vector(hidden, 1), f: vector(hidden, 1), o: vector(hidden, 1) }
        : null,
      projection: projection === null ? null : matrix('hr', projection, hidden),
    };
  };

const gruWeights =
  (shape: GruLayerShape) =>
  ({ matrix, vector, terms }: Tensors): GruLayerWeights => {
    const { inputs, hidden, resetAfter, biases } = shape;
    const gates = resetAfter ? [2, 1, 1] : [3];
    return {
      shape,
      inputGates: matrix('ih', 3 * hidden, inputs),
      recurrentGates: matrix('hh', 3 * hidden, hidden),
      bias: biases ? gates.map((count) => vector(count * hidden, terms())) : null,
      peepholes: null,
      projection: null,
    };
  };

function layerCase<Weights extends LayerWeights>(
  weightsOf: (tensors: Tensors) => Weights,
  { format, density, headroom }: Making,
  random: Random,
): LayerCase<Weights> {
  const limit = 2 ** Math.max(1, format.bits - 1 - headroom);
  const codes = (length: number) => Int16Array.from({ length }, () => Math.floor((2 * random() - 1) * limit));
  const matrix = (tensor: string, rows: number, cols: number): DenseMatrix => {
    return { tensor, rows, cols, values: codes(rows * cols), raw: true, mask: null };
  };
  const vector = (length: number, terms: number): VectorWeights => {
    return {
      terms: Array.from({ length: terms }, () => ({ tensor: 'v', values: codes(length) })),
      raw: true,
    };
  };
  const weights = weightsOf({ matrix, vector, terms: () => (random() < 0.5 ? 1 : 2) });
  const { shape } = weights;
  const mask = ({ values }: { values: ArrayLike<number> }) =>
    Uint8Array.from(values, () => Number(random() < density));
  const [ih, hh] = [mask(weights.inputGates), mask(weights.recurrentGates)];
  const asMatrix = (values: Uint8Array, like: DenseMatrix): DenseMatrix => {
    return { ...like, values: Int16Array.from(values), raw: true };
  };
  const masked = {
    ...weights,
    inputGates: asMatrix(ih, weights.inputGates),
    recurrentGates: asMatrix(hh, weights.recurrentGates),
  };
  const hr = weights.projection && mask(weights.projection);
  return {
    weights,
    format,
    x: codes(shape.inputs),
    state: { h: codes(recurrentLength(shape)), c: codes(cellLength(shape)) },
    stored: (gateMatrix) => {
      const gates = gateMatrices(masked, gateMatrix).map(({ values }) => Uint8Array.from(values));
      const masks = { gates, projection: hr };
      return { ...storeLayer(weights, gateMatrix, masks, format, noSaturations()), shape };
    },
  };
}
