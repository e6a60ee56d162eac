import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { companionsOf, formatOf, openTensors } from '../../../src/tensors/open.ts';
import type { TensorFile } from '../../../src/tensors/tensor-file.ts';
import { refusal } from '../../config/refusal.ts';
import {
  floatOutputs,
  largestDifference,
  modelFile,
  modelJson,
  type TorchReference,
} from '../torch-references.ts';
import { craftSafetensors } from './crafted.ts';

const references = modelJson('safetensors/reference.json') as Readonly<Record<string, TorchReference>>;
const types = (references as unknown as Record<'types', Record<string, Described>>).types;

interface Described {
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

const shardNames = ['sharded-00001-of-00002.safetensors', 'sharded-00002-of-00002.safetensors'];
const shards = new Map(shardNames.map((name) => [name, modelFile(`safetensors/${name}`)]));
const index = modelFile('safetensors/sharded.safetensors.index.json');

const numberOf = (value: number | string) => (value === 'inf' ? Infinity : Number(value));

function open(bytes: Uint8Array, path = 'm.safetensors', companions = shards): TensorFile {
  const file = openTensors(bytes, path, companions);
  if (file === null) throw new Error('is of no format');
  return file;
}

describe('a safetensors file', () => {
  it('holds tensors of every type, as PyTorch and NumPy have them', () => {
    const file = open(modelFile('safetensors/types.safetensors'));
    expect(new Set(file.names)).toEqual(new Set(Object.keys(types)));
    for (const name of file.names) {
      const { shape, data } = file.read(name);
      expect([name, shape, file.shape(name)]).toEqual([name, types[name].shape, types[name].shape]);
      expect([name, Array.from(data)]).toEqual([name, types[name].values.map(numberOf)]);
    }
    const dtypes = ['half', 'brain', 'int8', 'uint64', 'bool', 'double'].map((name) => file.read(name).dtype);
    expect(dtypes).toEqual(['float16', 'bfloat16', 'int8', 'uint64', 'bool', 'float64']);
  });

  it('is read as the package of the format writes it', () => {
    const bytes = new Uint8Array(
      readFileSync(new URL('../../fixtures/foreign/model.safetensors', import.meta.url)),
    );
    const file = open(bytes);
    expect([file.format, ...file.names]).toEqual([
      'safetensors',
      'lstm.bias_ih_l0',
      'lstm.weight_hh_l0',
      'lstm.weight_ih_l0',
      'scale',
    ]);
    expect(file.shape('lstm.weight_ih_l0')).toEqual([8, 3]);
  });

  it('decodes a tensor anew at every read, and knows what it does not have', () => {
    const file = open(modelFile('safetensors/gru.safetensors'));
    file.read('bias_ih_l0').data.fill(7);
    expect(file.read('bias_ih_l0').data[0]).not.toBe(7);
    expect([file.has('bias_ih_l0'), file.has('__proto__'), file.shape('toString')]).toEqual([
      true,
      false,
      null,
    ]);
    expect(refusal(() => file.read('a\u001b'))).toBe(
      'm.safetensors: has no tensor a\\u001b; it has bias_hh_l0, bias_ih_l0, weight_hh_l0, weight_ih_l0',
    );
  });

  // The reference computes in float64: it differs from PyTorch's float32 by the rounding of that, measured
  // below 2e-7 here, and from its float64 by the order of sums.
  it.each(['lstm', 'gru', 'lstm-float16', 'lstm-bfloat16'])('of %s gives the outputs of PyTorch', (name) => {
    const { inputs, outputs, outputsInDouble } = references[name];
    const found = floatOutputs(open(modelFile(`safetensors/${name}.safetensors`)), inputs);
    expect(largestDifference(found, outputs)).toBeLessThan(1e-6);
    expect(largestDifference(found, outputsInDouble)).toBeLessThan(1e-14);
  });
});

describe('a header that the format does not allow', () => {
  const one = (changes: object) => ({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes } });
  const data = new Uint8Array(8);
  const place = 'm.safetensors';

  it.each([
    [
      'of more bytes than there are',
      craftSafetensors(one({}), [], 9999),
      `${place}: a safetensors header of 9999 bytes, but only 54 follow`,
    ],
    [
      'of more than 100 MB',
      craftSafetensors(one({}), [], 100_000_001),
      `${place}: a safetensors header of 100000001 bytes, expected at most 100000000`,
    ],
    [
      'that is no JSON',
      craftSafetensors('{"a":nothing}'),
      `${place}, header: line 1, column 6: found nothing, expected {`,
    ],
    [
      'that ends early',
      craftSafetensors('{"a":{"dtype":"F32"'),
      `${place}, header: line 1, column 20: found the end, expected , or }`,
    ],
    [
      'with something behind it',
      craftSafetensors('{} x'),
      `${place}, header: line 1, column 4: found x, expected the end`,
    ],
    [
      'that is not UTF-8',
      craftSafetensors('{"a\\ud800":1}'),
      `${place}, header: line 1, column 2: a string with a wrong escape, a control character or what is not UTF-8`,
    ],
    [
      'with a name twice',
      craftSafetensors('{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{}}'),
      `${place}, header: line 1, column 54: the name a stands twice in an object`,
    ],
    [
      'with a field twice',
      craftSafetensors('{"a":{"dtype":"U8","dtype":"I8"}}'),
      `${place}, header: line 1, column 20: the name dtype stands twice in an object`,
    ],
    [
      'with a tensor without a shape',
      craftSafetensors({ a: { dtype: 'U8', data_offsets: [0, 0] } }),
      `${place}, header: line 1, column 6: tensor a without a dtype, a shape or two data_offsets`,
    ],
    [
      'with one offset',
      craftSafetensors(one({ data_offsets: [0] }), data),
      `${place}, header: line 1, column 6: tensor a without a dtype, a shape or two data_offsets`,
    ],
    [
      'with three offsets',
      craftSafetensors(one({ data_offsets: [0, 8, 8] }), data),
      `${place}, header: line 1, column 53: found 8, expected at most 2 offsets`,
    ],
    [
      'with a size below zero',
      craftSafetensors(one({ shape: [-2] }), data),
      `${place}, header: line 1, column 30: found -2, expected a count`,
    ],
    [
      'with a broken size',
      craftSafetensors('{"a":{"shape":[2.0]}}', data),
      `${place}, header: line 1, column 16: found 2.0, expected a count`,
    ],
    [
      'with a size beyond 2^53',
      craftSafetensors('{"a":{"shape":[9007199254740992]}}', data),
      `${place}, header: line 1, column 16: found 9007199254740992, expected a count`,
    ],
    [
      'with 65 axes',
      craftSafetensors(one({ shape: new Array(65).fill(1) }), data),
      `${place}, header: line 1, column 158: found 1, expected at most 64 axes`,
    ],
    [
      'with metadata that are no strings',
      craftSafetensors('{"__metadata__":{"format":1}}'),
      `${place}, header: line 1, column 27: found 1, expected a string`,
    ],
    [
      'in which a tensor ends before it begins',
      craftSafetensors(one({ data_offsets: [8, 0] }), data),
      `${place}, tensor a: ends 8 bytes before it begins`,
    ],
    [
      'in which type and shape take other bytes',
      craftSafetensors(one({ shape: [3] }), data),
      `${place}, tensor a: F32 [3] takes 12 bytes, found data_offsets of 8 bytes`,
    ],
    [
      'in which sizes are absurd beside a zero',
      craftSafetensors(one({ shape: [2 ** 40, 2 ** 40, 0], data_offsets: [0, 0] })),
      `${place}, tensor a: F32 [1099511627776, 1099511627776, 0] takes 0 bytes, found data_offsets of 0 bytes`,
    ],
    [
      'in which nothing is at the start',
      craftSafetensors(one({ data_offsets: [8, 16] }), new Uint8Array(16)),
      `${place}, tensor a: leaves a hole before it: begins at byte 8 of the data, expected 0`,
    ],
    [
      'in which tensors overlap',
      craftSafetensors(
        { ...one({}), b: { dtype: 'U8', shape: [8], data_offsets: [4, 12] } },
        new Uint8Array(12),
      ),
      `${place}, tensor b: overlaps the one before: begins at byte 4 of the data, expected 8`,
    ],
    [
      'in which a hole is between tensors',
      craftSafetensors(
        { ...one({}), b: { dtype: 'U8', shape: [1], data_offsets: [9, 10] } },
        new Uint8Array(10),
      ),
      `${place}, tensor b: leaves a hole before it: begins at byte 9 of the data, expected 8`,
    ],
    [
      'whose data are cut short',
      craftSafetensors(one({}), data.subarray(1)),
      `${place}: the data is cut short: its tensors take 8 bytes, found 7`,
    ],
    [
      'with bytes behind the data',
      craftSafetensors(one({}), new Uint8Array(9)),
      `${place}: there are bytes behind the data: its tensors take 8 bytes, found 9`,
    ],
  ])('%s is refused', (_, bytes, message) => {
    expect(formatOf(bytes)?.name).toBe('safetensors');
    expect(refusal(() => open(bytes))).toBe(message);
  });

  it.each(['a\u0007', 'n'.repeat(513)])('with a name that no message can show is refused: %j', (name) => {
    const header = { [name]: { dtype: 'U8', shape: [0], data_offsets: [0, 0] } };
    expect(refusal(() => open(craftSafetensors(header)))).toMatch(
      /^m\.safetensors, tensor (a\\u0007|n{80}\.\.\.): a name of \d+ characters, expected at most 512/,
    );
  });

  it('may be padded with spaces, have unknown fields, and no tensors', () => {
    const padded = craftSafetensors(
      '{"a":{"shape":[],"dtype":"U8","note":{"x":[1,null,true]},"data_offsets":[0,1]}}   ',
      [9],
    );
    expect(Array.from(open(padded).read('a').data)).toEqual([9]);
    expect(open(craftSafetensors('{}')).names).toEqual([]);
    expect(open(craftSafetensors('{"__metadata__":{"__proto__":"x"}}')).names).toEqual([]);
  });

  it('may name a tensor like a part of every object of a program', () => {
    const file = open(
      craftSafetensors('{"__proto__":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}', [255]),
    );
    expect(file.names).toEqual(['__proto__']);
    expect(Array.from(file.read('__proto__').data)).toEqual([-1]);
  });

  it('may have a tensor of a type that is not read, which is refused when it is', () => {
    const header = {
      a: { dtype: 'F8_E4M3', shape: [2], data_offsets: [0, 2] },
      b: { dtype: 'Q\n3', shape: [7], data_offsets: [2, 3] },
      c: { dtype: 'U8', shape: [1], data_offsets: [3, 4] },
    };
    const file = open(craftSafetensors(header, [1, 2, 3, 4]));
    expect([file.shape('a'), file.shape('b'), ...file.read('c').data]).toEqual([[2], [7], 4]);
    expect(refusal(() => file.read('a'))).toBe(
      'm.safetensors, tensor a: type F8_E4M3, expected one of F16, BF16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64, BOOL',
    );
    expect(refusal(() => file.read('b'))).toContain('tensor b: type Q\\u000a3, expected');
    const short = { a: { dtype: 'F4', shape: [3], data_offsets: [0, 2] } };
    expect(refusal(() => open(craftSafetensors(short, [1, 2])))).toContain('F4 [3] takes 1.5 bytes');
  });
});

describe('an index of several safetensors files', () => {
  const path = 'folder/model.safetensors.index.json';
  const text = new TextDecoder().decode(index);
  const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

  it('names its shards, which lie beside it', () => {
    expect(companionsOf(index, path)).toEqual(shardNames.map((name) => ({ path: name, isNeeded: true })));
    expect(companionsOf(modelFile('safetensors/lstm.safetensors'), path)).toEqual([]);
  });

  it('is one file with the tensors of all shards, and gives the outputs of PyTorch', () => {
    const file = open(index, path);
    const { weight_map } = JSON.parse(text) as { weight_map: object };
    expect([file.format, ...file.names]).toEqual(['safetensors', ...Object.keys(weight_map)]);
    const { inputs, outputs } = references.sharded;
    expect(largestDifference(floatOutputs(file, inputs), outputs)).toBeLessThan(1e-6);
  });

  it.each(['../secret', '/etc/passwd', 'a//b', './a', 'a/..', 'C:x', 'https://x/y', 'a\\b', '', 'a\u0000'])(
    'is refused with a shard elsewhere: %j',
    (shard) => {
      const message = refusal(() => companionsOf(bytesOf({ weight_map: { t: shard } }), path));
      expect(message).toContain(`${path}, tensor t: names the file `);
      expect(message).toContain('expected one in its own folder or below');
    },
  );

  it.each([
    [
      'without a shard',
      index,
      new Map([...shards].slice(1)),
      `${path}: its shard ${shardNames[0]} is not there, expected it in the same folder`,
    ],
    [
      'with a damaged shard',
      index,
      new Map([...shards, [shardNames[1], shards.get(shardNames[1])!.slice(0, -1)]]),
      `${path}, shard ${shardNames[1]}: the data is cut short: its tensors take 936 bytes, found 935`,
    ],
    [
      'with a tensor that its shard lacks',
      bytesOf({ weight_map: { t: shardNames[0] } }),
      shards,
      `${path}, shard ${shardNames[0]}: has no tensor t, which the index has in it`,
    ],
    [
      'with a shard that is no text',
      bytesOf({ weight_map: { t: 3 } }),
      shards,
      `${path}: line 1, column 20: found 3, expected a string`,
    ],
    [
      'whose map is none',
      bytesOf({ x: '"weight_map"', weight_map: [] }),
      shards,
      `${path}: line 1, column 36: found [, expected {`,
    ],
    [
      'that only mentions a map',
      bytesOf({ x: { weight_map: {} } }),
      shards,
      `${path}: has no weight_map, expected an index of safetensors files`,
    ],
    [
      'with a tensor twice',
      new TextEncoder().encode('{"weight_map": {"t": "a",\n "t": "b"}}'),
      shards,
      `${path}: line 2, column 2: the name t stands twice in an object`,
    ],
  ])('is refused %s', (_, bytes, companions, message) => {
    expect(formatOf(bytes)?.name).toBe('safetensors');
    expect(refusal(() => open(bytes, path, companions))).toBe(message);
  });

  it('may begin with spaces and the mark of UTF-8', () => {
    const marked = new TextEncoder().encode(`\ufeff \n${text}`);
    expect(open(marked, path).names.length).toBe(10);
  });
});
