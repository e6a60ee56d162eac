import { describe, expect, it } from 'vitest';
import { jsonStateDict } from '../../../src/tensors/json/json-format.ts';
import { formatOf, openTensors } from '../../../src/tensors/open.ts';
import type { NamedTensor, Tensor, TensorFile, WrittenFile } from '../../../src/tensors/tensor-file.ts';
import { refusal } from '../../config/refusal.ts';
import {
  floatOutputs,
  largestDifference,
  modelFile,
  modelJson,
  type TorchReference,
} from '../torch-references.ts';

const bytesOf = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

function open(value: unknown): TensorFile {
  const file = openTensors(value instanceof Uint8Array ? value : bytesOf(value), 'm.json');
  if (file === null) throw new Error('is of no format');
  return file;
}

const references = modelJson('json/reference.json') as Readonly<Record<string, TorchReference>>;

describe('a JSON state dict', () => {
  it.each(['lstm', 'gru'])('of %s gives the outputs of PyTorch', (name) => {
    const { inputs, outputs, outputsInDouble } = references[name];
    const found = floatOutputs(open(modelFile(`json/${name}.json`)), inputs);
    expect(largestDifference(found, outputs)).toBeLessThan(1e-6);
    expect(largestDifference(found, outputsInDouble)).toBeLessThan(1e-14);
  });

  it('has tensors as nested arrays, as numbers, or with shape and data', () => {
    const file = open({
      nested: [[[1, 2]], [[3, -4.5e-1]]],
      scalar: 7,
      none: [[], []],
      mask: [true, false],
      shaped: { note: { a: [null] }, shape: [2, 2], data: [1, 2, 3, 4], dtype: 'torch.float32' },
      both: { shape: [2, 1], data: [[1], [2]] },
      '__proto__ ': { shape: [], data: [5], dtype: 'int8' },
    });
    expect(file.names.map((name) => [name, file.shape(name), ...file.read(name).data])).toEqual([
      ['nested', [2, 1, 2], 1, 2, 3, -0.45],
      ['scalar', [], 7],
      ['none', [2, 0]],
      ['mask', [2], 1, 0],
      ['shaped', [2, 2], 1, 2, 3, 4],
      ['both', [2, 1], 1, 2],
      ['__proto__ ', [], 5],
    ]);
    expect(file.format).toBe('json');
    expect(file.names.map((name) => file.read(name).dtype)).toEqual([
      'float64',
      'float64',
      'float64',
      'float64',
      'float32',
      'float64',
      'int8',
    ]);
    expect(open('{"__proto__": [1]}').names).toEqual(['__proto__']);
  });

  it.each([
    ['float16', [0.1, 65504], [0.0999755859375, 65504]],
    ['bfloat16', [0.1, -3], [0.10009765625, -3]],
    ['float32', [0.1], [Math.fround(0.1)]],
    ['float64', [0.1, -0], [0.1, 0]],
    ['int64', [-(2 ** 53) + 1], [-(2 ** 53) + 1]],
    ['uint64', [2 ** 53 - 1], [2 ** 53 - 1]],
    ['int16', [-32768, 1e2], [-32768, 100]],
    ['uint32', [2 ** 32 - 1], [2 ** 32 - 1]],
    ['bool', [1, 0], [1, 0]],
  ])('has values of the type that it names: %s', (dtype, data, values) => {
    const tensor = open({ a: { shape: [data.length], data, dtype } }).read('a');
    expect([tensor.dtype, ...tensor.data]).toEqual([dtype, ...values]);
  });

  it.each([
    [{ a: [[1, 2], [3]] }, 'tensor a: item [1]: 1 items, expected 2 as in the others'],
    [
      {
        a: [
          [[1], [2]],
          [[3], 4],
        ],
      },
      'tensor a: item [1][1]: a number, expected an array',
    ],
    [{ a: [1, [2]] }, 'tensor a: item [1]: an array, expected a number'],
    [{ a: [[], [1]] }, 'tensor a: item [1]: 1 items, expected 0 as in the others'],
    [
      { a: { shape: [2, 3], data: [1, 2, 3, 4, 5] } },
      'tensor a: data of shape [5], expected 6 numbers, or [2, 3]',
    ],
    [
      {
        a: {
          shape: [2, 3],
          data: [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
        },
      },
      'tensor a: data of shape [3, 2], expected 6 numbers, or [2, 3]',
    ],
    [
      { a: { shape: [1], data: [1], dtype: 'complex64' } },
      'tensor a: dtype complex64, expected one of float16, bfloat16, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64, bool',
    ],
  ])('is refused with tensors that are none: %j', (value, message) => {
    expect(refusal(() => open(value))).toBe(`m.json, ${message}`);
  });

  it.each([
    ['{"a": [1, NaN]}', 'm.json: line 1, column 11: found NaN, expected a number'],
    ['{"a": [1, -Infinity]}', 'm.json: line 1, column 11: found -Infinity, expected a number'],
    ['{"a": [1, null]}', 'm.json: line 1, column 11: found null, expected a number'],
    ['{"a": [1, "2"]}', 'm.json: line 1, column 11: found ", expected a number'],
    ['{"a": [1],\n "a": [2]}', 'm.json: line 2, column 2: the name a stands twice in an object'],
    ['{"a": [1]} {}', 'm.json: line 1, column 12: found {, expected the end'],
    ['{"a": [1]', 'm.json: line 1, column 10: found the end, expected , or }'],
    [`{"a": ${'['.repeat(40)}`, 'm.json, tensor a: item [0]'],
    [
      '[[1, 2]]',
      'm.json: is a JSON array, expected an object with tensors: {name: nested arrays of numbers}, or',
    ],
  ])('is refused with the place of what is wrong: %s', (text, message) => {
    expect(refusal(() => open(text).read('a'))).toContain(message);
  });

  it('is refused with a value that its type does not hold, at its place', () => {
    const text = '{"a": {"shape": [2], "dtype": "int8",\n "data": [1, 128]}}';
    expect(refusal(() => open(text).read('a'))).toBe(
      'm.json, tensor a: line 2, column 14: found 128, expected -128 to 127 for int8',
    );
    expect(refusal(() => open(text.replace('128', '0.5')).read('a'))).toContain(
      'found 0.5, expected -128 to',
    );
  });

  it('is not read beyond a size with which its numbers would not fit into memory', () => {
    const file = new Uint8Array(64 * 2 ** 20 + 1).fill(0x20);
    file[0] = 0x7b;
    expect(refusal(() => open(file))).toContain('JSON of 67108865 bytes, expected at most 67108864');
  });
});

describe('a JSON file that is something else', () => {
  it.each([
    [
      { schemaVersion: 2, version: '0.1.0', command: 'run' },
      'a result of bbsim, and version in it is no tensor',
    ],
    [{ name: 'x', version: '1.0.0', scripts: {} }, 'a package.json, and name in it is no tensor'],
    [
      { architectures: ['X'], model_type: 'x' },
      'the configuration of a model of transformers, and architectures',
    ],
    [{ a: [1], b: 'text', 'c\u0007': {} }, 'JSON with a, b, c\\u0007, and b in it is no tensor'],
    [{ model: { weight_ih_l0: [[1]] } }, 'JSON with model, and model in it is no tensor'],
  ])('is refused by what it is: %j', (value, message) => {
    const found = refusal(() => open(value));
    expect(found).toContain(`m.json: is ${message}`);
    expect(found).toContain('; expected an object with tensors: {name: nested arrays of numbers}, or');
  });

  it('is no state dict where it is an index of shards', () => {
    expect(formatOf(bytesOf({ weight_map: {} }))?.name).toBe('safetensors');
  });
});

function rewrite(
  value: unknown,
  replaced: Readonly<Record<string, Tensor>>,
  added: readonly NamedTensor[] = [],
): string {
  const bytes = value instanceof Uint8Array ? value : bytesOf(value);
  const changes = { replaced: new Map(Object.entries(replaced)), added };
  const written = jsonStateDict.rewrite?.(bytes, 'm.json', new Map(), changes) as WrittenFile;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(written.bytes);
}

describe('a JSON state dict that is written anew', () => {
  const text = '\ufeff{ "a" : [[1.50, 2e0],\n [3, 4]],\n  "b": [0.10]\n}\n';
  const mask: NamedTensor = {
    name: 'a_mask',
    shape: [2, 2],
    dtype: 'uint8',
    data: Uint8Array.of(1, 0, 0, 1),
  };

  it('is the same, byte for byte, where nothing changes', () => {
    expect(rewrite(text, {})).toBe(text);
    expect(rewrite(modelFile('json/gru.json'), {})).toBe(
      new TextDecoder().decode(modelFile('json/gru.json')),
    );
  });

  it('has new values in the place of the old, and new tensors behind the others', () => {
    const a = { shape: [2, 2], dtype: 'float64', data: Float64Array.of(1.5, -0, 0, 1e-310) } as const;
    const written = rewrite(text, { a }, [mask]);
    expect(written).toBe(
      '\ufeff{ "a" : [[1.5, -0.0], [0, 1e-310]],\n  "b": [0.10],\n  "a_mask": [[1, 0], [0, 1]]\n}\n',
    );
    expect(open(written).read('a')).toEqual(a);
  });

  it('keeps the form of a file whose tensors have shape and data, and codes always have their type', () => {
    const shaped = '{"a":{"shape":[2],"data":[1,2]}}';
    const a = { shape: [2], dtype: 'float32', data: Float32Array.of(0, 2) } as const;
    const written = rewrite(shaped, { a }, [{ ...mask, shape: [4] }]);
    expect(written).toBe(
      '{"a":{"shape": [2], "dtype": "float32", "data": [0, 2]}, "a_mask": {"shape": [4], "dtype": "uint8", "data": [1, 0, 0, 1]}}',
    );
    const codes = { shape: [2], dtype: 'int8', data: Int8Array.of(-1, 127) } as const;
    expect(open(rewrite('{"a": [1, 2]}', { a: codes })).read('a')).toEqual(codes);
    expect(rewrite('{}', {}, [{ ...mask, shape: [4] }])).toBe('{"a_mask": [1, 0, 0, 1]}');
  });

  it('is refused with numbers that JSON does not have, and with changes that do not fit', () => {
    const b = { shape: [1], dtype: 'float64', data: Float64Array.of(Number.NaN) } as const;
    expect(refusal(() => rewrite(text, { b }))).toBe(
      'm.json, tensor b: element 0 is NaN, expected a number that JSON has',
    );
    expect(refusal(() => rewrite(text, { x: b }))).toContain('tensor x: is not in the file');
    expect(refusal(() => rewrite(text, {}, [{ ...b, name: 'x', dtype: 'bytes' }]))).toContain('tensor x: ');
  });
});
