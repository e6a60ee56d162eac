import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateMatrices } from '../../src/lstm/gate-matrices.ts';
import type { GruLayerWeights, LayerWeights, LstmModel } from '../../src/lstm/model.ts';
import { modelFromTensors } from '../../src/lstm/model-from-tensors.ts';
import { quantiseInputs } from '../../src/lstm/quantise.ts';
import { fixedSequence, fixedStep, zeroFixedState } from '../../src/lstm/reference-fixed.ts';
import { floatSequence, floatStep, zeroFloatState } from '../../src/lstm/reference-float.ts';
import { seededModel } from '../../src/lstm/seeded-model.ts';
import type { GateMatrix, GruLayerShape } from '../../src/lstm/shape.ts';
import { type StoredLayer, storeLayer } from '../../src/lstm/stored-layer.ts';
import type { LstmTensor } from '../../src/lstm/weights/state-dict.ts';
import { noSaturations } from '../../src/num/fixed.ts';
import { anyGruCase } from './arbitrary-layer.ts';
import { exactGruStep } from './exact-gru-step.ts';

interface Fixture {
  readonly name: string;
  readonly inputs: number;
  readonly hidden: number;
  readonly layers: number;
  readonly bias: boolean;
  readonly resetAfter: boolean;
  readonly bidirectional: boolean;
  readonly steps: number;
  readonly tensors: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
  >;
  readonly x: readonly number[];
  readonly float64: { readonly outputs: readonly number[]; readonly h: readonly number[] };
}

const fixtures: { readonly cases: readonly Fixture[] } = JSON.parse(
  readFileSync(new URL('../fixtures/torch/gru.json', import.meta.url), 'utf8'),
);
const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };
const both = ['combined', 'separate'] as const;

const shapeOf = (sizes: Partial<GruLayerShape> = {}): GruLayerShape => ({
  ...{ kind: 'gru', inputs: 3, hidden: 2, projection: null, peepholes: false },
  ...{ biases: true, resetAfter: true, ...sizes },
});

/** All positions of a layer, stored. */
function dense(weights: LayerWeights, gateMatrix: GateMatrix): StoredLayer {
  const gates = gateMatrices(weights, gateMatrix).map(({ rows, cols }) =>
    new Uint8Array(rows * cols).fill(1),
  );
  return storeLayer(weights, gateMatrix, { gates, projection: null }, format, noSaturations());
}

function modelOf({ name, layers, tensors, resetAfter, bidirectional }: Fixture): LstmModel {
  const tensor = (key: string): LstmTensor | null => {
    const found = tensors[key];
    if (found === undefined) return null;
    return { name: key, shape: found.shape, values: Float32Array.from(found.values), raw: false, mask: null };
  };
  const pass = (of: string) => ({
    kind: 'gru' as const,
    weightIh: tensor(`weight_ih_${of}`)!,
    weightHh: tensor(`weight_hh_${of}`)!,
    biasIh: tensor(`bias_ih_${of}`),
    biasHh: tensor(`bias_hh_${of}`),
    weightHr: null,
    peepholes: null,
  });
  const read = Array.from({ length: layers }, (_, l) => `l${l}`).flatMap((of) =>
    bidirectional
      ? [
          { ...pass(of), direction: 'forward' as const },
          { ...pass(`${of}_reverse`), direction: 'reverse' as const },
        ]
      : [pass(of)],
  );
  const expected = read.map(() => shapeOf({ resetAfter }));
  return modelFromTensors({ layers: read }, name, resetAfter ? [] : expected);
}

function inputsOf({ x, inputs, steps }: Fixture): Float64Array[] {
  const real = Float64Array.from(Float32Array.from(x));
  return Array.from({ length: steps }, (_, t) => real.subarray(t * inputs, (t + 1) * inputs));
}

const rule = (resetAfter: boolean) => (resetAfter ? 'reset after the product' : 'reset before the product');
const named = fixtures.cases.map((fixture) => ({
  fixture,
  what: `${fixture.name}, ${rule(fixture.resetAfter)}`,
}));

describe('a GRU of PyTorch, or of ONNX with the reset before the product', () => {
  it('has both rules, with and without biases', () => {
    const cases = fixtures.cases.map(({ resetAfter, bias }) => `${resetAfter} ${bias}`);
    expect(new Set(cases).size).toBe(4);
  });

  describe.each(named)('$what', ({ fixture }) => {
    it('has the sizes of its tensors, and its rule', () => {
      const { shape } = modelOf(fixture);
      const { inputs, hidden, bias: biases, resetAfter, bidirectional, layers } = fixture;
      expect(shape.layers).toHaveLength(bidirectional ? 2 * layers : layers);
      expect(shape.layers[0]).toMatchObject(shapeOf({ inputs, hidden, biases, resetAfter }));
    });

    it.each(both)('is the float reference within 1e-12, %s gate matrices', (gateMatrix) => {
      const layers = modelOf(fixture).layers.map((weights) => dense(weights, gateMatrix));
      const { outputs, states } = floatSequence(layers, inputsOf(fixture));
      const { float64 } = fixture;
      const found = { outputs: outputs.flatMap((h) => [...h]), h: states.flatMap(({ h }) => [...h]) };
      for (const key of ['outputs', 'h'] as const) {
        expect(found[key]).toHaveLength(float64[key].length);
        for (const [k, value] of float64[key].entries())
          expect(Math.abs(found[key][k] - value)).toBeLessThan(1e-12);
      }
      expect(states.every(({ c }) => c.length === 0)).toBe(true);
    });

    it('is the integer reference within 0.006 with 12 fraction bits', () => {
      const layers = modelOf(fixture).layers.map((weights) => dense(weights, 'separate'));
      const saturations = noSaturations();
      const codes = inputsOf(fixture).map((x) => quantiseInputs(x, format, saturations));
      const { outputs } = fixedSequence(layers, format, codes, saturations);
      const errors = outputs
        .flatMap((h) => [...h])
        .map((code, k) => Math.abs(code / 4096 - fixture.float64.outputs[k]));
      expect(Math.max(...errors)).toBeLessThan(0.006);
      expect(Math.max(...errors)).toBeGreaterThan(0);
      expect(saturations).toEqual(noSaturations());
    });
  });

  it('is not what the other rule computes', () => {
    const fixture = fixtures.cases.find(({ resetAfter }) => !resetAfter)!;
    const layers = modelOf({ ...fixture, resetAfter: true }).layers.map((weights) =>
      dense(weights, 'separate'),
    );
    const { outputs } = floatSequence(layers, inputsOf(fixture));
    const errors = outputs
      .flatMap((h) => [...h])
      .map((value, k) => Math.abs(value - fixture.float64.outputs[k]));
    expect(Math.max(...errors)).toBeGreaterThan(0.01);
  });
});

/** One cell with one input: codes of [x, h] of r, z, n, and biases. */
function cell(gates: readonly (readonly [number, number])[], biases: readonly number[], resetAfter: boolean) {
  const matrix = (tensor: string, column: 0 | 1) => ({
    ...{ tensor, rows: 3, cols: 1, raw: true, mask: null },
    values: Int16Array.from(gates, (row) => row[column]),
  });
  const vector = (values: readonly number[]) => ({
    terms: [{ tensor: 'b', values: Int16Array.from(values) }],
    raw: true,
  });
  const [r, z, nx, nh] = biases;
  const weights: GruLayerWeights = {
    shape: shapeOf({ inputs: 1, hidden: 1, resetAfter }),
    inputGates: matrix('ih', 0),
    recurrentGates: matrix('hh', 1),
    bias: resetAfter ? [vector([r, z]), vector([nx]), vector([nh])] : [vector([r, z, nx])],
    peepholes: null,
    projection: null,
  };
  return dense(weights, 'separate');
}

function step(layer: StoredLayer, x: number, h: number, accumulatorBits = 48) {
  const saturations = noSaturations();
  const state = { h: Int16Array.of(h), c: new Int16Array(0) };
  const next = fixedStep(layer, { ...format, accumulatorBits }, Int16Array.of(x), state, saturations);
  return { h: next.h[0], saturations };
}

const ONE = 4096;
const silent = [0, 0] as const;

describe('one cell of a GRU in 16 bits, 12 of them fraction', () => {
  it.each([true, false])(
    'halves the state when all gates are at zero: z = 1/2, n = 0 (resetAfter %s)',
    (after) => {
      expect(step(cell([silent, silent, silent], [0, 0, 0, 0], after), 0, ONE).h).toBe(ONE / 2);
    },
  );

  it('scales the product of n and h, and its bias, with the reset after it; h alone with the reset before', () => {
    // r = 1/2, z = 1/2: n = tanh(r (h + bias)) = tanh(1), 3119, or tanh(r h + bias) = tanh(2), 3949.
    const gates = [silent, silent, [0, ONE]] as const;
    const state = ONE;
    const after = step(cell(gates, [0, 0, 0, ONE], true), 0, state).h;
    expect(after).toBe(1560 + ONE / 2);
    const before = step(cell(gates, [0, 0, (3 * ONE) / 2, 0], false), 0, state).h;
    expect(before).toBe(1975 + ONE / 2);
  });

  it('keeps the state where z is open, and takes n where it is closed', () => {
    const open = cell([silent, silent, [ONE, 0]], [0, 32767, 0, 0], true);
    expect(step(open, ONE, 1000).h).toBeGreaterThanOrEqual(1000);
    expect(step(open, ONE, 1000).h).toBeLessThan(1005);
    expect(step(cell([silent, silent, [ONE, 0]], [0, -32768, 0, 0], true), ONE, 1000).h).toBeCloseTo(
      3118,
      -1,
    );
  });

  it('rounds the product of n and h to a word before the reset scales it, and counts what saturates there', () => {
    const { saturations } = step(cell([silent, silent, [0, 32767]], [0, 0, 0, 0], true), 0, 32767);
    expect(saturations).toEqual({ ...noSaturations(), preActivation: 1 });
  });

  it('wraps sums of products at accumulatorBits, before biases are added', () => {
    // The product 2^13 * 2^12 of n and x vanishes in 25 bits.
    const layer = cell([silent, silent, [2 * ONE, 0]], [0, 0, 0, 0], true);
    expect(step(layer, ONE, 0, 25)).toEqual({
      h: 0,
      saturations: { ...noSaturations(), wrappedAccumulators: 1 },
    });
    expect(step(layer, ONE, 0).h).toBeGreaterThan(1900);
  });
});

describe('the integer reference of a GRU', () => {
  it('is docs/timing.md section 6 in exact integers, whatever wraps or saturates', () => {
    fc.assert(
      fc.property(anyGruCase, ({ stored, format: any, x, state }) => {
        const layer = stored('separate');
        const saturations = noSaturations();
        const found = fixedStep(layer, any, x, state, saturations);
        const { saturations: counted, ...expected } = exactGruStep(layer, any, x, state);
        expect(found).toEqual(expected);
        expect(saturations).toEqual({ ...noSaturations(), ...counted });
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same bits and counts for a combined and for separate gate matrices, without scales of rows', () => {
    const unscaled = anyGruCase.filter(({ format: { weightBits } }) => weightBits !== 8);
    fc.assert(
      fc.property(unscaled, ({ stored, format: any, x, state }) => {
        const run = (gateMatrix: GateMatrix) => {
          const saturations = noSaturations();
          return { next: fixedStep(stored(gateMatrix), any, x, state, saturations), saturations };
        };
        expect(run('separate')).toEqual(run('combined'));
      }),
    );
  });

  it('refuses a state with a cell', () => {
    const layer = cell([silent, silent, silent], [0, 0, 0, 0], true);
    expect(zeroFixedState(layer).c).toHaveLength(0);
    const state = { h: new Int16Array(1), c: new Int16Array(1) };
    expect(() => fixedStep(layer, format, new Int16Array(1), state, noSaturations())).toThrow(RangeError);
    expect(() => floatStep(layer, new Float64Array(2), zeroFloatState(layer))).toThrow(RangeError);
  });
});

describe('a seeded GRU', () => {
  const shape = shapeOf({ inputs: 300, hidden: 64 });

  it("has PyTorch's tensors, 3H rows each, and biases that stay apart where the rule wants it", () => {
    const { layers } = seededModel('g', { layers: [shape, shapeOf({ inputs: 64, resetAfter: false })] }, 1);
    expect(
      layers.map(({ inputGates, recurrentGates }) => [inputGates.tensor, recurrentGates.tensor]),
    ).toEqual([
      ['weight_ih_l0', 'weight_hh_l0'],
      ['weight_ih_l1', 'weight_hh_l1'],
    ]);
    expect(layers[0].inputGates).toMatchObject({ rows: 192, cols: 300 });
    expect(layers[0].recurrentGates).toMatchObject({ rows: 192, cols: 64 });
    expect(layers[0].bias?.map(({ terms }) => terms[0].values.length)).toEqual([128, 64, 64]);
    expect(layers[1].bias?.map(({ terms }) => terms.map(({ tensor }) => tensor))).toEqual([
      ['bias_ih_l1', 'bias_hh_l1'],
    ]);
  });

  it('has the same weights under both rules', () => {
    const [after, before] = [true, false].map(
      (resetAfter) => seededModel('g', { layers: [{ ...shape, resetAfter }] }, 1).layers[0],
    );
    expect(after.recurrentGates).toEqual(before.recurrentGates);
    expect(after.bias?.[0].terms[1].values[5]).toBe(before.bias?.[0].terms[1].values[5]);
  });
});

describe('the gate matrices of a GRU', () => {
  const weights = (resetAfter: boolean) =>
    seededModel('g', { layers: [shapeOf({ resetAfter })] }, 1).layers[0];
  const says = (resetAfter: boolean, gateMatrix: GateMatrix) =>
    gateMatrices(weights(resetAfter), gateMatrix).map(
      ({ tensor, rows, cols }) => `${tensor} ${rows} x ${cols}`,
    );

  it('are always two with the reset after the product, for those of n may not be summed', () => {
    for (const gateMatrix of both) {
      expect(says(true, gateMatrix)).toEqual(['weight_ih_l0 6 x 3', 'weight_hh_l0 6 x 2']);
    }
  });

  it('have rows of their own for n with the reset before it, which waits for r', () => {
    expect(says(false, 'separate')).toEqual([
      'weight_ih_l0 6 x 3',
      'weight_hh_l0[rz] 4 x 2',
      'weight_hh_l0[n] 2 x 2',
    ]);
    expect(says(false, 'combined')).toEqual([
      '[weight_ih_l0[rz], weight_hh_l0[rz]] 4 x 5',
      '[weight_ih_l0[n], weight_hh_l0[n]] 2 x 5',
    ]);
    const [, candidate] = gateMatrices(weights(false), 'combined');
    const { inputGates, recurrentGates } = weights(false);
    expect([...candidate.values.subarray(0, 5)]).toEqual([
      ...inputGates.values.subarray(12, 15),
      ...recurrentGates.values.subarray(8, 10),
    ]);
  });
});
