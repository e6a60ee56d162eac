import { describe, expect, it } from 'vitest';
import { onnx } from '../../../src/tensors/onnx/onnx-format.ts';
import { formatOf } from '../../../src/tensors/open.ts';
import { refusal } from '../../config/refusal.ts';
import { attribute, field, floats, integers, joined, message, modelOf, node } from './crafted-onnx.ts';
import { onnxFixture, openModel } from './onnx-fixtures.ts';

const W = floats('W', [2, 2], Float32Array.of(1, 2, 3, 4));
const graph = (...fields: Parameters<typeof message>[0]) => message([[2, 'g'], ...fields]);
const opened = (...fields: Parameters<typeof message>[0]) => openModel(modelOf(graph(...fields)));
const tensorRefusal = (...fields: Parameters<typeof message>[0]) => {
  const file = opened([5, message([...fields, [8, 't']])]);
  expect(file.shape('t')).toBeNull();
  return refusal(() => file.read('t'));
};

describe('what is taken for an ONNX model', () => {
  it('has a version and a graph, even if it was cut short inside that or behind: then the message says where', () => {
    const model = onnxFixture('product-ir3.onnx');
    expect(onnx.matches(model)).toBe(true);
    const graphAt = 2 + 2 + 'make.py'.length;
    for (let length = 0; length < graphAt + 20; length++)
      expect(onnx.matches(model.subarray(0, length))).toBe(false);
    for (let length = graphAt + 60; length < graphAt + 200; length++) {
      expect(onnx.matches(model.subarray(0, length)), `${length}`).toBe(true);
      expect(refusal(() => openModel(model.subarray(0, length)))).toMatch(
        /^m: byte 11, in the model: field 7 has 207 bytes, expected at most the \d+ that are left$/,
      );
    }
  });

  it('may be cut short behind its graph', () => {
    const model = onnxFixture('product-ir3.onnx').subarray(0, -1);
    expect(onnx.matches(model)).toBe(true);
    expect(refusal(() => openModel(model))).toContain(
      'in the model: field 8 has 4 bytes, expected at most the 3',
    );
  });

  it.each([
    ['a tensor', onnxFixture('inputs/W.pb')],
    [
      'a TensorFlow graph',
      message([
        [
          1,
          message([
            [1, 'x'],
            [2, 'Placeholder'],
          ]),
        ],
      ]),
    ],
    [
      'a saved model of TensorFlow',
      message([
        [1, 1],
        [2, message([[1, message([[4, 'serve']])]])],
      ]),
    ],
    [
      'a model of Core ML',
      message([
        [1, 5],
        [2, message([[1, message([[1, 'input']])]])],
        [500, message([])],
      ]),
    ],
    [
      'fields of nothing known',
      message([
        [1, 8],
        [7, graph([5, W])],
        [700, 1],
      ]),
    ],
    [
      'a version of text',
      message([
        [1, 'text'],
        [7, graph([5, W])],
      ]),
    ],
    ['zeros', new Uint8Array(64)],
    ['text', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n')],
  ])('is never %s', (_, bytes) => {
    expect(onnx.matches(bytes)).toBe(false);
    expect(formatOf(bytes)?.name).not.toBe('onnx');
  });

  it('may have its fields in any order, and fields that are not known yet', () => {
    const model = joined([
      field(8, message([[2, 13]])),
      field(7, graph([5, W])),
      field(1, 11),
      field(30, 'new'),
    ]);
    expect(onnx.matches(model)).toBe(true);
    expect(openModel(model).names).toEqual(['W']);
  });
});

describe('an ONNX model that is refused', () => {
  it('has no opset from 7: the message names those that are read, and later ones are remarked', () => {
    expect(refusal(() => openModel(modelOf(graph([5, W]), 6)))).toBe(
      'm: has opset 6, expected opset 7 to 21',
    );
    expect(
      refusal(() =>
        openModel(
          message([
            [1, 8],
            [7, graph([5, W])],
          ]),
        ),
      ),
    ).toBe('m: has no version of the default operators, expected opset 7 to 21');
    expect(openModel(modelOf(graph([5, W]), 24)).model.remarks).toEqual(['has opset 24, read as opset 21']);
  });

  it('has messages that end nowhere, or fields written in another way', () => {
    expect(refusal(() => openModel(joined([modelOf(graph()), Uint8Array.of(0x3a, 0x7f)])))).toContain(
      'in the model: field 7 has 127 bytes, expected at most the 0 that are left',
    );
    expect(refusal(() => opened([5, 3]))).toContain(
      'in a graph: field 5 is written in another way (0) than onnx.proto says',
    );
    expect(refusal(() => openModel(joined([modelOf(graph()), Uint8Array.of(0x0b)])))).toContain(
      'unknown kind 3',
    );
  });

  it('makes a value twice', () => {
    const made = 'made twice, expected one node, tensor or input for each name';
    expect(refusal(() => opened([5, W, W]))).toBe(`m: value W is ${made}`);
    expect(refusal(() => opened([1, node('Relu', ['x'], ['y']), node('Relu', ['x'], ['y'])]))).toContain(
      made,
    );
    expect(refusal(() => opened([1, node('Relu', ['x'], ['W'])], [5, W]))).toContain(made);
  });

  it('has a sparse initialiser, which is named', () => {
    expect(refusal(() => opened([15, message([[1, W]])]))).toBe(
      'm: initialiser W is stored as a sparse tensor, expected dense ones',
    );
  });

  it('has graphs in graphs without end', () => {
    let inner = graph();
    for (let depth = 0; depth < 40; depth++)
      inner = graph([1, node('If', ['c'], ['y'], attribute('then', inner))]);
    expect(refusal(() => openModel(modelOf(inner)))).toContain('graphs lie in each other more than 32 deep');
    for (let depth = 0; depth < 2000; depth++)
      inner = message([[1, node('If', ['c'], ['y'], attribute('b', inner))]]);
    expect(refusal(() => openModel(modelOf(inner)))).toContain('more than 32 deep');
  });

  it('has more of anything than a model has', () => {
    const many = (number: number, content: Uint8Array, count: number) => {
      const one = field(number, content);
      const all = new Uint8Array(one.length * count);
      for (let i = 0; i < count; i++) all.set(one, i * one.length);
      return refusal(() => openModel(modelOf(all)));
    };
    expect(many(1, new Uint8Array(0), 21_000)).toContain('has more than 20041 nodes');
    expect(many(5, new Uint8Array(0), 21_000)).toContain('has more than 20041 tensors');
    expect(many(12, new Uint8Array(0), 130_000)).toContain('has more than 122031 values');
  });

  it('has a name longer than any', () => {
    expect(refusal(() => opened([1, node('Relu', ['n'.repeat(70_000)], ['y'])]))).toContain(
      'is a name of 70000 bytes, expected at most 65536',
    );
  });
});

describe('a tensor of an ONNX model that is refused, while the others are read', () => {
  it('says how many bytes its shape takes, and what is there', () => {
    expect(tensorRefusal([1, 2, 3], [2, 1], [9, new Uint8Array(20)])).toBe(
      'm, tensor t: shape [2, 3] of float32 takes 24 bytes, found 20',
    );
    expect(tensorRefusal([1, 2 ** 20, 2 ** 20], [2, 1])).toContain('found 0');
    expect(tensorRefusal([1, 3], [2, 6], [5, 1, 2])).toContain('of int32 takes 12 bytes, found 8');
  });

  it('has a type that is not read, values in another field or in two, or is one segment', () => {
    const raw = new Uint8Array(4);
    expect(tensorRefusal([1, 1], [2, 8], [6, 'text'])).toContain('has strings, expected floats');
    expect(tensorRefusal([1, 1], [2, 21], [9, raw])).toContain('has uint4');
    expect(tensorRefusal([1, 1], [2, 99], [9, raw])).toContain('has type 99');
    expect(tensorRefusal([1, 1], [2, 1], [5, 1])).toContain(
      'is float32 with values in field 5, expected field 4',
    );
    expect(tensorRefusal([1, 1], [2, 1], [9, raw], [4, raw])).toContain('has values in two ways');
    expect(tensorRefusal([1, 1], [2, 1], [9, raw, raw])).toContain('has raw_data twice');
    expect(tensorRefusal([1, 1], [2, 1], [3, message([[1, 0]])], [9, raw])).toContain('is one segment');
  });

  it('has numbers beyond its type', () => {
    const read = (type: number, value: number) => {
      const tensor = message([
        [1, 1],
        [2, type],
        [5, value],
        [8, 't'],
      ]);
      return refusal(() => opened([5, tensor]).read('t'));
    };
    expect(read(3, 128)).toBe('m, tensor t: element 0 is 128, expected -128 to 127 for int8');
    expect(read(9, 2)).toContain('element 0 is 2, expected 0 to 1 for bool');
    expect(read(10, 65_536)).toContain('element 0 is 65536, expected 0 to 65535');
  });

  it('has axes beyond any tensor, which is seen before it is opened', () => {
    const axes = (...dims: number[]) =>
      refusal(() =>
        opened([
          5,
          message([
            [1, ...dims],
            [2, 1],
          ]),
        ]),
      );
    expect(axes(-1)).toContain('axis 0 is -1');
    expect(axes(2 ** 40, 0, 2 ** 40)).toContain('axis 2 is 1099511627776 behind [1099511627776, 0]');
    expect(axes(...new Array<number>(33).fill(1))).toContain('expected at most 32 axes');
  });

  it('would be far larger in memory than in the file', () => {
    const count = 12 * 2 ** 20;
    const data = message([
      [1, count],
      [2, 7],
      [7, new Uint8Array(count)],
      [8, 't'],
    ]);
    const file = openModel(modelOf(field(5, data)));
    expect(refusal(() => file.read('t'))).toContain(
      'takes 100663296 bytes in memory, expected at most twice',
    );
  });

  const outside = (...said: readonly (readonly [string, string])[]) =>
    opened([
      5,
      message([
        [1, 2],
        [2, 1],
        [8, 't'],
        [
          13,
          ...said.map(([key, value]) =>
            message([
              [1, key],
              [2, value],
            ]),
          ),
        ],
        [14, 1],
      ]),
    ]);

  it.each(['../w.bin', '/etc/passwd', 'a/../../w', 'C:\\w.bin', 'a\\..\\w', '', 'a//b', 'w\u0000'])(
    'lies in a file that leads elsewhere: %j',
    (location) => {
      const file = outside(['location', location]);
      expect(refusal(() => file.read('t'))).toMatch(
        /^m, tensor t.* expected one in its own folder or below$/,
      );
      expect(() => onnx.companions?.(modelOf(graph()), 'm')).not.toThrow();
    },
  );

  it('lies outside a file beside the model', () => {
    const beside = new Map([['w.bin', new Uint8Array(12)]]);
    const read = (...said: readonly (readonly [string, string])[]) => {
      const bytes = modelOf(
        graph([
          5,
          message([
            [1, 2],
            [2, 1],
            [8, 't'],
            [
              13,
              ...[['location', 'w.bin'] as const, ...said].map(([k, v]) =>
                message([
                  [1, k],
                  [2, v],
                ]),
              ),
            ],
            [14, 1],
          ]),
        ]),
      );
      return () => openModel(bytes, beside).read('t');
    };
    expect(read(['offset', '4'], ['length', '8'])().data.length).toBe(2);
    expect(refusal(read(['offset', '8']))).toBe(
      'm, tensor t: its values take 8 bytes from 8 of w.bin, which has 12',
    );
    expect(refusal(read(['length', '4']))).toContain('found a length of 4 in w.bin');
    expect(refusal(read(['offset', '-4']))).toContain('offset of its external data is -4');
    expect(refusal(read(['offset', '1e3']))).toContain('expected a number of bytes');
    expect(refusal(read(['offset', '9'.repeat(30)]))).toContain('expected a number of bytes');
  });
});

describe('constants that cannot be folded', () => {
  const folded = (value: string, ...fields: Parameters<typeof message>[0]) => {
    const { graph } = opened([5, W], ...fields).model;
    expect(graph.constantShape(value)).toBeNull();
    return refusal(() => graph.constant(value));
  };

  it('double again and again: refused from shapes alone, before anything is made', () => {
    const nodes = Array.from({ length: 60 }, (_, i) => {
      const from = i === 0 ? 'large' : `x${i - 1}`;
      return node('Concat', [from, from], [`x${i}`], attribute('axis', 0));
    });
    const large = floats('large', [2 ** 18], new Float32Array(2 ** 18));
    const { graph } = opened([5, large], [1, ...nodes]).model;
    expect(graph.constantShape('x2')).toEqual([2 ** 21]);
    expect(graph.constantShape('x59')).toBeNull();
    const said =
      'Concat takes \\d+ bytes with the constants before it, expected at most \\d+ for a file of this size';
    expect(refusal(() => graph.constant('x59'))).toMatch(new RegExp(`^m, node x\\d+: ${said}$`));
  });

  it('are read again and again without growing', () => {
    const nodes = Array.from({ length: 60 }, (_, i) => {
      const from = i === 0 ? 'W' : `x${i - 1}`;
      const both = node('Concat', [from, from], [`y${i}`], attribute('axis', 0));
      return [both, node('Slice', [`y${i}`, 'starts', 'ends'], [`x${i}`])];
    });
    const [starts, ends] = [integers('starts', 0), integers('ends', 0)];
    const { graph } = opened([5, W, starts, ends], [1, ...nodes.flat()]).model;
    expect(graph.constant('x8')?.shape).toEqual([0, 2]);
    expect(refusal(() => graph.constant('x30'))).toContain('takes more than 10000 steps to fold');
  });

  it('follow each other without end, or in a circle', () => {
    const chain = Array.from({ length: 15_000 }, (_, i) =>
      node('Identity', [i === 0 ? 'W' : `x${i - 1}`], [`x${i}`]),
    );
    const long = opened([5, W], [1, ...chain]).model.graph;
    expect(long.constantShape('x90')).toEqual([2, 2]);
    expect(refusal(() => long.constant('x14999'))).toContain('at the end of more than 100 nodes');
    expect(folded('a', [1, node('Identity', ['b'], ['a']), node('Identity', ['a'], ['b'])])).toContain(
      'at the end of more than 100 nodes',
    );
  });

  it.each([
    [
      'Transpose has 1 axes in perm, expected 2',
      node(
        'Transpose',
        ['W'],
        ['y'],
        message([
          [1, 'perm'],
          [8, 0],
        ]),
      ),
    ],
    [
      'Transpose has axes [0, 0], expected each of 0 to 1',
      node(
        'Transpose',
        ['W'],
        ['y'],
        message([
          [1, 'perm'],
          [8, 0, 0],
        ]),
      ),
    ],
    ['Concat has no axis', node('Concat', ['W', 'W'], ['y'])],
    ['Concat has axes [2]', node('Concat', ['W', 'W'], ['y'], attribute('axis', 2))],
    ['Concat joins [2, 2] and [3] along axis 0', node('Concat', ['W', 'three'], ['y'], attribute('axis', 0))],
    [
      'Concat joins float32, int64, expected one type',
      node('Concat', ['W', 'zero'], ['y'], attribute('axis', 0)),
    ],
    ['Slice has a step of 0', node('Slice', ['W', 'zero', 'one', 'zero', 'zero'], ['y'])],
    ['Slice expected as many starts as ends', node('Slice', ['W', 'zero', 'both'], ['y'])],
    ['Slice has 2 axes and 1 steps, expected 1 of each', node('Slice', ['W', 'zero', 'one', 'both'], ['y'])],
    ['Squeeze drops axis 0 of [2, 2], expected one of size 1', node('Squeeze', ['W', 'zero'], ['y'])],
    ['Unsqueeze has axes [0, 0]', node('Unsqueeze', ['W', 'zeros'], ['y'])],
    ['Reshape reshapes [2, 2] to [3, -1], expected as many elements', node('Reshape', ['W', 'open'], ['y'])],
    [
      'Reshape is told by W, float32 [2, 2], expected a short list of integers',
      node('Reshape', ['W', 'W'], ['y']),
    ],
    ['Cast is to type 8', node('Cast', ['W'], ['y'], attribute('to', 8))],
  ])('say which node and why: %s', (says, bad) => {
    const lists = [
      floats('three', [3], new Float32Array(3)),
      integers('zero', 0),
      integers('one', 1),
      integers('both', 0, 1),
      integers('zeros', 0, 0),
      integers('open', 3, -1),
    ];
    expect(folded('y', [5, ...lists], [1, bad])).toContain(`m, node y: ${says}`);
  });

  it('have numbers that the new type does not hold', () => {
    const large = floats('large', [2], Float32Array.of(1, 300));
    const { graph } = opened([5, large], [1, node('Cast', ['large'], ['y'], attribute('to', 3))]).model;
    expect(refusal(() => graph.constant('y'))).toContain(
      'm, value y: element 1 is 300, expected -128 to 127',
    );
  });
});
