import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateMatrices } from '../../src/lstm/gate-matrices.ts';
import type { LstmLayerWeights, LstmModel } from '../../src/lstm/model.ts';
import { modelFromTensors } from '../../src/lstm/model-from-tensors.ts';
import { quantiseInputs } from '../../src/lstm/quantise.ts';
import { fixedSequence } from '../../src/lstm/reference-fixed.ts';
import { floatSequence, floatStep, zeroFloatState } from '../../src/lstm/reference-float.ts';
import { seededModel } from '../../src/lstm/seeded-model.ts';
import type { GateMatrix } from '../../src/lstm/shape.ts';
import { type StoredLayer, storeLayer } from '../../src/lstm/stored-layer.ts';
import type { LstmTensor } from '../../src/lstm/weights/state-dict.ts';
import { noSaturations } from '../../src/num/fixed.ts';
import { seeded } from '../../src/num/random.ts';
import { anyLayerCase } from './arbitrary-layer.ts';

interface Fixture {
  readonly name: string;
  readonly inputs: number;
  readonly layers: number;
  readonly bidirectional?: boolean;
  readonly steps: number;
  readonly tensors: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
  >;
  readonly x: readonly number[];
  readonly float64: Result;
  readonly float32: Result;
}
interface Result {
  readonly outputs: readonly number[];
  readonly h: readonly number[];
  readonly c: readonly number[];
}

const fixtures: { readonly cases: readonly Fixture[] } = JSON.parse(
  readFileSync(new URL('../fixtures/torch/lstm.json', import.meta.url), 'utf8'),
);
const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };

/** All positions of a layer, stored. */
function dense(weights: LstmLayerWeights, gateMatrix: GateMatrix): StoredLayer {
  const all = ({ rows, cols }: { rows: number; cols: number }) => new Uint8Array(rows * cols).fill(1);
  const masks = {
    gates: gateMatrices(weights, gateMatrix).map(all),
    projection: weights.projection && all(weights.projection),
  };
  return storeLayer(weights, gateMatrix, masks, format, noSaturations());
}

function modelOf({ name, layers, bidirectional, tensors }: Fixture): readonly LstmLayerWeights[] {
  const tensor = (key: string): LstmTensor | null => {
    const found = tensors[key];
    return found
      ? { name: key, shape: found.shape, values: Float32Array.from(found.values), raw: false, mask: null }
      : null;
  };
  const passOf = (of: string) => ({
    kind: 'lstm' as const,
    weightIh: tensor(`weight_ih_${of}`)!,
    weightHh: tensor(`weight_hh_${of}`)!,
    biasIh: tensor(`bias_ih_${of}`),
    biasHh: tensor(`bias_hh_${of}`),
    weightHr: tensor(`weight_hr_${of}`),
    peepholes: null,
  });
  const file = {
    prefix: '',
    layers: Array.from({ length: layers }, (_, l) => l).flatMap((l) =>
      bidirectional
        ? [
            { ...passOf(`l${l}`), direction: 'forward' as const },
            { ...passOf(`l${l}_reverse`), direction: 'reverse' as const },
          ]
        : [passOf(`l${l}`)],
    ),
  };
  const peephole = (gate: string) => ({
    terms: [{ tensor: gate, values: tensor(`weight_c${gate}_l0`)!.values }],
    raw: false,
  });
  const { layers: read } = modelFromTensors(file, name) as LstmModel<LstmLayerWeights>;
  return read.map((layer) =>
    'weight_ci_l0' in tensors
      ? {
          ...layer,
          shape: { ...layer.shape, peepholes: true },
          peepholes: { i: peephole('i'), f: peephole('f'), o: peephole('o') },
        }
      : layer,
  );
}

function inputsOf({ x, steps, inputs }: Fixture): Float64Array[] {
  const real = Float64Array.from(Float32Array.from(x));
  return Array.from({ length: steps }, (_, t) => real.subarray(t * inputs, (t + 1) * inputs));
}

function run(fixture: Fixture, gateMatrix: GateMatrix): Result {
  const layers = modelOf(fixture).map((weights) => dense(weights, gateMatrix));
  const { outputs, states } = floatSequence(layers, inputsOf(fixture));
  return {
    outputs: outputs.flatMap((output) => [...output]),
    h: states.flatMap(({ h }) => [...h]),
    c: states.flatMap(({ c }) => [...c]),
  };
}

function expectWithin(found: Result, expected: Result, tolerance: number): void {
  for (const key of ['outputs', 'h', 'c'] as const) {
    expect(found[key]).toHaveLength(expected[key].length);
    for (const [k, value] of expected[key].entries())
      expect(Math.abs(found[key][k] - value)).toBeLessThan(tolerance);
  }
}

describe('the float reference and PyTorch', () => {
  describe.each(fixtures.cases)('$name', (fixture) => {
    it.each(['combined', 'separate'] as const)(
      'agree within 1e-12 in float64, %s gate matrices',
      (gateMatrix) => {
        expectWithin(run(fixture, gateMatrix), fixture.float64, 1e-12);
      },
    );

    it('agree within 1e-5 with the model in float32', () => {
      expectWithin(run(fixture, 'combined'), fixture.float32, 1e-5);
    });
  });
});

describe('the float reference', () => {
  it('is not PyTorch where the reverse pass begins with the first step, or stands first in the outputs', () => {
    const fixture = fixtures.cases.find(({ name }) => name === 'two bidirectional layers with projections')!;
    const { outputs } = fixture.float64;
    const largest = (found: readonly number[]) =>
      Math.max(...found.map((value, at) => Math.abs(value - outputs[at])));
    const both = modelOf(fixture).map((weights) => dense(weights, 'combined'));
    const inputs = inputsOf(fixture);
    const run = (stored: readonly StoredLayer[]) =>
      floatSequence(stored, inputs).outputs.flatMap((output) => [...output]);
    expect(largest(run(both))).toBeLessThan(1e-12);
    const swapped = [
      { ...both[1], shape: both[0].shape },
      { ...both[0], shape: both[1].shape },
      ...both.slice(2),
    ];
    expect(largest(run(swapped))).toBeGreaterThan(0.01);
    const turned = floatSequence(both, inputs.toReversed()).outputs.toReversed();
    expect(largest(turned.flatMap((output) => [...output]))).toBeGreaterThan(0.01);
  });

  it('starts from a given state and leaves it as it was', () => {
    const [layer] = modelOf(fixtures.cases[0]).map((weights) => dense(weights, 'combined'));
    const state = { h: new Float64Array(6).fill(0.5), c: new Float64Array(6).fill(-1) };
    const x = new Float64Array(5).fill(0.25);
    const { outputs } = floatSequence([layer], [x], [state]);
    expect(outputs[0]).toEqual(floatStep(layer, x, state).h);
    expect(outputs[0]).not.toEqual(floatStep(layer, x, zeroFloatState(layer)).h);
    expect(state).toEqual({ h: new Float64Array(6).fill(0.5), c: new Float64Array(6).fill(-1) });
  });

  it('refuses an input of the wrong length', () => {
    const [layer] = modelOf(fixtures.cases[0]).map((weights) => dense(weights, 'combined'));
    expect(() => floatStep(layer, new Float64Array(4), zeroFloatState(layer))).toThrow(RangeError);
  });

  it('gives the same on a combined and on separate gate matrices, whatever is pruned', () => {
    fc.assert(
      fc.property(anyLayerCase, ({ stored, x, state }) => {
        const [combined, separate] = [stored('combined'), stored('separate')];
        const real = {
          h: Float64Array.from(state.h, (code) => code / 4096),
          c: Float64Array.from(state.c, (code) => code / 4096),
        };
        const input = Float64Array.from(x, (code) => code / 4096);
        const [a, b] = [floatStep(combined, input, real), floatStep(separate, input, real)];
        for (const [k, value] of a.c.entries()) expect(b.c[k]).toBeCloseTo(value, 9);
        for (const [k, value] of a.h.entries()) expect(b.h[k]).toBeCloseTo(value, 9);
      }),
    );
  });
});

describe('the integer reference beside the float reference', () => {
  it.each([
    { fractionBits: 12, bits: 16, tolerance: 0.02 },
    { fractionBits: 8, bits: 12, tolerance: 0.1 },
  ])(
    'stays within $tolerance over 10 steps with $fractionBits fraction bits',
    ({ fractionBits, bits, tolerance }) => {
      const shape = {
        kind: 'lstm' as const,
        inputs: 24,
        hidden: 32,
        projection: 16,
        peepholes: true,
        biases: true,
      };
      const second = { ...shape, inputs: 16, projection: null };
      const { layers } = seededModel('two layers', { layers: [shape, second] }, 1);
      const random = seeded(2);
      const inputs = Array.from({ length: 10 }, () =>
        Float64Array.from({ length: 24 }, () => 2 * random() - 1),
      );
      const number = { bits, fractionBits, accumulatorBits: 48 };
      const saturations = noSaturations();
      const stored = layers.map((weights) => dense(weights, 'combined'));
      const codes = inputs.map((x) => quantiseInputs(x, number, saturations));
      const fixed = fixedSequence(
        layers.map((weights) => storeLayer(weights, 'separate', masksOf(weights), number, saturations)),
        number,
        codes,
        saturations,
      );
      const float = floatSequence(stored, inputs);
      const errors = float.outputs.flatMap((output, t) =>
        [...output].map((value, k) => Math.abs(value - fixed.outputs[t][k] / 2 ** fractionBits)),
      );
      expect(Math.max(...errors)).toBeLessThan(tolerance);
      expect(Math.max(...errors)).toBeGreaterThan(0);
      expect(saturations).toEqual(noSaturations());
    },
  );
});

function masksOf(weights: LstmLayerWeights) {
  const all = ({ rows, cols }: { rows: number; cols: number }) => new Uint8Array(rows * cols).fill(1);
  return {
    gates: gateMatrices(weights, 'separate').map(all),
    projection: weights.projection && all(weights.projection),
  };
}
