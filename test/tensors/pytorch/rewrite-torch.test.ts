import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { openTensors } from '../../../src/tensors/open.ts';
import { writePickle } from '../../../src/tensors/pytorch/pickle/write-pickle.ts';
import { torchSave } from '../../../src/tensors/pytorch/pytorch-format.ts';
import { openTorchCheckpoint } from '../../../src/tensors/pytorch/torch-checkpoint.ts';
import type { NamedTensor, Tensor, WrittenFile } from '../../../src/tensors/tensor-file.ts';
import { dict, operations, pickle, tensor, text, torchFile } from './pickles.ts';
import { torchFixture } from './torch-fixture.ts';

const open = (bytes: Uint8Array) => openTensors(bytes, 'm.pt')!;

function rewritten(
  bytes: Uint8Array,
  replaced: Readonly<Record<string, Tensor>>,
  added: readonly NamedTensor[] = [],
): Uint8Array {
  const changes = { replaced: new Map(Object.entries(replaced)), added };
  return (torchSave.rewrite!(bytes, 'm.pt', new Map(), changes) as WrittenFile).bytes;
}

/** A tensor with every second value zero, and the mask of it. */
function halved(bytes: Uint8Array, name: string): { readonly values: Tensor; readonly mask: NamedTensor } {
  const found = open(bytes).read(name);
  const data = found.data.map((value, i) => (i % 2 === 0 ? 0 : value)) as Float32Array;
  const mask = Float32Array.from(data, (_, i) => i % 2);
  return {
    values: { ...found, data },
    mask: { name: `${name}_mask`, shape: found.shape, dtype: 'float32', data: mask },
  };
}

const codes = (shape: readonly number[]): Tensor => ({
  shape,
  dtype: 'int8',
  data: new Int8Array(shape.reduce((a, b) => a * b, 1)).fill(-3),
});

describe('a file of torch.save that is written anew', () => {
  it.each([
    'lstm',
    'lstm-bidirectional',
    'gru-cell',
    'half',
    'kinds',
    'parameters',
    'pruned',
    'refused',
    'tied',
  ])('has the pickle that PyTorch wrote, byte for byte, where nothing changes: %s.pt', (name) => {
    const { root, archive } = openTorchCheckpoint(torchFixture(`${name}.pt`), 'm.pt');
    const written = writePickle(root, { replaced: new Map(), added: new Map() });
    expect(Buffer.from(written).equals(archive.pickle)).toBe(true);
  });

  it('keeps all that does not change: names, their order, types, values, and what is no tensor', () => {
    for (const file of ['nested.pt', 'protocol-5.pt', 'kinds.pt', 'views.pt']) {
      const before = open(torchFixture(file));
      const after = open(rewritten(torchFixture(file), {}));
      expect(after.names).toEqual(before.names);
      for (const name of before.names) expect(after.read(name)).toEqual(before.read(name));
    }
    const roots = [torchFixture('nested.pt'), rewritten(torchFixture('nested.pt'), {})].map(
      (bytes) => openTorchCheckpoint(bytes, 'm.pt').root,
    );
    expect(roots[1]).toEqual(roots[0]);
  });

  it('has other values where they are to be, and masks at the end of the same dictionary', () => {
    const bytes = torchFixture('nested.pt');
    const name = 'model.state_dict.rnn.weight_hh_l0';
    const { values, mask } = halved(bytes, name);
    const file = open(rewritten(bytes, { [name]: values }, [mask]));
    expect(file.read(name)).toEqual(values);
    expect(file.read(mask.name)).toEqual({ shape: mask.shape, dtype: 'float32', data: mask.data });
    const behind = file.names[file.names.indexOf('model.state_dict.rnn.bias_hh_l0') + 1];
    expect(behind).toBe(mask.name);
    expect(file.names).toHaveLength(open(bytes).names.length + 1);
  });

  it('lets the data of every entry begin at a multiple of 64 bytes, as PyTorch does', () => {
    const bytes = torchFixture('lstm.pt');
    const { values, mask } = halved(bytes, 'weight_ih_l0');
    const { archive } = openTorchCheckpoint(rewritten(bytes, { weight_ih_l0: values }, [mask]), 'm.pt');
    expect(archive.entries.map(({ dataStart }) => dataStart % 64)).toEqual(archive.entries.map(() => 0));
    expect(archive.entries.map(({ name }) => name.replace('archive/', ''))).toEqual([
      'data.pkl',
      'data/0',
      'data/1',
      'data/2',
      'data/3',
      'data/4',
      'version',
    ]);
  });

  it('has the same bytes at every call', () => {
    const bytes = torchFixture('lstm.pt');
    const { values, mask } = halved(bytes, 'weight_ih_l0');
    const once = () => rewritten(bytes, { weight_ih_l0: values }, [mask]);
    expect(Buffer.from(once()).equals(once())).toBe(true);
  });

  it('keeps views as they lie: values go to their places in the storage, its other elements stay', () => {
    const bytes = torchFixture('views.pt');
    const { values, mask } = halved(bytes, 'weight_hh_l0');
    const after = rewritten(bytes, { weight_hh_l0: values }, [mask]);
    expect(open(after).read('weight_hh_l0')).toEqual(values);
    const [old, own] = [bytes, after].map((each) => {
      const checkpoint = openTorchCheckpoint(each, 'm.pt');
      const found = checkpoint.tensors.get('weight_hh_l0')!.tensor;
      if ('says' in found) throw new Error(found.says);
      const { buffer } = checkpoint.storage(found.key).slice();
      return { strides: found.strides, values: new Float32Array(buffer) };
    });
    expect(own.strides).toEqual(old.strides);
    const odd = (_: number, i: number) => i % 2 === 1;
    expect(own.values.filter(odd)).toEqual(old.values.filter(odd));
    expect(own.values).not.toEqual(old.values);
  });

  it('keeps the byte order of its storages, also in new ones', () => {
    const bytes = torchFixture('big-endian.pt');
    const { values, mask } = halved(bytes, 'weight_ih_l0');
    const file = open(rewritten(bytes, { weight_ih_l0: values }, [mask]));
    expect(file.read('weight_ih_l0')).toEqual(values);
    expect(file.read('weight_ih_l0_mask').data).toEqual(mask.data);
    expect(file.read('bias_ih_l0')).toEqual(open(bytes).read('bias_ih_l0'));
  });

  it('keeps int8 codes in a storage of their own, and the floats that they stand for no longer', () => {
    const bytes = torchFixture('parameters.pt');
    const scale = {
      name: 'weight_ih_l0_scale',
      shape: [16],
      dtype: 'float32',
      data: new Float32Array(16),
    } as const;
    const after = rewritten(bytes, { weight_ih_l0: codes([16, 3]) }, [scale]);
    expect(open(after).read('weight_ih_l0')).toEqual(codes([16, 3]));
    const sizes = openTorchCheckpoint(after, 'm.pt').archive.entries.map(({ bytes: size }) => size);
    expect(sizes).toContain(16 * 3);
    expect(sizes).not.toContain(16 * 3 * 4);
  });
});

describe('tied tensors', () => {
  const bytes = torchFixture('tied.pt');

  it('stay tied: new values of one are those of the other', () => {
    const { values, mask } = halved(bytes, 'first.weight_hh_l0');
    const file = open(rewritten(bytes, { 'first.weight_hh_l0': values }, [mask]));
    expect(file.read('second.weight_hh_l0').data).toEqual(values.data);
    expect(file.has('first.weight_hh_l0_mask')).toBe(true);
    expect(file.has('second.weight_hh_l0_mask')).toBe(false);
  });

  it('may be changed alike, and not otherwise', () => {
    const { values } = halved(bytes, 'first.weight_hh_l0');
    const same = rewritten(bytes, { 'first.weight_hh_l0': values, 'second.weight_hh_l0': values });
    expect(open(same).read('second.weight_hh_l0')).toEqual(values);
    const other = { ...values, data: values.data.map((value, i) => (i === 5 ? 7 : value)) as Float32Array };
    expect(() => rewritten(bytes, { 'first.weight_hh_l0': values, 'second.weight_hh_l0': other })).toThrow(
      'm.pt, tensor second.weight_hh_l0: element 5 lies where another value was written',
    );
  });

  it('are not parted by int8 codes of one alone', () => {
    expect(() => rewritten(bytes, { 'first.weight_hh_l0': codes([16, 4]) })).toThrow(
      'm.pt, tensor first.weight_hh_l0: shares its values with second.weight_hh_l0: as int8 alone',
    );
    const both = { 'first.weight_hh_l0': codes([16, 4]), 'second.weight_hh_l0': codes([16, 4]) };
    expect(open(rewritten(bytes, both)).read('second.weight_hh_l0')).toEqual(codes([16, 4]));
  });

  it('of one element that stands everywhere take one value only', () => {
    const views = torchFixture('views.pt');
    const { values } = halved(views, 'bias_hh_l0');
    expect(() => rewritten(views, { bias_hh_l0: values })).toThrow(
      'm.pt, tensor bias_hh_l0: element 1 lies where another value was written',
    );
  });
});

describe('what cannot be written', () => {
  const one = { shape: [2], dtype: 'float32', data: new Float32Array(2) } as const;

  it.each([
    [
      'other shapes',
      { bias_ih_l0: one },
      [],
      /tensor bias_ih_l0: 2 elements of shape \[2\], expected \[20\]/,
    ],
    ['names that are not there', { none: one }, [], /tensor none: is not in the file/],
    [
      'names that are there',
      {},
      [{ name: 'bias_ih_l0', ...one }],
      /tensor bias_ih_l0: is in the file already/,
    ],
    [
      'types without a storage',
      {},
      [{ name: 'a', shape: [2], dtype: 'uint16', data: new Uint16Array(2) } as const],
      /tensor a: PyTorch has no storage of uint16/,
    ],
  ])('is said: %s', (_, replaced, added, message) => {
    const write = () => rewritten(torchFixture('lstm.pt'), replaced as Record<string, Tensor>, added);
    expect(write).toThrow(BadInput);
    expect(write).toThrow(message);
  });

  it('is a name for what would stand in a list', () => {
    const listed = operations(']', tensor({ elements: 2, shape: [2], strides: [1] }), 'a');
    const bytes = torchFile(pickle('}', text('a'), listed, 's'), { 0: new Uint8Array(8) });
    expect(() => rewritten(bytes, {}, [{ name: 'a.0_mask', ...one }])).toThrow(
      'm.pt, tensor a.0_mask: has no dictionary into which it could be put',
    );
    expect(open(torchFile(pickle(dict(['x', listed])), { 0: new Uint8Array(8) })).names).toEqual(['x.0']);
  });
});
