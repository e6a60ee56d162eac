import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../../../src/lstm/weights/choose-model.ts';
import { onnxFramework } from '../../../../src/lstm/weights/onnx/onnx.ts';
import { isOnnxFile } from '../../../../src/tensors/onnx/onnx-model.ts';
import type { FileGraph, FileNode } from './file.ts';
import { openedFixture } from './fixtures.ts';
import { found, lstm, opened, refusal, weights } from './model.ts';

const moves = {
  squeeze: { op: 'Squeeze', attributes: { axes: [1] } },
  batchFirst: { op: 'Transpose', attributes: { perm: [1, 0, 2] } },
  identity: { op: 'Identity' },
  dropout: { op: 'Dropout' },
  cast: { op: 'Cast', attributes: { to: 1 } },
  apart: { op: 'Unsqueeze', attributes: { axes: [0] } },
  together: { op: 'Squeeze', attributes: { axes: [0] } },
  directionsLast: { op: 'Transpose', attributes: { perm: [0, 2, 1, 3] } },
  merged: { op: 'Reshape', shape: [0, 0, -1] },
  keras: { op: 'Transpose', attributes: { perm: [2, 1, 0, 3] } },
  flat: { op: 'Reshape', shape: [-1, 2] },
  steps: { op: 'Reshape', shape: [-1, 1, 2] },
  sequences: { op: 'Reshape', shape: [1, -1, 2] },
  relu: { op: 'Relu' },
} as const;

type Move = keyof typeof moves;

/** A way from `y` to `x2` through operators, one after the other. */
function way(names: readonly Move[]): { nodes: FileNode[]; integers: Record<string, readonly number[]> } {
  const integers: Record<string, readonly number[]> = {};
  const nodes = names.map((name, i) => {
    const move = moves[name];
    const inputs = [i === 0 ? 'y' : `v${i}`];
    if ('shape' in move) {
      integers[`shape${i}`] = move.shape;
      inputs.push(`shape${i}`);
    }
    const outputs = [i === names.length - 1 ? 'x2' : `v${i + 1}`];
    return { op: move.op, inputs, outputs, attributes: 'attributes' in move ? move.attributes : {} };
  });
  return { nodes, integers };
}

/** Two LSTMs of 2 cells, the second behind a way from the first one's output. */
function two(
  names: readonly Move[],
  { directions = 1, layout = 0, one = {} as Partial<FileNode> } = {},
): FileGraph {
  const { nodes, integers } = way(names);
  const attributes = {
    ...(directions === 2 ? { direction: 'bidirectional' } : {}),
    ...(layout === 1 ? { layout } : {}),
  };
  const readsY = names.length === 0 ? 'y' : 'x2';
  return {
    nodes: [
      lstm('a', 'x', 'y', { attributes, ...one }),
      ...nodes,
      lstm('b', readsY, 'z', { attributes: { layout } }),
    ],
    tensors: [...weights('a', 3, 2, 4, directions), ...weights('b', 2 * directions, 2)],
    integers,
    inputs: { x: [0, 0, 3] },
  };
}

const names = (graph: FileGraph, opset = 14) => found(graph, opset).map(({ name }) => name);

describe('two LSTM nodes are the layers of one model', () => {
  it.each<[string, readonly Move[], object]>([
    ['through Squeeze', ['squeeze'], {}],
    ['through Squeeze, Identity, Dropout and Cast', ['squeeze', 'identity', 'dropout', 'cast'], {}],
    ['where the batch comes first between them', ['squeeze', 'batchFirst', 'batchFirst'], {}],
    [
      'as Keras is exported',
      ['keras', 'together', 'apart', 'together', 'batchFirst']
        .slice(0, 1)
        .concat(['squeeze', 'batchFirst']) as Move[],
      {},
    ],
    ['through Unsqueeze and back', ['squeeze', 'apart', 'together'], {}],
    ['through a Reshape that keeps steps and cells', ['squeeze', 'flat', 'steps'], {}],
    ['both directions side by side', ['directionsLast', 'merged'], { directions: 2 }],
  ])('%s', (_, path, options) => {
    const [model, ...others] = found(two(path, options), 14);
    expect([model.name, model.layers, model.inputs, model.hidden]).toEqual(['a+b', 2, 3, 2]);
    expect(model.parts.map(({ name, inputs }) => [name, inputs])).toEqual([
      ['a', 3],
      ['b', 2 * ((options as { directions?: number }).directions ?? 1)],
    ]);
    expect(model.remarks).toEqual([]);
    expect(others).toEqual([]);
  });

  it('with the batch first in both', () => {
    const graph = two(['squeeze'], { layout: 1 });
    const squeeze = { op: 'Squeeze', inputs: ['y'], outputs: ['x2'], attributes: { axes: [2] } };
    expect(names({ ...graph, nodes: [graph.nodes[0], squeeze, graph.nodes[2]] })).toEqual(['a+b']);
  });

  it('and a part of it is chosen by its own name, and reads its own weights', () => {
    const [{ parts, read, tensors }] = found(two(['squeeze']));
    expect(tensors).toEqual(['a.W', 'a.R', 'b.W', 'b.R']);
    expect(parts.map((part) => part.tensors)).toEqual([
      ['a.W', 'a.R'],
      ['b.W', 'b.R'],
    ]);
    expect(read().layers.map(({ weightIh }) => weightIh.name)).toEqual(['a.W', 'b.W']);
  });

  it('whose names an error lists behind that of the model', () => {
    const choose = (model: string) => () =>
      chooseModel(opened(two(['squeeze'])), 'm.onnx', { model, prefix: null });
    expect(choose('b')().name).toBe('b');
    expect(choose('c')).toThrow('m.onnx: has no model "c"; found "a+b" (of layers "a", "b")');
  });

  it('that no prefix chooses, which is told with the names that do', () => {
    expect(() => chooseModel(opened(two(['squeeze'])), 'm.onnx', { model: null, prefix: 'a' })).toThrow(
      'm.onnx: no tensor has a name of PyTorch, before which a prefix could stand: choose with --model instead: "a+b" (of layers "a", "b")',
    );
  });

  it('also where the way cannot be followed, which a remark says', () => {
    const graph = two(['steps']);
    const [model] = found({ ...graph, integers: {}, inputs: { ...graph.inputs, shape0: [3] } });
    expect(model.layers).toBe(2);
    expect(model.remarks).toEqual([
      'm.onnx: LSTM b: its way from a is not known: it is taken to read step after step',
    ]);
  });
});

describe('two LSTM nodes are models of their own', () => {
  it.each<[string, readonly Move[]]>([
    ['behind an operator that changes values', ['squeeze', 'relu']],
    ['where the second goes over the batch', ['squeeze', 'batchFirst']],
    ['where a Reshape makes a batch of the steps', ['squeeze', 'flat', 'sequences']],
    ['where nothing takes the axis of directions away', []],
  ])('%s', (_, path) => {
    expect(names(two(path))).toEqual(['a', 'b']);
  });

  it('where the first feeds two others', () => {
    const graph = two(['squeeze']);
    const third = lstm('c', 'x2', 'z2');
    expect(
      names({
        ...graph,
        nodes: [...graph.nodes, third],
        tensors: [...(graph.tensors ?? []), ...weights('c', 2, 2)],
      }),
    ).toEqual(['a', 'b', 'c']);
  });

  it('where sizes do not fit', () => {
    const graph = two(['squeeze']);
    expect(names({ ...graph, tensors: [...weights('a', 3, 2), ...weights('b', 5, 2)] })).toEqual(['a', 'b']);
  });

  it('of an LSTM and a GRU', () => {
    const graph = two(['squeeze']);
    const gru = { ...lstm('b', 'x2', 'z'), op: 'GRU' };
    const tensors = [...weights('a', 3, 2), ...weights('b', 2, 2, 3)];
    const models = found({ ...graph, nodes: [...graph.nodes.slice(0, 2), gru], tensors });
    expect(models.map(({ name, kind }) => [name, kind])).toEqual([
      ['a', 'lstm'],
      ['b', 'gru'],
    ]);
  });

  it('where the second is in a body: it sees all steps of the first at each of its own', () => {
    const graph = two(['squeeze']);
    const [a, squeeze, b] = graph.nodes;
    const branch = { nodes: [b] };
    const choose = {
      op: 'If',
      name: 'if',
      inputs: ['x'],
      outputs: ['z2'],
      attributes: { then_branch: branch },
    };
    expect(names({ ...graph, nodes: [a, squeeze, choose] })).toEqual(['a', 'if/then_branch/b']);
  });
});

describe('the last state of a node (Y_h)', () => {
  const graph = (steps: number): FileGraph => ({
    ...two([]),
    nodes: [lstm('a', 'x', '', { outputs: ['', 'h'] }), lstm('b', 'h', 'z')],
    inputs: { x: [steps, 1, 3] },
  });

  it('is no sequence for the next one', () => {
    const [, second] = found(graph(5));
    expect(second.remarks).toEqual(['m.onnx: LSTM b: it reads the last state of a alone: they are no stack']);
  });

  it('is its only output where the input is declared to have one step', () => {
    expect(names(graph(1))).toEqual(['a+b']);
  });
});

describe('graphs that no exporter makes', () => {
  it('of nodes that read each other in a circle are listed node by node', () => {
    const around: FileGraph = {
      nodes: [
        lstm('a', 'x2', 'y'),
        { op: 'Squeeze', inputs: ['y'], outputs: ['x1'], attributes: { axes: [1] } },
        lstm('b', 'x1', 'z'),
        { op: 'Squeeze', inputs: ['z'], outputs: ['x2'], attributes: { axes: [1] } },
      ],
      tensors: [...weights('a', 2, 2), ...weights('b', 2, 2)],
    };
    expect(names(around)).toEqual(['a', 'b']);
    const moving = { op: 'Identity', inputs: ['u'], outputs: ['u'] };
    expect(names({ nodes: [moving, lstm('a', 'u', 'y')], tensors: weights('a', 2, 2) })).toEqual(['a']);
  });

  it('of thousands of nodes are looked through once', () => {
    const length = 1_000;
    const chain = Array.from({ length }, (_, i) => ({
      op: 'Identity',
      inputs: [i === 0 ? 'first' : `v${i - 1}`],
      outputs: [`v${i}`],
    }));
    const readers = Array.from({ length }, (_, i) => ({
      ...lstm('b', `v${length - 1}`, `z${i}`),
      name: '',
    }));
    const squeeze = { op: 'Squeeze', inputs: ['y'], outputs: ['first'], attributes: { axes: [1] } };
    const file = opened({
      nodes: [lstm('a', 'x', 'y'), squeeze, ...chain, ...readers],
      tensors: [...weights('a', 3, 2), ...weights('b', 2, 2)],
      inputs: { x: [0, 1, 3] },
    });
    if (!isOnnxFile(file)) throw new Error('expected an ONNX file');
    const { graph } = file.model;
    let asked = 0;
    const producer = graph.producer.bind(graph);
    Object.assign(graph, {
      producer: (value: string) => {
        asked++;
        return producer(value);
      },
    });
    expect(onnxFramework.find(file, 'm.onnx').length).toBe(length + 1);
    expect(asked).toBeLessThan(12 * length);
  });
});

describe('layers that share their weights', () => {
  const stack = (
    layers: number,
    own: (layer: number) => FileNode[],
    of: (layer: number) => string,
  ): FileGraph => ({
    nodes: Array.from({ length: layers }, (_, i) => [
      ...own(i),
      { ...lstm('a', i === 0 ? 'x' : `x${i}`, `y${i}`), inputs: [i === 0 ? 'x' : `x${i}`, of(i), 'a.R'] },
      { op: 'Squeeze', inputs: [`y${i}`], outputs: [`x${i + 1}`], attributes: { axes: [1] } },
    ]).flat(),
    tensors: weights('a', 64, 64),
    inputs: { x: [0, 1, 64] },
  });

  it('are read once: however many there are, they take the memory of one', () => {
    const [model] = found(
      stack(
        40,
        () => [],
        () => 'a.W',
      ),
    );
    const { layers } = model.read();
    expect(layers.length).toBe(40);
    expect(new Set(layers.map(({ weightIh }) => weightIh)).size).toBe(1);
    expect(model.tensors).toEqual(['a.W', 'a.R']);
    expect(model.remarks.length).toBe(39);
  });

  it('under many names are refused where they are far more than the file has', () => {
    const again = (i: number) => [{ op: 'Identity', inputs: ['a.W'], outputs: [`w${i}`] }];
    const few = stack(40, again, (i) => `w${i}`);
    expect(refusal(few)).toBe('it was read');
    expect(refusal(stack(270, again, (i) => `w${i}`))).toBe(
      'm.onnx: LSTM a and 269 above it have 4440064 weights in a file of 32768, expected at most twice as many',
    );
  });
});

describe('more LSTM nodes than any network has', () => {
  it('are refused', () => {
    const nodes = Array.from({ length: 5_001 }, (_, i) => lstm('a', 'x', `y${i}`));
    expect(() => found({ nodes })).toThrow('m.onnx: has more than 5000 LSTM and GRU nodes');
  });
});

describe('the models of exported files', () => {
  const listed = (name: string) =>
    onnxFramework
      .find(openedFixture(name), name)
      .map((model) => [model.name, model.layers, model.directions]);

  it('are one for each network of PyTorch, its layers together', () => {
    expect(listed('torch-lstm-bidirectional-two-layers.onnx')).toEqual([
      ['/LSTM+/LSTM_1', 2, ['forward', 'reverse']],
    ]);
    expect(listed('torch-gru-batch-first.onnx')).toEqual([['/GRU+/GRU_1', 2, ['forward']]]);
  });

  it('are separate where something lies between them', () => {
    expect(listed('torch-several.onnx')).toEqual([
      ['/encoder/LSTM+/upper/LSTM', 2, ['forward']],
      ['/gates/GRU', 1, ['forward']],
    ]);
  });

  it('are found in the bodies of If, Loop and Scan, with the way to them in their names', () => {
    expect(listed('if.onnx').map(([name]) => name)).toEqual([
      'choose/else_branch/b.lstm',
      'choose/then_branch/a.lstm',
    ]);
    expect(listed('loop.onnx')).toEqual([['Loop_0/body/a.lstm', 1, ['forward']]]);
    expect(listed('scan.onnx')).toEqual([['Scan_0/body/a.lstm', 1, ['forward']]]);
  });
});
