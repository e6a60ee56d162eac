import { describe, expect, it } from 'vitest';
import { seededModel } from '../../src/lstm/seeded-model.ts';
import type { LayerShape } from '../../src/lstm/shape.ts';

const shape: LayerShape = {
  kind: 'lstm',
  inputs: 300,
  hidden: 64,
  projection: 32,
  peepholes: true,
  biases: true,
};
const deviation = (values: ArrayLike<number>) => {
  const squares = Array.from(values, (v) => v * v);
  return Math.sqrt(squares.reduce((sum, v) => sum + v, 0) / squares.length);
};

describe('a seeded model', () => {
  const [layer] = seededModel('m', { layers: [shape] }, 1).layers;

  it('has the tensors of its shape, under PyTorch names', () => {
    expect(layer.inputGates).toMatchObject({
      tensor: 'weight_ih_l0',
      rows: 256,
      cols: 300,
      raw: false,
      mask: null,
    });
    expect(layer.recurrentGates).toMatchObject({ tensor: 'weight_hh_l0', rows: 256, cols: 32 });
    expect(layer.projection).toMatchObject({ tensor: 'weight_hr_l0', rows: 32, cols: 64 });
    expect(layer.bias?.terms[0]).toMatchObject({ tensor: 'bias_l0' });
    expect(layer.bias?.terms[0].values).toHaveLength(256);
    expect(Object.values(layer.peepholes!).map(({ terms }) => terms[0].tensor)).toEqual([
      'weight_ci_l0',
      'weight_cf_l0',
      'weight_co_l0',
    ]);
  });

  it('has rows of standard deviation 0.5 to 1.5 over the root of the columns', () => {
    const { values, cols, rows } = layer.inputGates;
    const scales = Array.from(
      { length: rows },
      (_, row) => deviation(values.subarray(row * cols, (row + 1) * cols)) * Math.sqrt(cols),
    );
    expect(Math.min(...scales)).toBeGreaterThan(0.4);
    expect(Math.min(...scales)).toBeLessThan(0.6);
    expect(Math.max(...scales)).toBeGreaterThan(1.4);
    expect(Math.max(...scales)).toBeLessThan(1.7);
  });

  it('has biases and peepholes of standard deviation 0.1', () => {
    expect(deviation(layer.bias!.terms[0].values)).toBeCloseTo(0.1, 1.5);
    expect(deviation(layer.peepholes!.o.terms[0].values)).toBeCloseTo(0.1, 1.5);
  });

  it('is the same for a seed, and another for another seed and for another layer', () => {
    const layers = [shape, { ...shape, inputs: 32 }];
    const again = seededModel('m', { layers }, 1).layers;
    expect(again[0]).toEqual(layer);
    expect(again[1].recurrentGates.values).not.toEqual(layer.recurrentGates.values);
    expect(seededModel('m', { layers }, 2).layers[0].inputGates.values).not.toEqual(layer.inputGates.values);
  });

  it('has tensors that do not depend on the size of others', () => {
    const [wider] = seededModel('m', { layers: [{ ...shape, inputs: 17 }] }, 1).layers;
    expect(wider.recurrentGates).toEqual(layer.recurrentGates);
    expect(wider.bias).toEqual(layer.bias);
  });

  it('has neither biases, peepholes nor projection where the shape has none', () => {
    const bare = { ...shape, projection: null, peepholes: false, biases: false };
    expect(seededModel('m', { layers: [bare] }, 1).layers[0]).toMatchObject({
      bias: null,
      peepholes: null,
      projection: null,
      recurrentGates: { cols: 64 },
    });
  });
});
