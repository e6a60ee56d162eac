import { describe, expect, it } from 'vitest';
import type { LstmLayerTensors } from '../../../../src/lstm/weights/lstm-layer.ts';
import type { TensorOrigin } from '../../../../src/lstm/weights/lstm-tensor.ts';
import { onnxFramework } from '../../../../src/lstm/weights/onnx/onnx.ts';
import { expectedFiles, floatOutputs, largestDifference, openedFixture, readModel } from './fixtures.ts';

/**
 * PyTorch computes its outputs in float32: a few units of 2^-24 for values below 1. The files made by hand
 * have outputs in float64 of float32 weights, which the reference reads exactly.
 */
const bounds = { 'torch-': 5e-7, '': 1e-14 };

const cases = Object.entries(expectedFiles).flatMap(([file, { models }]) =>
  models.map((model) => ({ file, model, name: model.name ?? 'the only model' })),
);

describe('the float64 reference on a model of an ONNX file gives the outputs of its framework', () => {
  it.each(cases)('$file, $name', ({ file, model }) => {
    const bound = file.startsWith('torch-') ? bounds['torch-'] : bounds[''];
    const outputs = floatOutputs(readModel(file, model.name), model);
    expect(outputs.length).toBe(model.y.length);
    for (const [t, output] of outputs.entries())
      expect(largestDifference(output, model.y[t])).toBeLessThan(bound);
  });

  it('and needs the order of the gates for it: with two gates exchanged, outputs are far away', () => {
    const [model] = expectedFiles['torch-lstm-opset13.onnx'].models;
    const tensors = readModel('torch-lstm-opset13.onnx', null);
    const [layer] = tensors.layers;
    const { values, shape } = layer.weightIh;
    const [gate, rest] = [values.length / 4, values.slice()];
    rest.set(values.subarray(2 * gate, 3 * gate), gate);
    rest.set(values.subarray(gate, 2 * gate), 2 * gate);
    const layers = [{ ...layer, weightIh: { ...layer.weightIh, shape, values: rest } }];
    const [first] = floatOutputs({ ...tensors, layers }, model);
    expect(largestDifference(first, model.y[0])).toBeGreaterThan(1e-2);
  });
});

const cells = (peepholes: LstmLayerTensors['peepholes']) =>
  peepholes === null ? [] : [peepholes.i, peepholes.f, peepholes.o];
const nowhere: TensorOrigin = { tensors: [], tensorOf: null, elements: new Uint32Array(0) };

describe('every weight of an ONNX file', () => {
  const files = Object.keys(expectedFiles);

  it.each(files)('lies where its origin says, %s', (name) => {
    const file = openedFixture(name);
    let compared = 0;
    for (const { layers } of onnxFramework.find(file, name).map((model) => model.read()))
      for (const { weightIh, weightHh, biasIh, biasHh, peepholes } of layers)
        for (const tensor of [weightIh, weightHh, biasIh, biasHh, ...cells(peepholes)]) {
          if (tensor === null) continue;
          const { tensors, tensorOf, elements } = tensor.origin?.() ?? nowhere;
          const data = tensors.map((each: string) => file.read(each).data);
          const values = Array.from(elements, (element, i) => data[tensorOf?.[i] ?? 0][element]);
          const kept = values.map((value, i) => (tensor.mask?.[i] === 0 ? 0 : value));
          expect(kept).toEqual([...tensor.values]);
          compared++;
        }
    expect(compared).toBeGreaterThan(0);
  });
});
