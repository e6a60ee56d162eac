import fc from 'fast-check';
import type { DenseMatrix } from '../../src/bbs/matrix.ts';
import { gateMatrices } from '../../src/lstm/gate-matrices.ts';
import { gruBias } from '../../src/lstm/gru-bias.ts';
import type { GruLayerWeights, VectorWeights } from '../../src/lstm/model.ts';
import type { GateMatrix, GruLayerShape } from '../../src/lstm/shape.ts';
import type { FixedState } from '../../src/lstm/state.ts';
import { type StoredLayer, storeLayer } from '../../src/lstm/stored-layer.ts';
import { type NumberFormat, noSaturations } from '../../src/num/fixed.ts';
import { seeded } from '../../src/num/random.ts';
import { anyFormat } from './arbitrary-layer.ts';

/** A GRU layer of raw codes in a random format, with an input and a state. */
export interface GruCase {
  readonly weights: GruLayerWeights;
  readonly format: NumberFormat;
  readonly x: Int16Array;
  readonly state: FixedState;
  /** The layer with some of its weights, the same for both. */
  stored(gateMatrix: GateMatrix): StoredLayer<GruLayerShape>;
}

const anyGruShape: fc.Arbitrary<GruLayerShape> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 7 }),
    hidden: fc.integer({ min: 1, max: 6 }),
    biases: fc.boolean(),
    resetAfter: fc.boolean(),
  })
  .map((sizes) => ({ kind: 'gru', projection: null, peepholes: false, ...sizes }));

/** Any GRU: both reset rules, sparse and dense, with codes that saturate and accumulators that wrap. */
export const anyGruCase: fc.Arbitrary<GruCase> = fc
  .record({
    shape: anyGruShape,
    format: anyFormat,
    density: fc.constantFrom(0.1, 0.5, 1),
    headroom: fc.integer({ min: 0, max: 5 }),
    seed: fc.integer(),
  })
  .map(({ shape, format, density, headroom, seed }) => {
    const random = seeded(seed);
    const limit = 2 ** Math.max(1, format.bits - 1 - headroom);
    const code = () => Math.floor((2 * random() - 1) * limit);
    const codes = (length: number) => Int16Array.from({ length }, code);
    const { inputs, hidden } = shape;
    const matrix = (tensor: string, cols: number): DenseMatrix => {
      const values = codes(3 * hidden * cols).map((value) => (random() < density ? value : 0));
      const mask = Uint8Array.from(values, (value) => Number(value !== 0));
      return { tensor, rows: 3 * hidden, cols, values, raw: true, mask };
    };
    const bias = (): VectorWeights => ({ terms: [{ tensor: 'b', values: codes(3 * hidden) }], raw: true });
    const weights: GruLayerWeights = {
      shape,
      inputGates: matrix('ih', inputs),
      recurrentGates: matrix('hh', hidden),
      bias: shape.biases ? gruBias(bias(), bias(), shape.resetAfter) : null,
      peepholes: null,
      projection: null,
    };
    return {
      weights,
      format,
      x: codes(inputs),
      state: { h: codes(hidden), c: new Int16Array(0) },
      stored: (gateMatrix) => {
        const gates = gateMatrices(weights, gateMatrix).map(({ mask }) => mask!);
        const masks = { gates, projection: null };
        return { ...storeLayer(weights, gateMatrix, masks, format, noSaturations()), shape };
      },
    };
  });
