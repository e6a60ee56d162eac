import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import { onnx } from '../../../src/tensors/onnx/onnx-format.ts';
import type { OnnxFile } from '../../../src/tensors/onnx/onnx-model.ts';
import type { Companions, NamedTensor, Tensor } from '../../../src/tensors/tensor-file.ts';
import { refusal } from '../../config/refusal.ts';
import { described, filesBeside, graphsOf, onnxFixture, openFixture, openModel } from './onnx-fixtures.ts';

ort.env.wasm.numThreads = 1;

/** A model with changes. */
function rewritten(
  name: string,
  replaced: Readonly<Record<string, Tensor>>,
  added: readonly NamedTensor[] = [],
  companions: Companions = new Map(),
): { bytes: Uint8Array; companions: Companions } {
  const changes = { replaced: new Map(Object.entries(replaced)), added };
  const written = onnx.rewrite?.(onnxFixture(name), 'm', companions, changes);
  if (written === undefined || written instanceof Promise) throw new Error('not rewritten');
  return written;
}

/** What onnxruntime gives for a model. */
async function run(bytes: Uint8Array, feeds: Readonly<Record<string, ort.Tensor>>): Promise<number[]> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const { Y } = await session.run(feeds);
  return Array.from(Y.data as Float32Array);
}

const X = { X: new ort.Tensor('float32', [1, -2, 3], [1, 3]) };
const floats = (shape: readonly number[], ...data: number[]): Tensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(data),
});
const W = floats([3, 2], 0, 2, 0, 0.5, 5, 0);
const mask: NamedTensor = {
  name: 'W_mask',
  shape: [3, 2],
  dtype: 'uint8',
  data: Uint8Array.of(0, 1, 0, 1, 1, 0),
};

const all = (file: OnnxFile): Record<string, Tensor> =>
  Object.fromEntries(file.names.map((name) => [name, file.read(name)]));

describe('an ONNX model that is rewritten', () => {
  it.each(['product-ir3.onnx', 'scopes.onnx', 'fold-9.onnx'])(
    'is the same to the byte where its values, stored as raw_data, stay the same: %s',
    (name) => {
      const same = rewritten(name, all(openFixture(name)));
      expect(Buffer.from(same.bytes).equals(Buffer.from(onnxFixture(name)))).toBe(true);
    },
  );

  it('keeps the values of every field, as raw_data', () => {
    const file = openFixture('fields.onnx');
    const again = openModel(rewritten('fields.onnx', all(file)).bytes);
    expect(again.names).toEqual(file.names);
    for (const name of file.names) expect(described(again.read(name))).toEqual(described(file.read(name)));
  });

  it.each(['product-ir3.onnx', 'product-constants.onnx'])(
    'runs elsewhere with the new values, and carries a mask that no node reads: %s',
    async (name) => {
      const { bytes } = rewritten(name, { W, B: floats([2], 10, 20) }, [mask]);
      const file = openModel(bytes);
      expect([...file.names].sort()).toEqual(['B', 'W', 'W_mask']);
      expect(described(file.read('W_mask'))).toEqual({ ...described(mask) });
      expect(await run(bytes, X)).toEqual([10 + 15, 20 + 2 - 1]);
    },
  );

  it('keeps every byte that says something else', () => {
    const was = onnxFixture('product-constants.onnx');
    const { bytes } = rewritten('product-constants.onnx', { W });
    expect(bytes.length).toBe(was.length);
    const changed = [...was].flatMap((byte, at) => (byte === bytes[at] ? [] : [at]));
    expect(changed.length).toBeGreaterThan(0);
    expect(changed[changed.length - 1] - changed[0]).toBeLessThan(24);
  });

  it('puts masks into the graphs of their tensors, however deep, where they harm no run', async () => {
    const file = openFixture('scopes.onnx');
    const branch = 'Loop_1/body/choose/then_branch/shadow';
    const masks = ['w', 'Loop_1/body/inner', branch].map((name) => {
      const { shape, data } = file.read(name);
      return {
        name: `${name}_mask`,
        shape,
        dtype: 'uint8' as const,
        data: new Uint8Array(data.length).fill(1),
      };
    });
    const { bytes } = rewritten('scopes.onnx', {}, masks);
    const names = openModel(bytes).names;
    expect(names.filter((name) => !file.has(name)).sort()).toEqual(masks.map(({ name }) => name).sort());
    const [, , , then] = graphsOf(openModel(bytes).model.graph);
    expect(then.constantShape('shadow_mask')).toEqual([3, 3]);
    const yes = { yes: new ort.Tensor('bool', Uint8Array.of(1), []) };
    const [before, after] = [await run(onnxFixture('scopes.onnx'), yes), await run(bytes, yes)];
    expect(after).toEqual(before);
    const { shape, dtype, data } = file.read(branch);
    const doubled = { shape, dtype, data: data.map((value: number) => 2 * value) };
    const changed = rewritten('scopes.onnx', { [branch]: doubled });
    expect(await run(changed.bytes, yes)).not.toEqual(before);
  });

  it('holds new values itself that lay in a file beside it, which other tensors still need', () => {
    const beside = filesBeside('external/model.onnx');
    const b = floats([5], 1, 2, 3, 4, 5);
    const { bytes, companions } = rewritten('external/model.onnx', { b }, [], beside);
    expect([...companions.keys()].sort()).toEqual(['b.bin', 'weights/a.bin']);
    const file = openModel(bytes, companions);
    expect(Array.from(file.read('b').data)).toEqual([1, 2, 3, 4, 5]);
    expect(Array.from(file.read('tail').data)).toEqual([53, 54]);
    expect([
      ...rewritten('external/model.onnx', { a: file.read('a') }, [], beside).companions.keys(),
    ]).toEqual(['b.bin']);
  });

  it('has new values of an input as its default, and needs the file of that input no more', async () => {
    const beside = filesBeside('inputs/model.onnx');
    const { bytes, companions } = rewritten(
      'inputs/model.onnx',
      { W, B: floats([2], 10, 20) },
      [mask],
      beside,
    );
    expect([...companions.keys()]).toEqual(['test_data_set_0/input_0.pb']);
    expect(await run(bytes, X)).toEqual([25, 21]);
    expect(Array.from(openModel(bytes, beside).read('W').data)).toEqual(Array.from(W.data));
  });

  it('keeps shapes and types, and takes no name twice', () => {
    const wrong = (replaced: Readonly<Record<string, Tensor>>, added: readonly NamedTensor[] = []) =>
      refusal(() => rewritten('product-ir3.onnx', replaced, added));
    expect(wrong({ W: floats([2, 3], 1, 2, 3, 4, 5, 6) })).toBe(
      'm, tensor W: 6 elements of shape [2, 3], expected [3, 2]',
    );
    expect(wrong({ W: { shape: [3, 2], dtype: 'int8', data: new Int8Array(6) } })).toBe(
      'm, tensor W: is to become int8, expected float32, which the nodes of the model read',
    );
    expect(wrong({ V: W })).toContain('m, tensor V: is not in the file');
    expect(wrong({}, [{ ...mask, name: 'B' }])).toContain('m, tensor B: is in the file already');
    for (const name of ['X', 'Y', 'product'])
      expect(wrong({}, [{ ...mask, name }])).toContain('the model has a value of this name');
    expect(wrong({}, [mask, mask])).toContain('is in the file already');
  });
});
