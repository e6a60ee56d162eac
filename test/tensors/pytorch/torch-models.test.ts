import { describe, expect, it } from 'vitest';
import { chooseModel, findModels } from '../../../src/lstm/weights/choose-model.ts';
import { openTensors } from '../../../src/tensors/open.ts';
import { floatOutputs } from '../../lstm/float-outputs.ts';
import { dict, global, integer, operations, pickle, tensor, text, torchFile, tuple } from './pickles.ts';
import { expectedOfTorch, torchFixture } from './torch-fixture.ts';

const open = (bytes: Uint8Array) => openTensors(bytes, 'm.pt')!;

describe('a model that PyTorch saved', () => {
  it.each(expectedOfTorch.models)('gives the outputs of PyTorch within 1e-12: $file', (expected) => {
    const { file, name, x, outputs } = expected;
    const found = floatOutputs(torchFixture(file), file, x, { model: name });
    expect(found).toHaveLength(outputs.length);
    for (const [at, value] of outputs.entries()) expect(Math.abs(found[at] - value)).toBeLessThan(1e-12);
  });

  it('is named by the keys of the dictionaries that lead to it', () => {
    const { models } = findModels(open(torchFixture('nested.pt')), 'm.pt');
    expect(models.map(({ name }) => name)).toEqual(['model.state_dict.rnn']);
  });

  it('is chosen by name where a file has several, tied or not', () => {
    const file = open(torchFixture('tied.pt'));
    expect(findModels(file, 'm.pt').models.map(({ name }) => name)).toEqual(['first', 'second']);
    const [first, second] = ['first', 'second'].map((model) =>
      chooseModel(file, 'm.pt', { model, prefix: null }).read(),
    );
    expect(first.layers[0].weightHh.values).toEqual(second.layers[0].weightHh.values);
    expect(first.layers[0].weightIh.values).not.toEqual(second.layers[0].weightIh.values);
  });
});

describe('the tensors of a file of torch.save', () => {
  it.each(Object.entries(expectedOfTorch.tensors))(
    'have the values that PyTorch finds: %s',
    (file, tensors) => {
      const { names, shape, read } = open(torchFixture(file));
      expect(names).toEqual(Object.keys(tensors));
      for (const [name, expected] of Object.entries(tensors)) {
        const { dtype, data } = read(name);
        expect({ dtype, shape: shape(name), values: Array.from(data) }).toEqual(expected);
      }
    },
  );

  it('are decoded anew at each call: who reads them may change them', () => {
    const file = open(torchFixture('lstm.pt'));
    const first = file.read('bias_ih_l0').data;
    const before = first[0];
    first[0] = 9;
    expect(file.read('bias_ih_l0').data[0]).toBe(before);
  });

  it('are found whatever the folder in the archive, without one, and deflated', () => {
    const bytes = new Uint8Array(Float32Array.from([1, 2, 3, 4]).buffer);
    const content = pickle(dict(['a', tensor({ elements: 4, shape: [2, 2], strides: [1, 2] })]));
    for (const folder of ['', 'a b/', 'x/y/'])
      for (const compress of [false, true]) {
        const file = open(torchFile(content, { 0: bytes }, { folder, compress }));
        expect(file.format).toBe('pytorch');
        expect(Array.from(file.read('a').data)).toEqual([1, 3, 2, 4]);
      }
  });

  it('are listed where their numbers are of a kind that is not read, and refused when they are', () => {
    const file = open(torchFixture('refused.pt'));
    const says = {
      quantised: 'a quantised tensor of PyTorch',
      sparse: 'a sparse tensor of PyTorch',
      complex: 'of complex numbers',
      array: 'an array of NumPy',
    };
    expect(file.names).toEqual([...Object.keys(says), 'plain']);
    for (const [name, what] of Object.entries(says)) {
      expect(file.shape(name)).toBeNull();
      expect(() => file.read(name)).toThrow(`m.pt, tensor ${name}: is ${what}, expected a tensor of plain`);
    }
    expect(Array.from(file.read('plain').data)).toEqual([1, 1]);
    expect(() => file.read('none')).toThrow('m.pt: has no tensor none; it has quantised, sparse');
  });

  it('of PyTorch 2 lie in storages without a type, or are made by way of their class', () => {
    const id = tuple(
      text('storage'),
      global('torch.storage', 'UntypedStorage'),
      text('0'),
      text('cpu'),
      integer(8),
    );
    const typed = operations(
      global('torch._utils', '_rebuild_tensor_v3'),
      '(',
      operations(id, 'QK\x01', '(K\x03t(K\x01t\x89', global('collections', 'OrderedDict'), ')R'),
      global('torch', 'uint16'),
      'tR',
    );
    const plain = tensor({ elements: 2, key: '1', shape: [2], strides: [1] });
    // The call of the plain tensor as (function, class, arguments, state).
    const [made, args] = [plain.slice(0, 33), plain.slice(33, -1)];
    const ofClass = operations(
      global('torch._tensor', '_rebuild_from_type_v2'),
      '(',
      made,
      global('torch', 'Tensor'),
      args,
      'NtR',
    );
    const file = open(
      torchFile(pickle(dict(['a', typed], ['b', ofClass])), {
        0: new Uint8Array(Uint16Array.of(1, 2, 3, 60_000).buffer),
        1: new Uint8Array(Float32Array.of(4, 5).buffer),
      }),
    );
    expect(file.read('a')).toEqual({ shape: [3], dtype: 'uint16', data: Uint16Array.of(2, 3, 60_000) });
    expect(Array.from(file.read('b').data)).toEqual([4, 5]);
  });
});
