import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../src/tensors/safetensors/header.ts';
import { safetensors } from '../../../src/tensors/safetensors/safetensors-format.ts';
import type { Companions, NamedTensor, Tensor, WrittenFile } from '../../../src/tensors/tensor-file.ts';
import { refusal } from '../../config/refusal.ts';
import { modelFile } from '../torch-references.ts';
import { craftSafetensors } from './crafted.ts';

const none: Companions = new Map();

function rewrite(
  bytes: Uint8Array,
  replaced: Readonly<Record<string, Tensor>>,
  added: readonly NamedTensor[] = [],
  companions = none,
): WrittenFile {
  const changes = { replaced: new Map(Object.entries(replaced)), added };
  return safetensors.rewrite?.(bytes, 'm', companions, changes) as WrittenFile;
}

const open = ({ bytes, companions }: WrittenFile) => safetensors.open(bytes, 'm', companions);

describe('a safetensors file that is written anew', () => {
  const lstm = modelFile('safetensors/lstm.safetensors');
  const name = 'encoder.lstm.weight_hh_l0';
  const before = open({ bytes: lstm, companions: none });

  it.each(['lstm', 'gru', 'lstm-bfloat16', 'types'])(
    'is the same, byte for byte, where nothing changes: %s',
    (file) => {
      const bytes = modelFile(`safetensors/${file}.safetensors`);
      expect(rewrite(bytes, {}).bytes).toEqual(bytes);
    },
  );

  it.each(['half', 'brain', 'single', 'double', 'int16', 'int64', 'uint64', 'bool', 'scalar', 'none'])(
    'is the same where a tensor is replaced by what was read: %s',
    (tensor) => {
      const bytes = modelFile('safetensors/types.safetensors');
      const read = open({ bytes, companions: none }).read(tensor);
      expect(rewrite(bytes, { [tensor]: read }).bytes).toEqual(bytes);
    },
  );

  it('has new values in the place of the old, new tensors behind, and the rest and the metadata', () => {
    const weights = before.read(name);
    const pruned = { ...weights, data: Float32Array.from(weights.data, (x, i) => (i % 2 === 0 ? x : 0)) };
    const mask = {
      name: `${name}_mask`,
      shape: weights.shape,
      dtype: 'float32',
      data: Float32Array.from(weights.data, (_, i) => 1 - (i % 2)),
    } as const;
    const written = rewrite(lstm, { [name]: pruned }, [mask]);
    const after = open(written);
    expect(after.names).toEqual([...before.names, mask.name]);
    expect(after.read(name)).toEqual(pruned);
    expect(after.read(mask.name).data).toEqual(mask.data);
    for (const other of before.names.filter((each) => each !== name))
      expect(after.read(other)).toEqual(before.read(other));
    expect(readHeader(written.bytes, 'm').metadata).toBe('{"format":"pt"}');
  });

  it('has data that begin at a multiple of eight bytes, and every element at one of its size', () => {
    const bytes = craftSafetensors(
      {
        'größe "x"': { dtype: 'U8', shape: [3], data_offsets: [0, 3] },
        b: { dtype: 'BF16', shape: [1], data_offsets: [3, 5] },
      },
      [1, 2, 3, 0x80, 0x3f],
    );
    const added: NamedTensor = { name: 'c', shape: [1], dtype: 'float64', data: Float64Array.of(0.1) };
    const written = rewrite(bytes, {}, [added]);
    const { entries } = readHeader(written.bytes, 'm');
    expect(entries.map((entry) => entry.name)).toEqual(['größe "x"', 'b', 'c']);
    expect(entries.map(({ start }) => start % 8)).toEqual([2, 0, 0]);
    expect(open(written).read('b').data[0]).toBe(1);
    expect(Array.from(open(written).read('größe "x"').data)).toEqual([1, 2, 3]);
  });

  it('may have codes in the place of weights, with a scale beside them', () => {
    const { shape } = before.read(name);
    const data = Int8Array.from({ length: shape[0] * shape[1] }, (_, i) => (i % 255) - 127);
    const scale: NamedTensor = {
      name: `${name}_scale`,
      shape: [1],
      dtype: 'float32',
      data: Float32Array.of(2),
    };
    const after = open(rewrite(lstm, { [name]: { shape, dtype: 'int8', data } }, [scale]));
    expect(after.read(name)).toEqual({ shape, dtype: 'int8', data });
    expect(after.read('head.weight')).toEqual(before.read('head.weight'));
  });

  const one = { shape: [1], dtype: 'float32', data: Float32Array.of(1) } as const;
  it.each([
    [
      'other values for no tensor',
      { x: one },
      [],
      'm, tensor x: is not in the file, expected one to be replaced',
    ],
    ['another shape', { [name]: one }, [], `m, tensor ${name}: 1 elements of shape [1], expected [24, 6]`],
    [
      'a tensor that is there',
      {},
      [{ ...one, name }],
      `m, tensor ${name}: is in the file already, beside ${name} [1] to be added`,
    ],
    [
      'a tensor twice',
      {},
      [
        { ...one, name: 'x' },
        { ...one, name: 'x' },
      ],
      'm, tensor x: is in the file already, beside x [1] to be added',
    ],
    [
      'fewer elements than the shape has',
      {},
      [{ ...one, name: 'x', shape: [2] }],
      'm, tensor x: 1 elements of shape [2], expected [2]',
    ],
    [
      'a type that the format has not',
      {},
      [{ name: 'x', shape: [1], dtype: 'bytes', data: Uint8Array.of(1) }],
      'm, tensor x: bytes, which is not written into a safetensors file',
    ],
    [
      'a value that the type has not',
      {},
      [{ ...one, name: 'x', dtype: 'uint8', data: Float32Array.of(-1) }],
      'm, tensor x: element 0 is -1, expected 0 to 255 for uint8',
    ],
    [
      'the name of the metadata',
      {},
      [{ ...one, name: '__metadata__' }],
      'm, tensor __metadata__: float32, which is not written into a safetensors file',
    ],
  ] as readonly [string, Record<string, Tensor>, NamedTensor[], string][])(
    'refuses %s',
    (_, replaced, added, message) => {
      expect(refusal(() => rewrite(lstm, replaced, added))).toBe(message);
    },
  );
});

describe('an index of shards that is written anew', () => {
  const index = modelFile('safetensors/sharded.safetensors.index.json');
  const [first, second] = ['sharded-00001-of-00002.safetensors', 'sharded-00002-of-00002.safetensors'];
  const shards = new Map([first, second].map((name) => [name, modelFile(`safetensors/${name}`)]));
  const maskOf = (name: string): NamedTensor => ({
    name,
    shape: [2],
    dtype: 'uint8',
    data: Uint8Array.of(0, 1),
  });

  it('is the same where nothing changes, and so are its shards', () => {
    const written = rewrite(index, {}, [], shards);
    expect(new TextDecoder().decode(written.bytes)).toBe(new TextDecoder().decode(index));
    expect(written.companions).toEqual(shards);
  });

  it('has masks in the shards of their tensors, other new tensors in the last, and the sum of bytes', () => {
    const [forward, reverse] = ['decoder.weight_hh_l0', 'decoder.weight_hh_l0_reverse'];
    const bias = open({ bytes: index, companions: shards }).read('decoder.bias_hh_l0');
    const added = [`${forward}_mask`, `${reverse}_mask`, 'other'].map(maskOf);
    const written = rewrite(
      index,
      { 'decoder.bias_hh_l0': { ...bias, data: new Float32Array(24) } },
      added,
      shards,
    );
    const text = new TextDecoder().decode(written.bytes);
    const before = JSON.parse(new TextDecoder().decode(index));
    expect(JSON.parse(text)).toEqual({
      metadata: { total_size: 1872 + 6 },
      weight_map: {
        ...before.weight_map,
        [`${forward}_mask`]: first,
        [`${reverse}_mask`]: second,
        other: second,
      },
    });
    // As json.dumps(..., indent=2) writes it.
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    const after = open(written);
    expect(Array.from(after.read(`${reverse}_mask`).data)).toEqual([0, 1]);
    expect(after.read('decoder.bias_hh_l0').data).toEqual(new Float32Array(24));
    expect(after.read(forward)).toEqual(open({ bytes: index, companions: shards }).read(forward));
  });

  it('stays on one line where it was, and needs a shard', () => {
    const text = (value: object) => new TextEncoder().encode(JSON.stringify(value));
    const written = rewrite(text({ weight_map: { 'decoder.bias_hh_l0': first } }), {}, [maskOf('x')], shards);
    expect(new TextDecoder().decode(written.bytes)).toBe(
      `{"weight_map":{"decoder.bias_hh_l0":"${first}","x":"${first}"}}`,
    );
    expect(refusal(() => rewrite(text({ weight_map: {} }), {}, [maskOf('x')]))).toBe(
      'm: has no shards, expected one to add tensors to',
    );
  });
});
