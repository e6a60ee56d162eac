import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineGates } from '../../src/lstm/gate-matrices.ts';
import type { LayerWeights, LstmModel } from '../../src/lstm/model.ts';
import { floatSequence } from '../../src/lstm/reference-float.ts';
import { seededModel } from '../../src/lstm/seeded-model.ts';
import { type GateMatrix, type LayerShape, recurrentLength } from '../../src/lstm/shape.ts';
import { storeLayer } from '../../src/lstm/stored-layer.ts';
import { noSaturations } from '../../src/num/fixed.ts';
import { calibrationsOf } from '../../src/run/calibration.ts';
import { loadAccelerator } from '../../src/run/load-config.ts';
import { layerMatrices } from '../../src/run/prepared-model.ts';
import { seededSequence } from '../../src/run/sequence.ts';
import { anyGruShape, anyShape } from '../lstm/arbitrary-layer.ts';

const format = loadAccelerator('bbs').config.number;
const STEPS = 5;

/** 2/n * sum of x x^T, row-major. */
function momentsOf(vectors: readonly Float64Array[]): Float64Array {
  const { length } = vectors[0];
  return Float64Array.from({ length: length * length }, (_, at) => {
    const [i, j] = [Math.floor(at / length), at % length];
    return (2 / vectors.length) * vectors.reduce((sum, x) => sum + x[i] * x[j], 0);
  });
}

function close(found: Float64Array, expected: Float64Array): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 10);
  });
}

/** What reaches the matrices of the first layer, its inputs, and its h before and after every step. */
function calibrated(shape: LayerShape, gateMatrix: GateMatrix) {
  const model: LstmModel = seededModel('net', { layers: [shape] }, '1');
  const sequence = seededSequence(model.shape, STEPS, '2', format);
  const [calibrations] = calibrationsOf(model, { gateMatrix, format }, sequence, 0.5);
  const inputs = sequence.inputs.map(({ real }) => real);
  const initial = sequence.state.map(({ h, c }) => ({ h: h.real, c: c.real }));
  const after = floatSequence([stored(model.layers[0])], inputs, initial).outputs;
  return { calibrations, inputs, before: [initial[0].h, ...after.slice(0, -1)], after, model };
}

function stored(layer: LayerWeights) {
  const all = layerMatrices(layer, 'separate').map(({ weights }) => weights.values.map(() => 1));
  const masks = all.map((ones) => Uint8Array.from(ones));
  const projection = layer.projection === null ? null : masks[masks.length - 1];
  const gates = projection === null ? masks : masks.slice(0, -1);
  return storeLayer(layer, 'separate', { gates, projection }, format, noSaturations());
}

describe('what reaches the matrices of a model', () => {
  it('is x and h, of separate gate matrices', () => {
    const any = fc.oneof(anyShape, anyGruShape) as fc.Arbitrary<LayerShape>;
    fc.assert(
      fc.property(any, (shape) => {
        const { calibrations, inputs, before } = calibrated(shape, 'separate');
        close(calibrations[0].hessian, momentsOf(inputs));
        close(calibrations[1].hessian, momentsOf(before));
        expect(calibrations.map(({ steps, damping }) => [steps, damping])).toEqual(
          calibrations.map(() => [STEPS, 0.5]),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('is x and h side by side of a combined one', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const { calibrations, inputs, before } = calibrated(shape, 'combined');
        const both = inputs.map((x, t) => Float64Array.of(...x, ...before[t]));
        close(calibrations[0].hessian, momentsOf(both));
      }),
      { numRuns: 20 },
    );
  });

  it('is h before the projection, of the matrix that makes h of it', () => {
    fc.assert(
      fc.property(anyShape, fc.integer({ min: 1, max: 5 }), (any, projection) => {
        const shape = { ...any, projection };
        const { calibrations, after, model } = calibrated(shape, 'separate');
        const weights = model.layers[0].projection?.values ?? new Float64Array(0);
        const { hessian } = calibrations[2];
        // W H W^T is the moments of what W makes.
        const made = Float64Array.from({ length: projection * projection }, (_, at) => {
          const [p, q] = [Math.floor(at / projection), at % projection];
          let sum = 0;
          for (let i = 0; i < shape.hidden; i++)
            for (let j = 0; j < shape.hidden; j++)
              sum +=
                weights[p * shape.hidden + i] * hessian[i * shape.hidden + j] * weights[q * shape.hidden + j];
          return sum;
        });
        close(made, momentsOf(after));
      }),
      { numRuns: 20 },
    );
  });

  it('is the state after the reset, of the candidate of a GRU that resets first', () => {
    fc.assert(
      fc.property(anyGruShape, fc.constantFrom<GateMatrix>('combined', 'separate'), (any, gateMatrix) => {
        const shape = { ...any, resetAfter: false, biases: false };
        const { calibrations, inputs, before, model } = calibrated(shape, gateMatrix);
        const [layer] = model.layers;
        const { values, cols } = combineGates(layer);
        const sigmoid = (sum: number) => 1 / (1 + Math.exp(-sum));
        const reset = before.map((h, t) =>
          h.map((value, k) => {
            const xh = [...inputs[t], ...h];
            return value * sigmoid(xh.reduce((sum, x, j) => sum + x * values[k * cols + j], 0));
          }),
        );
        const operands =
          gateMatrix === 'combined' ? reset.map((h, t) => Float64Array.of(...inputs[t], ...h)) : reset;
        close(calibrations[calibrations.length - 1].hessian, momentsOf(operands));
      }),
      { numRuns: 20 },
    );
  });

  it('is what the layer below puts out, of every layer above the first', () => {
    const layer = { inputs: 4, hidden: 3, projection: null, peepholes: false, biases: true } as const;
    const layers = [
      { kind: 'lstm', ...layer },
      { kind: 'lstm', ...layer, inputs: 3 },
    ] as const;
    const model = seededModel('net', { layers }, '1');
    const sequence = seededSequence(model.shape, STEPS, '2', format);
    const calibrations = calibrationsOf(model, { gateMatrix: 'separate', format }, sequence, 0);
    const initial = sequence.state.map(({ h, c }) => ({ h: h.real, c: c.real }));
    const inputs = sequence.inputs.map(({ real }) => real);
    const { outputs } = floatSequence([stored(model.layers[0])], inputs, [initial[0]]);
    expect(recurrentLength(layers[0])).toBe(3);
    close(calibrations[1][0].hessian, momentsOf(outputs));
  });
});
