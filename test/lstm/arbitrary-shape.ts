import fc from 'fast-check';
import type { GruLayerShape, LstmLayerShape } from '../../src/lstm/shape.ts';

/** Sizes from 1 to these. */
export interface LargestSizes {
  readonly inputs: number;
  readonly hidden: number;
  readonly projection: number;
}

const upTo = (most: number) => fc.integer({ min: 1, max: most });

/** The shape of an LSTM layer, with or without a projection, peepholes and biases. */
export const lstmShapes = (most: LargestSizes): fc.Arbitrary<LstmLayerShape> =>
  fc
    .record({
      inputs: upTo(most.inputs),
      hidden: upTo(most.hidden),
      projection: fc.option(upTo(most.projection), { nil: null }),
      peepholes: fc.boolean(),
      biases: fc.boolean(),
    })
    .map((sizes) => ({ kind: 'lstm', ...sizes }));

/** The shape of a GRU layer with either rule of the reset, with or without biases. */
export const gruShapes = (most: Omit<LargestSizes, 'projection'>): fc.Arbitrary<GruLayerShape> =>
  fc
    .record({
      inputs: upTo(most.inputs),
      hidden: upTo(most.hidden),
      resetAfter: fc.boolean(),
      biases: fc.boolean(),
    })
    .map((sizes) => ({ kind: 'gru', ...sizes, projection: null, peepholes: false }));
