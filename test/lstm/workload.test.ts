import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { check } from '../../src/config/problems.ts';
import { denseWeights } from '../../src/lstm/shape.ts';
import { WorkloadSchema, workloadShape } from '../../src/lstm/workload.ts';
import { explainLayerField } from '../../src/lstm/workload-layers.ts';

const folder = new URL('../../configs/workloads/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const minimal = { name: 'w', layers: [{ inputs: 8, hidden: 4 }] };

function issues(workload: unknown): string[] {
  const checked = check(WorkloadSchema, workload);
  return 'config' in checked
    ? []
    : checked.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a workload', () => {
  it('has biases, no peepholes, no projection, 87.5 % sparsity and one step unless it says otherwise', () => {
    const workload = WorkloadSchema.parse(minimal);
    expect(workload).toEqual({
      name: 'w',
      layers: [
        { kind: 'lstm' as const, inputs: 8, hidden: 4, projection: null, peepholes: false, biases: true },
      ],
      sparsity: 0.875,
      steps: 1,
    });
    expect(workloadShape(workload)).toEqual({ layers: workload.layers });
  });

  it('chains its layers: inputs are the outputs of the layer before, the projection if it has one', () => {
    const layers = [
      { inputs: 8, hidden: 4 },
      { inputs: 4, hidden: 6, projection: 3 },
      { inputs: 3, hidden: 2 },
    ];
    expect(issues({ name: 'w', layers })).toEqual([]);
    expect(issues({ name: 'w', layers: layers.with(2, { inputs: 6, hidden: 2 }) })).toEqual([
      'layers.2.inputs: found 6, expected 3: the outputs of layer 1 (layers are counted from 0)',
    ]);
  });

  it('needs no name, and inputs in its first layer only', () => {
    const layers = [{ inputs: 8, hidden: 4 }, { hidden: 6, projection: 3 }, { hidden: 2 }];
    const shapes = WorkloadSchema.parse({ layers }).layers;
    expect(shapes.map(({ inputs, hidden }) => [inputs, hidden])).toEqual([
      [8, 4],
      [4, 6],
      [3, 2],
    ]);
    expect(issues({ layers: [{ hidden: 4 }] })).toEqual([
      'layers.0.inputs: missing, expected an integer: the length of the input vector',
    ]);
  });

  it('has cells of an LSTM unless a layer says gru, whose reset is then that of PyTorch', () => {
    const sizes = { inputs: 8, hidden: 4, biases: true };
    const layers = [
      sizes,
      { ...sizes, inputs: 4, kind: 'gru' },
      { hidden: 4, kind: 'gru', resetAfter: false },
    ];
    expect(WorkloadSchema.parse({ layers }).layers).toEqual([
      { ...sizes, kind: 'lstm', projection: null, peepholes: false },
      { ...sizes, inputs: 4, kind: 'gru', projection: null, peepholes: false, resetAfter: true },
      { ...sizes, inputs: 4, kind: 'gru', projection: null, peepholes: false, resetAfter: false },
    ]);
  });

  it('refuses what the cells of a layer do not have', () => {
    const gru = { kind: 'gru', inputs: 8, hidden: 4 };
    expect(issues({ layers: { ...gru, projection: 3, peepholes: true } })).toEqual([
      'layers.projection: found 3, expected none: a layer of kind gru has no projection',
      'layers.peepholes: found true, expected none: a layer of kind gru has no peepholes',
    ]);
    expect(issues({ layers: [{ inputs: 8, hidden: 4, resetAfter: true }] })).toEqual([
      'layers.0.resetAfter: found true, expected none: a layer of kind lstm has no resetAfter',
    ]);
  });

  it('repeats layers, in a list or as one mapping: each is fed by the one before', () => {
    const alike = { kind: 'lstm', inputs: 8, hidden: 4, projection: 2, peepholes: true };
    const { layers } = WorkloadSchema.parse({ layers: { repeat: 3, ...alike } });
    expect(layers).toEqual([8, 2, 2].map((inputs) => ({ ...alike, inputs, biases: true })));
    expect(WorkloadSchema.parse({ layers: [{ repeat: 3, ...alike }] }).layers).toEqual(layers);
    expect(WorkloadSchema.parse({ layers: [alike, { ...alike, repeat: 2, inputs: 2 }] }).layers).toEqual(
      layers,
    );
    expect(issues({ layers: { repeat: 2, hidden: 4 } })).toEqual([
      'layers.inputs: missing, expected an integer: the length of the input vector',
    ]);
    expect(issues({ layers: [alike, { ...alike, repeat: 2 }] })).toEqual([
      'layers.1.inputs: found 8, expected 2: the outputs of layer 0 (layers are counted from 0)',
    ]);
  });

  it('has two passes for a bidirectional layer, whose outputs side by side feed the layer above', () => {
    const both = { hidden: 4, projection: 3, bidirectional: true };
    const { layers } = WorkloadSchema.parse({ layers: [{ ...both, inputs: 8 }, both, { hidden: 2 }] });
    expect(layers.map(({ inputs, direction }) => [inputs, direction])).toEqual([
      [8, 'forward'],
      [8, 'reverse'],
      [6, 'forward'],
      [6, 'reverse'],
      [6, undefined],
    ]);
    expect(
      issues({
        layers: [
          { ...both, inputs: 8 },
          { ...both, inputs: 3 },
        ],
      }),
    ).toEqual(['layers.1.inputs: found 3, expected 6: the outputs of layer 0 (layers are counted from 0)']);
    const { layers: one } = WorkloadSchema.parse({ layers: { ...both, inputs: 8, bidirectional: false } });
    expect(Object.keys(one[0])).not.toContain('direction');
    const most = { repeat: 64, inputs: 1, hidden: 1, bidirectional: true };
    expect(WorkloadSchema.parse({ layers: { ...most, inputs: 2, hidden: 1 } }).layers).toHaveLength(128);
    expect(issues({ layers: [{ inputs: 65536, hidden: 700, bidirectional: true }] })).toEqual([
      'layers.0: the layer has 370921600 weights, expected at most 268435456',
    ]);
  });

  it('has at most 64 layers, however they are counted', () => {
    const most = { repeat: 64, inputs: 1, hidden: 1 };
    expect(WorkloadSchema.parse({ layers: most }).layers).toHaveLength(64);
    expect(issues({ layers: [{ inputs: 1, hidden: 1 }, most] })).toEqual([
      'layers.1: expected at most 64 layers in all',
    ]);
    expect(issues({ layers: { ...most, repeat: 65 } }).join()).toMatch(/layers/);
  });

  it.each([
    ['hidden', 'a field of `layers`, as in layers: {inputs: 153, hidden: 1024, repeat: 2}'],
    ['hidden_size', 'repeat: 2}, there called `hidden`'],
    ['num_layers', 'repeat: 2}, there called `repeat`'],
    ['layers.0.input_size', 'unknown field `input_size`, did you mean `inputs`?'],
  ])('says of %s where it belongs', (path, says) => {
    expect(explainLayerField(path.split('.'))).toContain(says);
  });

  it.each(['name', 'sparsty', 'layers.0.hidden', 'layers.constructor', 'toString'])(
    'says nothing of %s',
    (path) => {
      expect(explainLayerField(path.split('.'))).toBeNull();
    },
  );

  it.each([
    { what: 'an unknown key', workload: { ...minimal, sparsitiy: 0.5 }, place: 'sparsitiy' },
    { what: 'no layers', workload: { ...minimal, layers: [] }, place: 'layers' },
    {
      what: 'no hidden cells',
      workload: { name: 'w', layers: [{ inputs: 8, hidden: 0 }] },
      place: 'layers.0.hidden',
    },
    {
      what: 'half an input',
      workload: { name: 'w', layers: [{ inputs: 8.5, hidden: 4 }] },
      place: 'layers.0.inputs',
    },
    { what: 'nothing left of the weights', workload: { ...minimal, sparsity: 1 }, place: 'sparsity' },
    { what: 'per cent', workload: { ...minimal, sparsity: 87.5 }, place: 'sparsity' },
    { what: 'no steps', workload: { ...minimal, steps: 0 }, place: 'steps' },
    { what: 'a name with control characters', workload: { ...minimal, name: 'a\u001b[2J' }, place: 'name' },
    {
      what: 'a layer that no memory holds',
      workload: { name: 'w', layers: [{ inputs: 65536, hidden: 65536 }] },
      place: 'layers.0: the layer has 34359738368 weights',
    },
  ])('refuses $what', ({ workload, place }) => {
    expect(issues(workload).join('\n')).toContain(place);
    expect(issues(workload)).not.toEqual([]);
  });
});

describe('the workloads that are shipped', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

  it.each(files)('%s is valid, names its schema and says where its sizes come from', (file) => {
    const text = read(file);
    const workload = WorkloadSchema.parse(parse(text));
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schemas/workload.schema.json');
    expect(`${workload.name}.yaml`).toBe(file);
    expect(workload.description).toBeTruthy();
    expect(workload.source).toBeTruthy();
  });

  it.each([
    // published.md: 4 x (1024 x 153) + 4 x (1024 x 512) + 512 x 1024, and 4 x 1500 x 3000 per layer.
    { file: 'timit.yaml', weights: [3_248_128] },
    { file: 'ptb.yaml', weights: [18_000_000, 18_000_000] },
    { file: 'gru-2x768.yaml', weights: [3 * 768 * (40 + 768), 3 * 768 * 1536] },
    { file: 'timit-2x1024.yaml', weights: [4 * 1024 * (123 + 1024), 4 * 1024 * 2048] },
  ])('$file has layers of $weights weights', ({ file, weights }) => {
    const { layers } = workloadShape(WorkloadSchema.parse(parse(read(file))));
    expect(layers.map(denseWeights)).toEqual(weights);
  });
});
