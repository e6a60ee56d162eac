import { describe, expect, it } from 'vitest';
import { onnx } from '../../../src/tensors/onnx/onnx-format.ts';
import { formatOf } from '../../../src/tensors/open.ts';
import { refusal } from '../../config/refusal.ts';
import {
  described,
  describedModels,
  expectedOf,
  filesBeside,
  graphsOf,
  onnxFixture,
  openFixture,
  openModel,
} from './onnx-fixtures.ts';

describe('the tensors of an ONNX model', () => {
  it.each(describedModels.filter((name) => !name.startsWith('fold')))(
    'have the values that NumPy says: %s',
    (name) => {
      const file = openFixture(name);
      const { values } = expectedOf(name);
      for (const [tensor, expected] of Object.entries(values)) {
        expect(file.has(tensor)).toBe(true);
        expect(file.shape(tensor), tensor).toEqual(expected.shape);
        const { places: _, ...said } = expected;
        expect(described(file.read(tensor)), tensor).toEqual(said);
      }
    },
  );

  it('are listed in the order of the file, Constants under the names of their outputs', () => {
    expect(openFixture('product-ir3.onnx').names).toEqual(['W', 'B']);
    expect(openFixture('product-constants.onnx').names).toEqual(['W', 'B']);
    expect(openFixture('scopes.onnx').names.slice(0, 3)).toEqual(['w', 'count', 'start']);
  });

  it('are decoded anew at each call', () => {
    const file = openFixture('product-ir3.onnx');
    file.read('W').data.fill(0);
    expect(file.read('W').data[1]).toBe(2);
  });
});

describe('the files of an ONNX model', () => {
  it('are those of its external data, without which it cannot be read', () => {
    const companions = onnx.companions?.(onnxFixture('external/model.onnx'), 'm');
    expect(companions).toEqual([
      { path: 'weights/a.bin', isNeeded: true },
      { path: 'b.bin', isNeeded: true },
    ]);
    const file = openModel(onnxFixture('external/model.onnx'));
    expect(file.shape('a')).toBeNull();
    expect(refusal(() => file.read('a'))).toBe(
      'm, tensor a: its values lie in weights/a.bin, expected that file beside the model',
    );
  });

  it('may be those of its inputs, by name and by number, beside it and as test data', () => {
    const companions = onnx.companions?.(onnxFixture('inputs/model.onnx'), 'm') ?? [];
    expect(companions.every(({ isNeeded }) => !isNeeded)).toBe(true);
    expect(companions.map(({ path }) => path).slice(3, 6)).toEqual([
      'W.pb',
      'input_1.pb',
      'test_data_set_0/input_1.pb',
    ]);
  });

  it('are looked for where an input has no initialiser only', () => {
    const companions = onnx.companions?.(onnxFixture('product-ir3.onnx'), 'm') ?? [];
    expect(companions.map(({ path }) => path)).toEqual(['X.pb', 'input_0.pb', 'test_data_set_0/input_0.pb']);
  });

  it('of an input must be a tensor without a name or with that of the input', () => {
    const beside = new Map(filesBeside('inputs/model.onnx'));
    beside.set('B.pb', beside.get('W.pb') as Uint8Array);
    const file = openModel(onnxFixture('inputs/model.onnx'), beside);
    expect(file.shape('B')).toBeNull();
    expect(refusal(() => file.read('B'))).toBe(
      'm, B.pb: holds tensor W, expected B, which is input 2 of the model',
    );
  });
});

describe('an ONNX model', () => {
  it('is told by its content, and says its opset and who wrote it', () => {
    expect(formatOf(onnxFixture('fold-21.onnx'))?.name).toBe('onnx');
    expect(openFixture('fold-21.onnx').model).toMatchObject({ opset: 21, producer: 'make.py', remarks: [] });
  });

  it('has graphs that are called by the nodes they belong to', () => {
    const { graph } = openFixture('scopes.onnx').model;
    expect(graphsOf(graph).map(({ path }) => path)).toEqual([
      '',
      'Loop_1/body',
      'Loop_1/body/choose/else_branch',
      'Loop_1/body/choose/then_branch',
      'add/body',
    ]);
    expect(graphsOf(graph)[1].inputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['trip', []],
      ['going', []],
      ['state', [1, 3]],
    ]);
    expect(graphsOf(graph)[1].outputs).toEqual(['still', 'next']);
  });

  it('says which node makes a value, around its graph too, and which nodes read it, in inner graphs too', () => {
    const [main, loop, other] = graphsOf(openFixture('scopes.onnx').model.graph);
    expect(other.producer('inner_row')?.node.opType).toBe('Unsqueeze');
    expect(other.producer('inner_row')?.graph).toBe(loop);
    expect(main.producer('inner_row')).toBeNull();
    expect(main.producer('start')).toBeNull();
    expect(main.consumers('w').map(({ node, graph }) => [graph.path, node.opType])).toEqual([
      ['Loop_1/body/choose/else_branch', 'Identity'],
      ['', 'Scan'],
      ['add/body', 'MatMul'],
    ]);
    expect(loop.consumers('state').map(({ graph }) => graph.path)).toEqual([
      'Loop_1/body/choose/else_branch',
      'Loop_1/body/choose/then_branch',
    ]);
    expect(loop.consumers('w')).toEqual([]);
  });

  it('gives the attributes of a node, and refuses one of another kind', () => {
    const [, , then] = openFixture('fold-9.onnx').model.graph.nodes.slice(0, 3);
    expect(then.opType).toBe('Slice');
    expect(then.ints('starts')).toEqual([1]);
    expect(then.ints('nothing')).toBeNull();
    expect(refusal(() => then.float('starts'))).toContain(
      'attribute starts is of kind 7, expected float (1)',
    );
  });
});
