import { describe, expect, it } from 'vitest';
import { onnxFramework } from '../../../../src/lstm/weights/onnx/onnx.ts';
import type { FileGraph, FileTensor } from './file.ts';
import { openedFixture, readModel } from './fixtures.ts';
import { found, lstm, opened, refusal, tensor, weights } from './model.ts';

/** An LSTM of 2 cells and 3 inputs, with attributes, more inputs and other tensors. */
function one(
  attributes: NonNullable<Parameters<typeof lstm>[3]>['attributes'] = {},
  { more = [] as string[], tensors = [] as FileTensor[], op = 'LSTM' } = {},
): FileGraph {
  const own = weights('a', 3, 2, op === 'GRU' ? 3 : 4, attributes.direction === 'bidirectional' ? 2 : 1);
  const names = new Set(tensors.map(({ name }) => name));
  return {
    nodes: [{ ...lstm('a', 'x', 'y', { attributes }), op, inputs: ['x', 'a.W', 'a.R', ...more] }],
    tensors: [...own.filter(({ name }) => !names.has(name)), ...tensors],
    inputs: { x: [0, 1, 3] },
  };
}

describe('the name of an LSTM or GRU node', () => {
  it('is its own, else that of an output, else its operator and place', () => {
    const nodes = [
      lstm('own', 'x', 'y'),
      { ...lstm('a', 'x', 'out'), name: '' },
      { ...lstm('a', 'x', ''), name: '', outputs: ['', '', ''] },
    ];
    expect(found({ nodes }).map(({ name }) => name)).toEqual(['own', 'out', 'LSTM_2']);
  });

  it('is another one where it is taken', () => {
    const nodes = [
      lstm('a', 'x', 'a_2'),
      lstm('a', 'x', 'b'),
      { ...lstm('a', 'x', ''), outputs: [] },
      { ...lstm('LSTM_2', 'x', ''), outputs: [] },
      { ...lstm('LSTM_2', 'x', ''), outputs: [] },
    ];
    const names = found({ nodes }).map(({ name }) => name);
    expect(names).toEqual(['a', 'b', 'LSTM_2', 'LSTM_3', 'LSTM_4']);
    expect(found({ nodes: nodes.map((node) => ({ ...node, name: '__proto__' })) })[0].name).toBe('__proto__');
  });
});

describe('what an LSTM or GRU node says that is not simulated is refused by name', () => {
  it.each<[string, Parameters<typeof one>[0], string]>([
    [
      'another activation',
      { activations: ['Sigmoid', 'Relu', 'Tanh'] },
      'activations[1] is Relu, expected Tanh: no other is simulated',
    ],
    [
      'an activation of the second direction',
      { direction: 'bidirectional', activations: ['Sigmoid', 'Tanh', 'Tanh', 'HardSigmoid', 'Tanh', 'Tanh'] },
      'activations[3] is HardSigmoid, expected Sigmoid: no other is simulated',
    ],
    [
      'too few activations',
      { activations: ['Sigmoid'] },
      'has 1 activations, expected 3: Sigmoid, Tanh, Tanh',
    ],
    ['a clip', { clip: { float: 3 } }, 'clip is 3, expected none: sums of gates are not clipped here'],
    ['coupled gates', { input_forget: 1 }, 'input_forget is 1, expected 0: coupled gates are not simulated'],
    [
      'an unknown direction',
      { direction: 'sideways' },
      'direction is sideways, expected forward, reverse or bidirectional',
    ],
    ['a layout that there is not', { layout: 2 }, 'layout is 2, expected 0 or 1'],
    ['a layout before there was one', { layout: 1 }, 'layout is 1 in opset 13, expected opset 14 or later'],
    ['no cells', { hidden_size: 0 }, 'hidden_size is 0, expected a number above 0'],
  ])('%s', (_, attributes, message) => {
    expect(refusal(one(attributes))).toBe(`m.onnx: LSTM a: ${message}`);
  });

  it('but it is listed all the same', () => {
    const [{ name, kind, inputs, hidden }] = found(one({ clip: { float: 3 } }));
    expect([name, kind, inputs, hidden]).toEqual(['a', 'lstm', 3, 2]);
  });

  it('default activations in any case of letters are read', () => {
    expect(refusal(one({ activations: ['sigmoid', 'TANH', 'tanh'] }))).toBe('it was read');
    expect(refusal(one({ activations: ['SIGMOID', 'tanh'] }, { op: 'GRU' }))).toBe('it was read');
  });

  it('factors of activations are said to have no effect: these two have none', () => {
    const [{ remarks }] = found(one({ activation_alpha: { floats: [0.2] } }));
    expect(remarks).toEqual([
      'm.onnx: LSTM a: activation_alpha has no effect: Sigmoid and Tanh have no factors',
    ]);
  });
});

describe('weights of an LSTM or GRU node that do not fit are refused', () => {
  it.each<[string, Parameters<typeof one>[0], Parameters<typeof one>[1], string]>([
    [
      'another hidden_size',
      { hidden_size: 5 },
      {},
      'R, a.R, has shape [1, 8, 2], expected [1, 20, 5] for hidden_size 5',
    ],
    [
      'one direction of two',
      { direction: 'bidirectional' },
      { tensors: weights('a', 3, 2) },
      'R, a.R, has shape [1, 8, 2], expected [2, 8, 2]',
    ],
    [
      'a matrix without its axis of directions',
      {},
      { tensors: [tensor('a.R', 8, 2)] },
      'R, a.R, has shape [8, 2], expected [1, 4H, H]',
    ],
    [
      'rows of three gates',
      {},
      { tensors: [tensor('a.W', 1, 6, 3)] },
      'W, a.W, has shape [1, 6, 3], expected [1, 8, X]',
    ],
    [
      'no inputs',
      {},
      { tensors: [tensor('a.W', 1, 8, 0)] },
      'W, a.W, has shape [1, 8, 0], expected [1, 8, X]',
    ],
    [
      'half a bias',
      {},
      { more: ['a.B'], tensors: [tensor('a.B', 1, 8)] },
      'B, a.B, has shape [1, 8], expected [1, 16]',
    ],
    [
      'peepholes of another size',
      {},
      { more: ['', '', '', '', 'a.P'], tensors: [tensor('a.P', 1, 8)] },
      'P, a.P, has shape [1, 8], expected [1, 6]',
    ],
  ])('%s', (_, attributes, options, message) => {
    expect(refusal(one(attributes, options))).toBe(`m.onnx: LSTM a: ${message}`);
  });

  it('and so are missing ones and computed ones, naming what computes them', () => {
    const { nodes, ...rest } = one();
    const inputs = (...names: string[]) => ({ ...rest, nodes: [{ ...nodes[0], inputs: names }] });
    expect(refusal(inputs('x', 'a.W'))).toBe('m.onnx: LSTM a: has no R, expected the weights of an LSTM');
    expect(refusal(inputs('x'))).toBe('m.onnx: LSTM a: has no W, expected the weights of an LSTM');
    expect(refusal(inputs('x', 'x', 'a.R'))).toBe(
      'm.onnx: LSTM a: W, x, is an input of the model, expected a constant',
    );
    expect(refusal(inputs('x', 'gone', 'a.R'))).toBe(
      'm.onnx: LSTM a: W, gone, is nowhere in the file, expected a constant',
    );
    const product = { op: 'MatMul', name: 'times', inputs: ['a.W', 'x'], outputs: ['w'] };
    expect(refusal({ ...rest, nodes: [product, ...inputs('x', 'w', 'a.R').nodes] })).toBe(
      'm.onnx: LSTM a: W, w, is made by MatMul times, expected a constant',
    );
    expect(refusal({ ...inputs('x', 'i', 'a.R'), integers: { i: [1, 2] } })).toBe(
      'm.onnx: LSTM a: W, i, has shape [2], expected [1, 8, X]',
    );
  });

  it('that are given to a body are said to be its inputs, not those of the model', () => {
    const { nodes, tensors } = one();
    const body = {
      nodes: [{ ...nodes[0], inputs: ['x', 'w', 'a.R'] }],
      tensors: tensors ?? [],
      inputs: { w: [1, 8, 3] },
    };
    const loop = { op: 'Scan', name: 'steps', inputs: ['x'], outputs: ['z'], attributes: { body } };
    expect(refusal({ nodes: [loop], inputs: { x: [0, 0, 3] } })).toBe(
      'm.onnx: LSTM steps/body/a: W, w, is an input of steps/body, expected a constant',
    );
  });

  it('damaged ones are told as what they are', () => {
    const { data } = tensor('a.W', 1, 8, 3);
    expect(refusal(one({}, { tensors: [{ name: 'a.W', dims: [1, 8, 4], data }] }))).toBe(
      'm.onnx, tensor a.W: shape [1, 8, 4] of float32 takes 128 bytes, found 96',
    );
  });

  it('NaN is named with its element', () => {
    const bad = tensor('a.R', 1, 8, 2);
    const data = Float32Array.from(bad.data);
    data[11] = Number.NaN;
    expect(refusal(one({}, { tensors: [{ ...bad, data }] }))).toBe(
      'm.onnx: LSTM a: R, a.R, has NaN in element [0, 5, 1], expected a finite number',
    );
  });
});

describe('the weights of a node', () => {
  it('are those of PyTorch where it has none: no bias is no bias', () => {
    const [layer] = found(one())[0].read().layers;
    expect([layer.biasIh, layer.biasHh, layer.weightHr, layer.peepholes]).toEqual([null, null, null, null]);
  });

  it('have names that tell parts of a tensor from each other', () => {
    const more = { more: ['a.B', '', '', '', 'a.P'], tensors: [tensor('a.B', 2, 16), tensor('a.P', 2, 6)] };
    const { layers } = found(one({ direction: 'bidirectional' }, more))[0].read();
    const names = layers.map(({ weightIh, weightHh, biasIh, biasHh, peepholes }) =>
      [weightIh, weightHh, biasIh, biasHh, peepholes?.i, peepholes?.f, peepholes?.o].map(
        (each) => each?.name,
      ),
    );
    expect(names).toEqual(
      ['forward', 'reverse'].map((pass) => [
        `a.W[${pass}]`,
        `a.R[${pass}]`,
        `a.B[Wb ${pass}]`,
        `a.B[Rb ${pass}]`,
        `a.P[i ${pass}]`,
        `a.P[f ${pass}]`,
        `a.P[o ${pass}]`,
      ]),
    );
    expect(layers.map(({ direction }) => direction)).toEqual(['forward', 'reverse']);
  });

  it('keep the names of the tensors of the file that they are made of', () => {
    const { layers } = readModel('torch-lstm-unfolded-bidirectional.onnx', null);
    expect(layers.map(({ weightIh, biasHh }) => [weightIh.name, biasHh?.name])).toEqual([
      ['weight_ih_l0', 'bias_hh_l0'],
      ['weight_ih_l0_reverse', 'bias_hh_l0_reverse'],
    ]);
  });

  it('say the reset rule of a GRU', () => {
    const rules = ['gru-reset-before.onnx', 'gru-opset18.onnx'].map(
      (name) => readModel(name, null).layers[0].resetAfter,
    );
    expect(rules).toEqual([false, true]);
  });

  it('are cut by masks beside them, in the order of the tensors of the file', () => {
    const [{ weightIh, weightHh }] = readModel('masked.onnx', null).layers;
    const mask = openedFixture('masked.onnx').read('W_mask').data;
    const [i, o, f, c] = [0, 1, 2, 3].map((gate) => [...mask.subarray(gate * 12, (gate + 1) * 12)]);
    expect([...(weightIh.mask ?? [])]).toEqual([...i, ...f, ...c, ...o]);
    expect(weightHh.mask?.length).toBe(64);
    expect(onnxFramework.find(openedFixture('masked.onnx'), 'm')[0].tensors).toEqual([
      'W',
      'W_mask',
      'R',
      'R_mask',
      'B',
    ]);
  });

  it('with a mask of another shape, or of other numbers, are refused', () => {
    const masked = (...dims: number[]) => one({}, { tensors: [tensor('a.W_mask', ...dims)] });
    expect(refusal(masked(8, 3))).toBe(
      'm.onnx: LSTM a: W, a.W, has a mask a.W_mask of shape [8, 3], expected [1, 8, 3] as its tensor',
    );
    expect(refusal(masked(1, 8, 3))).toBe(
      'm.onnx: LSTM a: W, a.W, has a mask a.W_mask with 0.015625 in element 1, expected 0 or 1',
    );
  });
});

describe('the first states of a node', () => {
  const states = (h: FileTensor, attributes = {}) =>
    one(attributes, { more: ['', '', 'h'], tensors: [{ ...h, name: 'h' }] });
  const filled = (value: number, ...dims: number[]) => ({
    ...tensor('h', ...dims),
    data: tensor('h', ...dims).data.length ? Array.from(tensor('h', ...dims).data, () => value) : [],
  });

  it('that are constants stand beside the weights; zeros are none', () => {
    expect(found(states(tensor('h', 1, 1, 2)))[0].read().initial).toEqual([
      { h: Float64Array.of(0, 1 / 64), c: null },
    ]);
    expect('initial' in found(states(filled(0, 1, 4, 2)))[0].read()).toBe(false);
  });

  it('of several sequences are one where they are equal, and refused where they differ', () => {
    expect(found(states(filled(3, 1, 4, 2)))[0].read().initial).toEqual([
      { h: Float64Array.of(3, 3), c: null },
    ]);
    expect(refusal(states(tensor('h', 1, 4, 2)))).toBe(
      'm.onnx: LSTM a: initial_h, h, has states of 4 sequences, of which 0 and 1 differ, expected one state',
    );
  });

  it('of another shape, and infinite ones, are refused', () => {
    expect(refusal(states(tensor('h', 2, 1, 2)))).toBe(
      'm.onnx: LSTM a: initial_h, h, has shape [2, 1, 2], expected [1, N, 2]',
    );
    expect(refusal(states(tensor('h', 2)))).toContain('has shape [2], expected [1, N, 2]');
    expect(refusal(states(tensor('h', 1, 0, 2)))).toContain('has states of no sequence');
    expect(refusal(states(filled(Number.POSITIVE_INFINITY, 1, 1, 2)))).toContain('has Infinity in cell 0');
  });

  it('that the model is given are said not to be in the file; zeros that it makes are not mentioned', () => {
    const remarks = (name: string) => onnxFramework.find(openedFixture(name), 'm')[0].remarks;
    expect(remarks('torch-gru-states.onnx')[0]).toBe(
      'm: GRU /GRU: initial_h (/Slice_output_0) is given when the model runs, and not in the file: run takes it by --state, and has zeros or seeded values without',
    );
    expect(remarks('torch-lstm-opset9.onnx')).toEqual([]);
    expect(remarks('torch-lstm-dynamic.onnx')).toEqual([]);
  });
});

describe('what is said of nodes', () => {
  it('begins with what is said of the file', () => {
    const [{ remarks }] = onnxFramework.find(openedFixture('gru-opset22.onnx'), 'm.onnx');
    expect(remarks).toEqual(['m.onnx: has opset 22, read as opset 21']);
  });

  it('that share their weights', () => {
    const remarks = onnxFramework.find(openedFixture('shared.onnx'), 'm').map((model) => model.remarks);
    expect(remarks).toEqual([[], ['m: GRU two: it has the weights of one']]);
  });

  it('in branches that have weights of one name is not that they share them', () => {
    const branch = (start: number) => ({
      nodes: [lstm('a', 'x', 'y')],
      tensors: weights('a', 3, 2).map((each) => ({ ...each, data: Array.from(each.data, (v) => v + start) })),
    });
    const attributes = { then_branch: branch(0), else_branch: branch(1) };
    const choose = { op: 'If', name: 'if', inputs: ['x'], outputs: ['z'], attributes };
    const models = found({ nodes: [choose], inputs: { x: [1] } });
    expect(models.map(({ remarks }) => remarks)).toEqual([[], []]);
    const first = models.map((model) => model.read().layers[0].weightIh.values[0]);
    expect(first).toEqual([0, 1]);
  });

  it('whose sequences end before their inputs do', () => {
    const remarks = (lens: readonly number[], steps = 7) =>
      found({
        ...one({}, { more: ['', 'lens'] }),
        inputs: { x: [steps, lens.length, 3] },
        integers: { lens },
      })[0].remarks;
    expect(remarks([7])).toEqual([]);
    expect(remarks([7, 7])).toEqual([]);
    expect(remarks([3])).toEqual([
      'm.onnx: LSTM a: sequence_lens (lens) is 3: here a sequence has all the steps of its inputs',
    ]);
    expect(remarks([7], 0)[0]).toContain('sequence_lens (lens) is 7');
    expect(remarks([7, 5])).toEqual([
      'm.onnx: LSTM a: sequence_lens (lens) has different lengths: here a sequence has all the steps of its inputs',
    ]);
    expect(found(one({}, { more: ['', 'x'] }))[0].remarks[0]).toContain('is given when the model runs');
  });
});

describe('a file without an LSTM or GRU', () => {
  const holds = (name: string) => onnxFramework.holds(openedFixture(name), name);

  it('is said to have what it has', () => {
    expect(holds('feed-forward.onnx')).toBe('3 nodes: Relu 2, MatMul 1');
    expect(onnxFramework.holds(opened({ nodes: [] }), 'm')).toBe('0 nodes');
    const many = Array.from({ length: 10 }, (_, i) => ({ op: `Op${i}`, domain: 'mine', outputs: [`v${i}`] }));
    expect(onnxFramework.holds(opened({ nodes: many }), 'm')).toMatch(
      /^10 nodes: mine\.Op0 1, .* and 2 other kinds$/,
    );
  });

  it('names functions of the model that its nodes call', () => {
    const nodes = ['Layer', 'Head', 'Other'].map((op) => ({ op, domain: 'mine', outputs: [op] }));
    const holdsWith = (...functions: string[]) => onnxFramework.holds(opened({ nodes }, 13, functions), 'm');
    expect(holdsWith('Layer', 'Unused')).toBe(
      '3 nodes: mine.Head 1, mine.Layer 1, mine.Other 1; mine.Layer is a function of the model, whose nodes are not looked into: export it with them inlined',
    );
    expect(holdsWith('Layer', 'Head', 'Other')).toContain(
      '; mine.Layer, mine.Head and 1 more are functions of',
    );
  });

  it('names plain RNNs and quantised LSTMs, and why they are not read', () => {
    expect(holds('plain-rnn.onnx')).toBe(
      '1 node: RNN 1; RNN elman has the one gate of a plain RNN; only LSTMs and GRUs are simulated',
    );
    expect(holds('quantised.onnx')).toBe(
      '1 node: com.microsoft.DynamicQuantizeLSTM 1; com.microsoft.DynamicQuantizeLSTM lstm_q has weights that onnxruntime quantised; use the model from before its quantisation',
    );
    expect(onnxFramework.find(openedFixture('quantised.onnx'), 'm')).toEqual([]);
  });
});
