import { describe, expect, it, vi } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { chooseModel, findModels } from '../../../src/lstm/weights/choose-model.ts';
import { type NpzEntry, writeNpz } from '../../../src/tensors/npy/npz.ts';
import { npz } from '../../../src/tensors/npy/npz-format.ts';
import type { TensorFile } from '../../../src/tensors/tensor-file.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

function fileOf(shapes: Shapes): TensorFile {
  const entries = Object.entries(shapes).map(
    ([name, shape]): NpzEntry => ({ name, shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }),
  );
  return npz.open(writeNpz(entries), 'm.npz', new Map());
}

/** Weights of a layer of X = 3, H = 2. */
const layer = (prefix: string, of = '_l0', gates = 4): Shapes => ({
  [`${prefix}weight_ih${of}`]: [2 * gates, 3],
  [`${prefix}weight_hh${of}`]: [2 * gates, 2],
});

const modelsIn = (shapes: Shapes) => findModels(fileOf(shapes), 'm.npz').models;
const choose = (
  shapes: Shapes,
  { model = null, prefix = null }: { model?: string | null; prefix?: string | null },
) => chooseModel(fileOf(shapes), 'm.npz', { model, prefix });

describe('the models of a file', () => {
  it('are called by what stands before the names of PyTorch, and by their kind where nothing does', () => {
    expect(
      modelsIn({ ...layer('encoder.rnn.'), ...layer('decoder.', '_l0', 3), ...layer('') }),
    ).toMatchObject([
      { name: 'encoder.rnn', kind: 'lstm' },
      { name: 'decoder', kind: 'gru' },
      { name: 'lstm', kind: 'lstm' },
    ]);
    expect(modelsIn({ ...layer(''), ...layer('lstm.') }).map(({ name }) => name)).toEqual([
      'lstm without a prefix',
      'lstm',
    ]);
  });

  it('have sizes by the shapes alone, before anything is read', () => {
    const shapes = {
      ...{ 'r.weight_ih_l0': [8, 3], 'r.weight_hh_l0': [8, 1], 'r.weight_hr_l0': [1, 2] },
      ...{
        'r.weight_ih_l0_reverse': [8, 3],
        'r.weight_hh_l0_reverse': [8, 1],
        'r.weight_hr_l0_reverse': [1, 2],
      },
      ...{ 'r.weight_ih_l1': [16, 2], 'r.weight_hh_l1': [16, 4] },
      ...{ 'r.weight_ci_l1': [4], 'r.weight_cf_l1': [4], 'r.weight_co_l1': [4] },
    };
    const file = fileOf(shapes);
    const unread = { ...file, read: () => expect.unreachable() };
    expect(findModels(unread, 'm.npz').models).toMatchObject([
      {
        ...{ layers: 2, inputs: 3, hidden: 4, projection: null },
        ...{ directions: ['forward', 'reverse'], peepholes: true, parts: [] },
      },
    ]);
  });

  it('have the tensors that belong to them, with masks and scales, and no others', () => {
    const own = {
      ...{ 'r.weight_ih_l0_orig': [8, 3], 'r.weight_ih_l0_mask': [8, 3] },
      ...{ 'r.weight_hh_l0': [8, 2], 'r.weight_hh_l0_scale': [8] },
    };
    const [{ tensors }] = modelsIn({ ...own, 'r.weight_ih_l0_copy': [1], 'fc.weight': [2, 2] });
    expect(tensors).toEqual(Object.keys(own));
  });

  it('are found where they are broken, and refused when they are read', () => {
    const [gap, cut] = modelsIn({ ...layer('a.', '_l1'), 'b.weight_ih_l0': [8, 3] });
    expect([gap, cut]).toMatchObject([
      { name: 'a', layers: 0, tensors: [] },
      { name: 'b', layers: 1, inputs: 3 },
    ]);
    expect(() => gap.read()).toThrow('m.npz: layer 0 is missing (no a.weight_ih_l0), found layers 1');
    expect(() => cut.read()).toThrow('m.npz: has no tensor b.weight_hh_l0');
  });
});

describe('a file that is by its name one of several', () => {
  const remarks = (path: string) => findModels(fileOf(layer('')), path).models[0].remarks;

  it('lacks what the others have, which a remark says', () => {
    expect(remarks('m-00001-of-00002.safetensors')).toEqual([
      'm-00001-of-00002.safetensors: is by its name one of 2 files of a model: what the others have is missing',
    ]);
  });

  it.each(['m-00001-of-00001.safetensors', 'm-1-of-a-kind.npz', 'm-00001-of-00002', 'm.npz'])(
    'is not %s',
    (path) => expect(remarks(path)).toEqual([]),
  );
});

describe('a file of many models', () => {
  /** So many LSTMs of one layer, of which nothing may be read. */
  const many = (count: number, names: (n: number) => readonly string[]): TensorFile => {
    const all = new Set(Array.from({ length: count }, (_, n) => names(n)).flat());
    const shape = vi.fn(() => [8, 2]);
    const read = () => expect.unreachable();
    return { format: 'npz', names: [...all], has: (name) => all.has(name), shape, read };
  };

  it('looks at the shapes of the one that is chosen alone', () => {
    const file = many(20_000, (n) => [`r${n}.weight_ih_l0`, `r${n}.weight_hh_l0`]);
    const found = chooseModel(file, 'm.npz', { model: 'r19999', prefix: null });
    expect(found).toMatchObject({
      layers: 1,
      hidden: 2,
      tensors: ['r19999.weight_ih_l0', 'r19999.weight_hh_l0'],
    });
    expect(vi.mocked(file.shape).mock.calls.length).toBeLessThan(20);
  });

  it('is gone through once for all, broken ones too, and once for all layers of one', () => {
    const broken = many(20_000, (n) => [`r${n}.weight_ih_l1`]);
    const { models } = findModels(broken, 'm.npz');
    expect(models.every(({ layers, tensors }) => layers === 0 && tensors.length === 0)).toBe(true);
    expect(() => models[19_999].read()).toThrow('layer 0 is missing (no r19999.weight_ih_l0)');
    const deep = many(20_000, (n) => [`weight_ih_l${n}`, `weight_ih_l${n}_reverse`]);
    expect(findModels(deep, 'm.npz').models).toMatchObject([
      { layers: 20_000, directions: ['forward', 'reverse'] },
    ]);
  });
});

describe('the model that is asked for', () => {
  const two = { ...layer('encoder.'), ...layer('decoder.', '_l0', 3) };

  it('is the only one where nobody says which', () => {
    expect(choose(layer('a.b.'), {})).toMatchObject({ name: 'a.b', framework: 'pytorch' });
  });

  it('is the one of that name, or of that prefix with or without its dot', () => {
    expect(choose(two, { model: 'decoder' }).kind).toBe('gru');
    expect(choose(two, { prefix: 'decoder' }).kind).toBe('gru');
    expect(choose(two, { prefix: 'encoder.' }).kind).toBe('lstm');
  });

  it.each<[string, Shapes, { model?: string; prefix?: string }, string]>([
    [
      'several, of which nobody says one',
      two,
      {},
      'has several models, choose one with --model: "encoder", "decoder"',
    ],
    [
      'a name that there is not',
      two,
      { model: 'encode' },
      'has no model "encode"; found "encoder", "decoder"',
    ],
    [
      'a name that only objects have',
      two,
      { model: '__proto__' },
      'has no model "__proto__"; found "encoder"',
    ],
    [
      'a prefix that there is not',
      two,
      { prefix: 'x' },
      'has no LSTM or GRU under the prefix "x"; found "encoder"',
    ],
    [
      'a model of which there is none in the file',
      { 'fc.weight': [2, 3] },
      {},
      'has no LSTM or GRU, expected arrays named like lstm.weight_ih_l0, or lstm.weight_ih of a cell; found fc.weight [2, 3]',
    ],
  ])('is refused: %s', (_, shapes, asked, says) => {
    expect(() => choose(shapes, asked)).toThrow(BadInput);
    expect(() => choose(shapes, asked)).toThrow(says);
  });

  it('is refused by name and by prefix at once', () => {
    expect(() => choose(two, { model: 'encoder', prefix: 'encoder' })).toThrow('leave one of them out');
  });

  it('may be named as a message shows it, where that is one of them', () => {
    const long = (end: string) => `${'layer.'.repeat(20)}${end}.`;
    const shown = `${'layer.'.repeat(20).slice(0, 80)}...`;
    expect(choose({ ...layer(long('a')), ...layer('b.') }, { model: shown }).name).toBe(
      long('a').slice(0, -1),
    );
    expect(() => choose({ ...layer(long('a')), ...layer(long('b')) }, { model: shown })).toThrow(
      'has no model',
    );
  });

  it('has a name that no terminal obeys', () => {
    const names = ['a\u001b[2J.weight_ih_l0', 'b.weight_ih_l0'];
    const file = { ...fileOf({}), names, has: (name: string) => names.includes(name), shape: () => [8, 3] };
    expect(() => chooseModel(file, 'm.npz', { model: null, prefix: null })).toThrow(
      'choose one with --model: "a\\u001b[2J", "b"',
    );
  });

  it('is not listed beyond the first eight', () => {
    const many = Object.assign({}, ...Array.from({ length: 11 }, (_, n) => layer(`r${n}.`)));
    expect(() => choose(many, {})).toThrow(/"r0", .*"r7" and 3 more$/);
  });
});
