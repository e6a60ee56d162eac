import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { combineGates, gateMatrices } from '../../src/lstm/gate-matrices.ts';
import type { LayerWeights, LstmLayerWeights, LstmModel } from '../../src/lstm/model.ts';
import { modelFromTensors } from '../../src/lstm/model-from-tensors.ts';
import type { LayerShape } from '../../src/lstm/shape.ts';
import type { LstmLayerTensors, LstmTensor } from '../../src/lstm/weights/state-dict.ts';

function tensor(
  name: string,
  shape: readonly number[],
  values: LstmTensor['values'],
  mask: Uint8Array | null = null,
): LstmTensor {
  return { name, shape, values, raw: values instanceof Int16Array, mask };
}

/** H = 1, X = 2: rows i, f, g, o hold their number and their column. */
const weightIh = tensor('lstm.weight_ih_l0', [4, 2], Float32Array.of(10, 11, 20, 21, 30, 31, 40, 41));
const weightHh = tensor('lstm.weight_hh_l0', [4, 1], Float32Array.of(12, 22, 32, 42));
const biasIh = tensor('lstm.bias_ih_l0', [4], Float32Array.of(1, 2, 3, 4));
const bare: LstmLayerTensors = {
  kind: 'lstm',
  weightIh,
  weightHh,
  biasIh: null,
  biasHh: null,
  weightHr: null,
  peepholes: null,
};

const modelOf = (layer: Partial<LstmLayerTensors>) =>
  modelFromTensors({ layers: [{ ...bare, ...layer }] }, 'm') as LstmModel<LstmLayerWeights>;

describe('a model from PyTorch tensors', () => {
  it('takes its sizes from the shapes', () => {
    const { name, shape, layers } = modelOf({});
    expect(name).toBe('m');
    expect(shape.layers).toEqual([
      { kind: 'lstm' as const, inputs: 2, hidden: 1, projection: null, peepholes: false, biases: false },
    ]);
    expect(layers[0]).toMatchObject({ bias: null, peepholes: null, projection: null });
    expect(layers[0].inputGates).toMatchObject({ tensor: 'lstm.weight_ih_l0', rows: 4, cols: 2, raw: false });
  });

  it('has the projection of weight_hr', () => {
    const weightHr = tensor('lstm.weight_hr_l0', [3, 1], Float32Array.of(1, 2, 3));
    const { shape, layers } = modelOf({ weightHr });
    expect(shape.layers[0].projection).toBe(3);
    expect(layers[0].projection).toMatchObject({ rows: 3, cols: 1 });
  });

  it('keeps both biases apart until they are quantised, and takes one alone', () => {
    const biasHh = tensor('lstm.bias_hh_l0', [4], Float32Array.of(5, 6, 7, 8));
    const both = modelOf({ biasIh, biasHh }).layers[0];
    expect(both.bias?.terms.map((term) => term.tensor)).toEqual(['lstm.bias_ih_l0', 'lstm.bias_hh_l0']);
    const one = modelOf({ biasIh }).layers[0];
    expect(one.bias?.terms).toHaveLength(1);
    expect(one.shape.biases).toBe(true);
  });
});

describe('a model from tensors of other frameworks', () => {
  const gru: LstmLayerTensors = {
    ...bare,
    kind: 'gru',
    weightIh: tensor('W', [3, 2], Float32Array.of(1, 2, 3, 4, 5, 6)),
    weightHh: tensor('R', [3, 1], Float32Array.of(7, 8, 9)),
    biasIh: tensor('B', [3], Float32Array.of(1, 2, 3)),
  };
  const gruOf = (more: Partial<LstmLayerTensors>, expected: readonly LayerShape[] = []) =>
    modelFromTensors({ layers: [{ ...gru, ...more }] }, 'm', expected).layers[0];
  const sums = (bias: LayerWeights['bias']) =>
    [bias].flat().map((vector) => {
      const [first, ...more] = vector?.terms ?? [];
      return more.reduce(
        (sum, { values }) => sum.map((value, i) => value + values[i]),
        Array.from(first.values),
      );
    });

  it('has peepholes, one vector for each gate that sees the cell', () => {
    const peephole = (gate: string, value: number) => tensor(`P_${gate}`, [1], Float32Array.of(value));
    const peepholes = { i: peephole('i', 1), f: peephole('f', 2), o: peephole('o', 3) };
    const { shape, layers } = modelOf({ peepholes });
    expect(shape.layers[0].peepholes).toBe(true);
    expect(layers[0].peepholes).toMatchObject({
      i: { terms: [{ tensor: 'P_i', values: Float32Array.of(1) }], raw: false },
      f: { terms: [{ tensor: 'P_f' }] },
      o: { terms: [{ tensor: 'P_o' }] },
    });
  });

  it('has the reset rule of the file, whatever a workload says, and otherwise that of the workload', () => {
    const expected = (resetAfter: boolean) => [{ ...gruOf({}).shape, resetAfter } as LayerShape];
    expect(gruOf({}).shape).toMatchObject({ resetAfter: true });
    expect(gruOf({}, expected(false)).shape).toMatchObject({ resetAfter: false });
    expect(gruOf({ resetAfter: false }).shape).toMatchObject({ resetAfter: false });
    expect(gruOf({ resetAfter: false }, expected(true)).shape).toMatchObject({ resetAfter: false });
  });

  it('has one bias of a GRU over all where the file has one', () => {
    expect(sums(gruOf({ resetAfter: false }).bias)).toEqual([[1, 2, 3]]);
    // With the reset after the product, n over x has it, and n over h has none.
    expect(sums(gruOf({ resetAfter: true }).bias)).toEqual([[1, 2], [3], [0]]);
    const biasHh = tensor('Bh', [3], Float32Array.of(10, 20, 30));
    expect(sums(gruOf({ biasHh }).bias)).toEqual([[11, 22], [3], [30]]);
    expect(gruOf({ biasIh: null }).bias).toBeNull();
  });
});

describe('combined gates', () => {
  it('hold the columns [x, h] of every gate row', () => {
    const combined = combineGates(modelOf({}).layers[0]);
    expect(combined).toMatchObject({
      tensor: '[lstm.weight_ih_l0, lstm.weight_hh_l0]',
      rows: 4,
      cols: 3,
      mask: null,
    });
    expect(combined.values).toEqual(Float32Array.of(10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42));
  });

  it.each([
    { left: Float32Array, right: Float32Array, both: Float32Array },
    { left: Float32Array, right: Float64Array, both: Float64Array },
    { left: Int16Array, right: Int16Array, both: Int16Array },
  ])('of $left.name and $right.name are a $both.name', ({ left, right, both }) => {
    const layer = modelOf({
      weightIh: tensor('ih', [4, 2], left.from([1, 2, 3, 4, 5, 6, 7, 8])),
      weightHh: tensor('hh', [4, 1], right.from([9, 10, 11, 12])),
    }).layers[0];
    expect(combineGates(layer).values).toBeInstanceOf(both);
    expect([...combineGates(layer).values]).toEqual([1, 2, 9, 3, 4, 10, 5, 6, 11, 7, 8, 12]);
  });

  it('have the mask of both halves; a half without one stores its non-zeros', () => {
    const mask = Uint8Array.of(1, 0, 0, 1, 1, 1, 0, 0);
    const masked = tensor('ih', [4, 2], weightIh.values, mask);
    const sparse = tensor('hh', [4, 1], Float32Array.of(1, 0, 0, 2));
    const { layers } = modelOf({ weightIh: masked, weightHh: sparse });
    expect(combineGates(layers[0]).mask).toEqual(Uint8Array.of(1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1));
  });

  it('refuse raw codes beside floats', () => {
    const codes = tensor('hh', [4, 1], Int16Array.of(1, 2, 3, 4));
    expect(() => combineGates(modelOf({ weightHh: codes }).layers[0])).toThrow(BadInput);
    expect(() => combineGates(modelOf({ weightHh: codes }).layers[0])).toThrow(
      /tensor hh holds raw codes and .*ih_l0 floats/,
    );
  });

  it('are one matrix, separate gates two', () => {
    const [layer] = modelOf({}).layers;
    expect(gateMatrices(layer, 'combined').map(({ cols }) => cols)).toEqual([3]);
    expect(gateMatrices(layer, 'separate').map(({ cols }) => cols)).toEqual([2, 1]);
  });
});
