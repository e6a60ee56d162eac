import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { type LstmTensors, readLstmTensors } from '../../../src/lstm/weights/state-dict.ts';
import { type NpzEntry, openNpz, writeNpz } from '../../../src/tensors/npy/npz.ts';
import { refusal } from '../../config/refusal.ts';
import { expectedArrays, fixture } from '../../tensors/fixtures.ts';

function readFixture(name: string, prefix?: string): LstmTensors {
  return readLstmTensors(openNpz(fixture(name), name), name, prefix === undefined ? {} : { prefix });
}

type Arrays = Readonly<Record<string, readonly [shape: readonly number[], data: NpzEntry['data']] | null>>;

const ones = (...shape: readonly number[]) =>
  [shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1)] as const;

/** One layer with X = 3, H = 2, without biases; `arrays` replaces tensors, null leaves them out. */
function read(arrays: Arrays, prefix?: string): LstmTensors {
  const all: Arrays = { 'r.weight_ih_l0': ones(8, 3), 'r.weight_hh_l0': ones(8, 2), ...arrays };
  const entries = Object.entries(all).flatMap(([name, array]) =>
    array === null ? [] : [{ name, shape: array[0], data: array[1] }],
  );
  return readLstmTensors(
    openNpz(writeNpz(entries), 'm.npz'),
    'm.npz',
    prefix === undefined ? {} : { prefix },
  );
}

describe('reading a GRU of PyTorch', () => {
  it('tells it from an LSTM by its three gates', () => {
    const { layers, remarks } = readFixture('gru.npz');
    expect(layers).toMatchObject([{ kind: 'gru', weightHr: null }]);
    expect(layers[0].weightIh.shape).toEqual([12, 5]);
    expect(layers[0].weightHh.shape).toEqual([12, 4]);
    expect(layers[0].biasHh?.shape).toEqual([12]);
    expect(remarks).toEqual([]);
    expect(readFixture('lstm.npz').layers.map(({ kind }) => kind)).toEqual(['lstm', 'lstm']);
  });

  it('reads a GRUCell, and says that it has no biases', () => {
    const { layers, remarks } = read({
      ...{ 'r.weight_ih_l0': null, 'r.weight_hh_l0': null },
      ...{ 'r.weight_ih': ones(6, 3), 'r.weight_hh': ones(6, 2) },
    });
    expect(layers).toMatchObject([{ kind: 'gru', biasIh: null, biasHh: null }]);
    expect(remarks).toEqual(['m.npz: the GRU has no biases (r.bias_ih, r.bias_hh): they are zero']);
  });
});

describe('reading an LSTM of PyTorch', () => {
  it('reads two layers at the top level', () => {
    const { prefix, layers } = readFixture('lstm.npz');
    const expected = expectedArrays('lstm.npz');
    expect(prefix).toBe('');
    expect(layers).toHaveLength(2);
    layers.forEach(({ weightIh, weightHh, biasIh, biasHh, weightHr }, layer) => {
      for (const tensor of [weightIh, weightHh, biasIh!, biasHh!]) {
        expect(tensor.raw).toBe(false);
        expect(tensor.mask).toBeNull();
        expect(tensor.shape).toEqual(expected.get(tensor.name)?.shape);
        expect([...tensor.values]).toEqual(expected.get(tensor.name)?.values);
      }
      expect(weightIh.name).toBe(`weight_ih_l${layer}`);
      expect(biasHh?.name).toBe(`bias_hh_l${layer}`);
      expect(weightHr).toBeNull();
    });
    expect(layers[0].weightIh.shape).toEqual([16, 5]);
    expect(layers[1].weightIh.shape).toEqual([16, 4]);
  });

  it('reads projections and pruned parameters under a nested prefix', () => {
    const { prefix, layers } = readFixture('lstm-pruned.npz');
    const expected = expectedArrays('lstm-pruned.npz');
    expect(prefix).toBe('encoder.rnn.');
    for (const { weightIh, weightHh, weightHr } of layers) {
      for (const tensor of [weightIh, weightHh, weightHr!]) {
        expect(tensor.name).toMatch(/^encoder\.rnn\.weight_(ih|hh|hr)_l[01]_orig$/);
        const mask = expected.get(tensor.name.replace('_orig', '_mask'))!.values;
        const values = expected.get(tensor.name)!.values;
        expect([...tensor.mask!]).toEqual(mask);
        expect([...tensor.values]).toEqual(values.map((value, i) => (mask[i] === 1 ? value : 0)));
        expect(mask.filter((stored) => stored === 1)).toHaveLength(mask.length / 2);
      }
    }
    expect(layers.map(({ weightHr }) => weightHr?.shape)).toEqual([
      [3, 4],
      [3, 4],
    ]);
    expect(layers[0].biasIh?.mask?.filter((stored) => stored === 0)).toHaveLength(4);
    expect(layers[0].biasHh?.mask).toBeNull();
  });

  it('reads int16 raw codes', () => {
    const { layers } = readFixture('lstm-codes.npz');
    expect(layers[0].weightIh.raw).toBe(true);
    expect([...layers[1].weightHh.values]).toEqual(
      expectedArrays('lstm-codes.npz').get('weight_hh_l1')?.values,
    );
  });

  it.each([
    ['encoder', 'encoder.', 3],
    ['decoder.', 'decoder.', 2],
  ])('picks the LSTM under the prefix %s', (asked, prefix, inputs) => {
    const found = readFixture('lstm-two.npz', asked);
    expect(found.prefix).toBe(prefix);
    expect(found.layers[0].weightIh.shape[1]).toBe(inputs);
    expect(found.layers[0].biasIh === null).toBe(prefix === 'decoder.');
  });

  it('picks the LSTM at the top level with an empty prefix', () => {
    const top = { weight_ih_l0: ones(4, 7), weight_hh_l0: ones(4, 1) };
    expect(read(top, '').layers[0].weightIh.shape).toEqual([4, 7]);
    expect(read(top, 'r').layers[0].weightIh.shape).toEqual([8, 3]);
  });

  it('accepts a mask beside a plain parameter, of any number type, and ignores what it hides', () => {
    const weight = Float32Array.from({ length: 16 }, (_, i) => (i < 8 ? Number.NaN : i));
    const mask = Float64Array.from({ length: 16 }, (_, i) => (i < 8 ? 0 : 1));
    const { weightHh } = read({ 'r.weight_hh_l0': [[8, 2], weight], 'r.weight_hh_l0_mask': [[8, 2], mask] })
      .layers[0];
    expect([...weightHh.values]).toEqual([...mask].map((stored, i) => (stored ? i : 0)));
    expect([...weightHh.mask!]).toEqual([...mask]);
  });

  it('keeps a stored zero apart from a pruned one', () => {
    const mask = Uint8Array.from({ length: 16 }, (_, i) => i % 2);
    const { weightHh } = read({
      'r.weight_hh_l0': [[8, 2], new Float32Array(16)],
      'r.weight_hh_l0_mask': [[8, 2], mask],
    }).layers[0];
    expect(weightHh.mask).toEqual(mask);
  });

  it('says in a line which layers have no biases, and nothing of those that have them', () => {
    const biased = { 'r.bias_ih_l0': ones(8), 'r.bias_hh_l0': ones(8) };
    const second = { 'r.weight_ih_l1': ones(8, 2), 'r.weight_hh_l1': ones(8, 2) };
    expect(read({}).remarks).toEqual([
      'm.npz: the LSTM has no biases (r.bias_ih_l0, r.bias_hh_l0): they are zero',
    ]);
    expect(read(biased).remarks).toEqual([]);
    expect(read({ ...biased, ...second }).remarks).toEqual([
      'm.npz: the LSTM has no biases in layer 1 (r.bias_ih_l1, r.bias_hh_l1): they are zero',
    ]);
  });

  it('reads a bidirectional LSTM as the passes of its layers, forward and reverse', () => {
    const { layers, remarks } = readFixture('lstm-bidirectional.npz');
    const expected = expectedArrays('lstm-bidirectional.npz');
    expect(layers.map(({ direction, weightIh }) => [direction, weightIh.name])).toEqual([
      ['forward', 'weight_ih_l0'],
      ['reverse', 'weight_ih_l0_reverse'],
    ]);
    expect([...layers[1].biasHh!.values]).toEqual(expected.get('bias_hh_l0_reverse')?.values);
    expect(remarks).toEqual([]);
  });

  it('feeds the layer above a bidirectional one with both outputs, projected ones too', () => {
    const both = (of: string, inputs: number) => ({
      [`r.weight_ih_${of}`]: ones(8, inputs),
      [`r.weight_hh_${of}`]: ones(8, 1),
      [`r.weight_hr_${of}`]: ones(1, 2),
    });
    const first = { ...both('l0', 3), ...both('l0_reverse', 3) };
    const { layers } = read({ ...first, ...both('l1', 2), ...both('l1_reverse', 2) });
    expect(layers.map(({ weightHr }) => weightHr?.name)).toEqual(
      ['l0', 'l0_reverse', 'l1', 'l1_reverse'].map((of) => `r.weight_hr_${of}`),
    );
    expect(() => read({ ...first, ...both('l1', 1) })).toThrow(
      /tensor r\.weight_ih_l1: shape \[8, 1\], expected \[8, 2\], fed by the layer before/,
    );
    const wider = { 'r.weight_ih_l0_reverse': ones(12, 3), 'r.weight_hh_l0_reverse': ones(12, 3) };
    expect(() => read(wider)).toThrow(
      /r\.weight_ih_l0_reverse: shape \[12, 3\], expected \[8, 3\] as r\.weight_ih_l0$/,
    );
    expect(() => read({ 'r.weight_ih_l0_reverse': ones(8, 3) })).toThrow(
      /has no tensor r\.weight_hh_l0_reverse, expected one for every layer/,
    );
  });

  it('reads peepholes, pruned ones too, of each pass', () => {
    const peepholes = (of: string): Arrays => ({
      [`r.weight_ci_${of}`]: ones(2),
      [`r.weight_cf_${of}_orig`]: ones(2),
      [`r.weight_cf_${of}_mask`]: [[2], Uint8Array.of(1, 0)],
      [`r.weight_co_${of}`]: ones(2),
    });
    const reverse = { 'r.weight_ih_l0_reverse': ones(8, 3), 'r.weight_hh_l0_reverse': ones(8, 2) };
    const { layers } = read({ ...peepholes('l0'), ...reverse });
    expect(layers[0].peepholes).toMatchObject({
      i: { name: 'r.weight_ci_l0', mask: null },
      f: { name: 'r.weight_cf_l0_orig', values: Float32Array.of(1, 0) },
      o: { name: 'r.weight_co_l0' },
    });
    expect(layers[1].peepholes).toBeNull();
    expect(read({ ...reverse, ...peepholes('l0_reverse') }).layers[1].peepholes?.i.name).toBe(
      'r.weight_ci_l0_reverse',
    );
  });

  it('reads the tensors of an LSTMCell, whose names have no layer, pruned ones too', () => {
    const cell: Arrays = {
      ...{ 'r.weight_ih_l0': null, 'r.weight_hh_l0': null, 'r.weight_ih': ones(8, 3) },
      ...{ 'r.weight_hh_orig': ones(8, 2), 'r.weight_hh_mask': ones(8, 2) },
      ...{ 'r.bias_ih': ones(8), 'r.bias_hh': ones(8) },
    };
    const { prefix, layers, remarks } = read(cell);
    expect([prefix, layers.length, remarks]).toEqual(['r.', 1, []]);
    const { weightIh, weightHh, biasHh } = layers[0];
    expect([weightIh.name, weightHh.name, biasHh?.name]).toEqual([
      'r.weight_ih',
      'r.weight_hh_orig',
      'r.bias_hh',
    ]);
    expect(read({ ...cell, 'q.weight_ih': ones(4, 1), 'q.weight_hh': ones(4, 1) }, 'q').prefix).toBe('q.');
  });
});

describe('names of a file', () => {
  it('are made printable in every message, and cut where they are long', () => {
    const evil = 'a\u001b[2J.';
    const unread = { read: () => expect.unreachable() };
    const messageOf = (names: readonly string[], shape: readonly number[] = [8, 3]) => {
      const file = { names, has: (name: string) => names.includes(name), shape: () => shape, ...unread };
      return refusal(() => readLstmTensors(file, 'm.pt'));
    };
    const tensors = (prefix: string) => [`${prefix}weight_ih_l0`, `${prefix}weight_hh_l0`];
    const messages = [
      messageOf([`${evil}weight_ih_l0`]),
      messageOf([`${evil}weight_ih_l1`]),
      messageOf([`${evil}weight_ih_l0`, `${evil}weight_ih`]),
      messageOf([...tensors(evil), `${evil}bias_ih_l0`]),
      messageOf([...tensors(evil), `${evil}weight_ci_l0`]),
      messageOf([...tensors(evil), `${evil}weight_ih_l0_orig`]),
      messageOf(tensors(evil), [3, 3]),
      messageOf(tensors(evil), [5]),
      messageOf([...tensors(evil), ...tensors('b.')]),
      messageOf([`${evil}Wih_l0`]),
    ];
    for (const message of messages) {
      expect(message).toContain('a\\u001b[2J');
      expect(message).not.toContain('\u001b');
    }
    expect(messageOf([`${'x'.repeat(5000)}.weight_ih_l0`]).length).toBeLessThan(400);
  });
});

describe('refusing models', () => {
  it.each([
    ['lstm-two.npz', undefined, /several prefixes, choose one with --prefix: "encoder", "decoder"$/],
    ['lstm-two.npz', 'encodr', /no LSTM or GRU under the prefix "encodr"; found "encoder", "decoder"$/],
    [
      'savez.npz',
      undefined,
      /no LSTM or GRU, expected arrays named like lstm\.weight_ih_l0, or lstm\.weight_ih of a cell; found lstm\.weight \[/,
    ],
  ])('refuses %s with prefix %s', (name, prefix, message) => {
    expect(() => readFixture(name, prefix)).toThrow(BadInput);
    expect(() => readFixture(name, prefix)).toThrow(message);
  });

  const weight = (at: number, value: number) => ones(8, 3)[1].with(at, value);
  it.each<[string, Arrays, RegExp]>([
    [
      'a missing weight_hh',
      { 'r.weight_hh_l0': null },
      /has no tensor r\.weight_hh_l0, expected one for every layer/,
    ],
    [
      'a plain RNN',
      { 'r.weight_ih_l0': ones(2, 3), 'r.weight_hh_l0': ones(2, 2) },
      /r\.weight_hh_l0 \[2, 2\] has the one gate of a plain RNN; only LSTMs and GRUs are simulated/,
    ],
    [
      'transposed matrices',
      { 'r.weight_ih_l0': ones(3, 8), 'r.weight_hh_l0': ones(2, 8) },
      /r\.weight_hh_l0 \[2, 8\] is transposed; save the transposed matrices \(\.T\) of this file, expected \[4H, H\] of an LSTM or \[3H, H\] of a GRU; found r\.weight_ih_l0 \[3, 8\]/,
    ],
    [
      'a transposed GRU, pruned, of two layers',
      {
        'r.weight_ih_l1': ones(2, 6),
        'r.weight_hh_l1_orig': ones(2, 6),
        'r.weight_hh_l1_mask': ones(2, 6),
      },
      /r\.weight_hh_l1 \[2, 6\] is transposed/,
    ],
    [
      'a layer of a GRU on one of an LSTM',
      { 'r.weight_ih_l1': ones(6, 2), 'r.weight_hh_l1': ones(6, 2) },
      /tensor r\.weight_ih_l1: shape \[6, 2\], expected \[4H, X\], four gates stacked$/,
    ],
    [
      'a projection of a GRU, which has none',
      {
        ...{ 'r.weight_ih_l0': ones(6, 3), 'r.weight_hh_l0': ones(6, 2), 'r.weight_hr_l0': ones(1, 2) },
      },
      /tensor r\.weight_hr_l0: shape \[1, 2\], expected none: r\.weight_ih_l0 has three gates, and a GRU/,
    ],
    [
      'recurrent weights that fit neither kind',
      { 'r.weight_ih_l0': ones(12, 3), 'r.weight_hh_l0': ones(12, 5) },
      /tensor r\.weight_hh_l0: shape \[12, 5\], expected \[12, 3\], or of a GRU \[12, 4\], to fit/,
    ],
    [
      'input weights that do not fit the recurrent ones of a GRU',
      { 'r.weight_ih_l0': ones(7, 3), 'r.weight_hh_l0': ones(6, 2) },
      /tensor r\.weight_ih_l0: shape \[7, 3\], expected \[3H, X\], three gates stacked$/,
    ],
    [
      'biases of a GRU of four gates',
      {
        ...{ 'r.weight_ih_l0': ones(6, 3), 'r.weight_hh_l0': ones(6, 2) },
        ...{ 'r.bias_ih_l0': ones(8), 'r.bias_hh_l0': ones(6) },
      },
      /tensor r\.bias_ih_l0: shape \[8\], expected \[6\], one for every gate row$/,
    ],
    [
      'names that are not those of PyTorch',
      {
        ...{ 'r.weight_ih_l0': null, 'r.weight_hh_l0': null },
        ...{ Wih_l0: ones(8, 3), 'rnn/W_hh': ones(8, 2), b_ih_l1: ones(8) },
      },
      /found Wih_l0 \[8, 3\], rnn\/W_hh \[8, 2\], b_ih_l1 \[8\]; rename Wih_l0 to weight_ih_l0, rnn\/W_hh to rnn\.weight_hh_l0, b_ih_l1 to bias_ih_l1$/,
    ],
    [
      'one such name',
      { 'r.weight_hh_l0': null, 'r.Whh_l0': ones(8, 2) },
      /has no tensor r\.weight_hh_l0, expected one for every layer; found r\.weight_ih_l0 \[8, 3\], r\.Whh_l0 \[8, 2\]; rename r\.Whh_l0 to r\.weight_hh_l0$/,
    ],
    [
      'kernels of Keras',
      {
        ...{ 'r.weight_ih_l0': null, 'r.weight_hh_l0': null },
        ...{ kernel: ones(3, 8), recurrent_kernel: ones(2, 8) },
      },
      /found kernel \[3, 8\], recurrent_kernel \[2, 8\]; kernels of Keras are transposed: save kernel\.T as weight_ih_l0/,
    ],
    [
      'one of two biases',
      { 'r.bias_hh_l0': ones(8) },
      /has r\.bias_hh_l0 but no r\.bias_ih_l0, expected both, which are added, or neither; for one bias alone save zeros as the other$/,
    ],
    [
      'a cell beside layers under one prefix',
      { 'r.weight_ih': ones(8, 3) },
      /has tensors of a cell \(r\.weight_ih\) and of layers under one prefix/,
    ],
    ['a missing weight_ih', { 'r.weight_ih_l0': null }, /has no tensor r\.weight_ih_l0/],
    [
      'a missing layer',
      { 'r.weight_ih_l2': ones(8, 2) },
      /layer 1 is missing \(no r\.weight_ih_l1\), found layers 0, 2/,
    ],
    ['NaN', { 'r.weight_ih_l0': [[8, 3], weight(10, Number.NaN)] }, /weight_ih_l0: row 3, column 1 is NaN/],
    [
      'infinity',
      { 'r.bias_ih_l0': [[8], Float64Array.of(0, 0, 0, 0, 0, 0, Infinity, 0)], 'r.bias_hh_l0': ones(8) },
      /bias_ih_l0: element 6 is Infinity/,
    ],
    [
      'three gates',
      { 'r.weight_ih_l0': ones(6, 3) },
      /weight_ih_l0: shape \[6, 3\], expected \[4H, X\], four gates/,
    ],
    ['a vector of weights', { 'r.weight_ih_l0': ones(24) }, /weight_ih_l0: shape \[24\], expected \[4H, X\]/],
    ['no inputs', { 'r.weight_ih_l0': ones(8, 0) }, /weight_ih_l0: shape \[8, 0\], expected \[4H, X\]/],
    ['no gates', { 'r.weight_ih_l0': ones(0, 3) }, /weight_ih_l0: shape \[0, 3\], expected \[4H, X\]/],
    [
      'weight_hh of another H',
      { 'r.weight_hh_l0': ones(8, 3) },
      /weight_hh_l0: shape \[8, 3\], expected \[8, 2\]/,
    ],
    [
      'a bias of another length',
      { 'r.bias_ih_l0': ones(8), 'r.bias_hh_l0': ones(4) },
      /bias_hh_l0: shape \[4\], expected \[8\], one for every gate row/,
    ],
    [
      'one peephole of three',
      { 'r.weight_ci_l0': ones(2), 'r.weight_co_l0': ones(2) },
      /has r\.weight_ci_l0 but no r\.weight_cf_l0, expected peepholes of the gates i, f and o, or none$/,
    ],
    [
      'a peephole of another H',
      { 'r.weight_ci_l0': ones(2), 'r.weight_cf_l0': ones(3), 'r.weight_co_l0': ones(2) },
      /weight_cf_l0: shape \[3\], expected \[2\], one for every cell$/,
    ],
    [
      'peepholes of a GRU',
      {
        ...{ 'r.weight_ih_l0': ones(6, 3), 'r.weight_hh_l0': ones(6, 2) },
        ...{ 'r.weight_ci_l0': ones(2), 'r.weight_cf_l0': ones(2), 'r.weight_co_l0': ones(2) },
      },
      /weight_ci_l0: shape \[2\], expected none: a GRU has no peepholes$/,
    ],
    [
      'peepholes in raw codes beside weights that are floats',
      {
        ...{
          'r.weight_ci_l0': [[2], new Int16Array(2)],
          'r.weight_cf_l0': ones(2),
          'r.weight_co_l0': ones(2),
        },
      },
      /weight_ci_l0 holds int16 raw codes and r\.weight_ih_l0 floats/,
    ],
    [
      'a projection of another H',
      { 'r.weight_hr_l0': ones(1, 3) },
      /weight_hr_l0: shape \[1, 3\], expected \[P, 2\]/,
    ],
    [
      'an empty projection',
      { 'r.weight_hr_l0': ones(0, 2) },
      /weight_hr_l0: shape \[0, 2\], expected \[P, 2\]/,
    ],
    [
      'weight_hh beside a projection',
      { 'r.weight_hr_l0': ones(1, 2) },
      /expected \[8, 1\] to fit r\.weight_ih_l0 and r\.weight_hr_l0/,
    ],
    [
      'a second layer of other inputs',
      { 'r.weight_ih_l1': ones(4, 3), 'r.weight_hh_l1': ones(4, 1) },
      /weight_ih_l1: shape \[4, 3\], expected \[4, 2\], fed by the layer before/,
    ],
    [
      'codes beside floats',
      { 'r.bias_ih_l0': [[8], new Int16Array(8)], 'r.bias_hh_l0': ones(8) },
      /r\.bias_ih_l0 holds int16 raw codes and r\.weight_ih_l0 floats/,
    ],
    [
      'int32 weights',
      { 'r.weight_hh_l0': [[8, 2], new Int32Array(16)] },
      /type int32, expected float16, float32, float64, int8 with a scale or int16/,
    ],
    [
      'a mask alone',
      { 'r.bias_ih_l0_mask': ones(8) },
      /has r\.bias_ih_l0_mask but no r\.bias_ih_l0 or r\.bias_ih_l0_orig/,
    ],
    [
      'a pruned tensor without mask',
      { 'r.bias_ih_l0_orig': ones(8), 'r.bias_hh_l0': ones(8) },
      /has r\.bias_ih_l0_orig but no r\.bias_ih_l0_mask/,
    ],
    [
      'a tensor twice',
      { 'r.weight_ih_l0_orig': ones(8, 3) },
      /has both r\.weight_ih_l0 and r\.weight_ih_l0_orig/,
    ],
    [
      'a mask of another shape',
      { 'r.weight_hh_l0_mask': ones(2, 8) },
      /weight_hh_l0_mask: shape \[2, 8\], expected \[8, 2\]/,
    ],
    [
      'a mask of fractions',
      { 'r.weight_hh_l0_mask': [[8, 2], new Float32Array(16).fill(0.5, 5)] },
      /weight_hh_l0_mask: row 2, column 1 is 0\.5, expected 0 or 1/,
    ],
  ])('refuses %s', (_, arrays, message) => {
    expect(() => read(arrays)).toThrow(BadInput);
    expect(() => read(arrays)).toThrow(message);
    expect(() => read(arrays)).toThrow(/^m\.npz[:,]/);
  });
});

it('no message shows the control characters of names as they are', () => {
  const names = ['a\u001b[2J.weight_ih_l0'];
  const has = (name: string) => names.includes(name);
  const file = { ...openNpz(writeNpz([]), 'm'), names, has };
  expect(() => readLstmTensors(file, 'm')).toThrow('m: has no tensor a\\u001b[2J.weight_hh_l0, expected');
});
