import { describe, expect, it } from 'vitest';
import { chooseModel, findModels } from '../../../../src/lstm/weights/choose-model.ts';
import { tensorsOf } from '../../../../src/lstm/weights/lstm-layer.ts';
import { openTensors } from '../../../../src/tensors/open.ts';
import type { TensorFile } from '../../../../src/tensors/tensor-file.ts';
import { readZipDirectory } from '../../../../src/tensors/zip/zip-directory.ts';
import { readZipEntry } from '../../../../src/tensors/zip/zip-entry.ts';
import { writeZip } from '../../../../src/tensors/zip/zip-write.ts';
import { refusal } from '../../../config/refusal.ts';
import { kerasFile, kerasReferences } from '../../../tensors/keras-fixtures.ts';
import { floatOutputs } from '../../float-outputs.ts';

function opened(bytes: Uint8Array): TensorFile {
  const file = openTensors(bytes, 'm');
  if (file === null) throw new Error('of no format');
  return file;
}

const modelsIn = (name: string) => findModels(opened(kerasFile(name)), 'm').models;
const modelOf = (bytes: Uint8Array, model: string | null = null) =>
  chooseModel(opened(bytes), 'm', { model, prefix: null });

/** A .keras file whose configuration is edited as text; null: it is left out. */
function edited(name: string, edit: (text: string) => string | null): Uint8Array {
  const bytes = kerasFile(name);
  const contents = readZipDirectory(bytes, name).flatMap((entry) => {
    const content = readZipEntry(bytes, entry, name);
    if (entry.name !== 'config.json') return [{ name: entry.name, bytes: content }];
    const text = edit(new TextDecoder().decode(content));
    return text === null ? [] : [{ name: entry.name, bytes: new TextEncoder().encode(text) }];
  });
  return writeZip(contents, true);
}

describe('the float reference', () => {
  it.each(Object.keys(kerasReferences))('computes what the equations of Keras say for %s', (key) => {
    const [name, model = null] = key.split(' ');
    const { inputs, outputs, outputsInDouble } = kerasReferences[key];
    const found = floatOutputs(kerasFile(name), name, inputs.flat(), { model });
    expect(found).toHaveLength(outputs.flat().length);
    for (const [i, value] of found.entries()) {
      expect(value).toBeCloseTo(outputsInDouble.flat()[i], 12);
      expect(value).toBeCloseTo(outputs.flat()[i], 5);
    }
  });
});

describe('a file of Keras', () => {
  it.each([
    ['keras2-stack.h5', ['lstm+lstm_1 lstm 2 3>2 forward']],
    ['keras2-weights.h5', ['bidirectional lstm 1 3>2 forward,reverse', 'gru gru 1 5>2 forward']],
    ['keras3.weights.h5', ['memory lstm 1 3>2 forward']],
    ['keras3-masked.h5', ['lstm lstm 1 3>2 forward']],
    ['backslashes.weights.h5', ['lstm lstm 1 3>2 forward']],
    ['peepholes.h5', ['rnn lstm 1 3>2 forward']],
    ['cells.keras', ['stacked lstm 2 3>3 forward', 'reversed lstm 1 3>2 reverse']],
    ['functional.keras', ['low+high gru 2 3>2 forward,reverse', 'last gru 1 4>3 forward']],
  ])('%s has its models in the order of its layers', (name, expected) => {
    const says = modelsIn(name).map(
      ({ name: own, kind, layers, inputs, hidden, directions }) =>
        `${own} ${kind} ${layers} ${inputs}>${hidden} ${directions.join()}`,
    );
    expect(says).toEqual(expected);
  });

  it('has the layers of a stack one by one as well', () => {
    const [{ parts }] = modelsIn('keras2-stack.h5');
    expect(parts.map(({ name, inputs, hidden }) => [name, inputs, hidden])).toEqual([
      ['lstm', 3, 4],
      ['lstm_1', 4, 2],
    ]);
    expect(modelOf(kerasFile('keras2-stack.h5'), 'lstm_1').read().layers).toHaveLength(1);
  });

  it('says which tensors belong to a model, masks with them, and those of the optimizer to none', () => {
    expect(modelsIn('keras3-masked.h5')[0].tensors).toEqual(
      ['kernel', 'kernel_mask', 'recurrent_kernel', 'bias'].map(
        (name) => `model_weights/lstm/sequential/lstm/lstm_cell/${name}`,
      ),
    );
    expect(modelsIn('keras2-stack.h5').flatMap(({ tensors }) => tensors)).toHaveLength(6);
    expect(modelsIn('peepholes.h5')[0]).toMatchObject({ peepholes: true, tensors: { length: 6 } });
  });

  it('says of every value where it lies in the file', () => {
    for (const name of ['keras3-masked.h5', 'functional.keras', 'keras2-weights.h5']) {
      const file = opened(kerasFile(name));
      for (const model of findModels(file, 'm').models)
        for (const { values, mask, origin, name: tensor } of model.read().layers.flatMap(tensorsOf)) {
          const { tensors, elements } = origin?.() ?? { tensors: [], elements: [] };
          expect(tensors).toEqual([tensor]);
          const { data } = file.read(tensor);
          const kept = [...elements].map((element, i) => (mask?.[i] === 0 ? 0 : data[element]));
          expect([...values]).toEqual(kept);
        }
    }
  });

  it('without a recurrent layer says what it has', () => {
    expect(refusal(() => modelOf(kerasFile('types.h5')))).toMatch(
      /^m: has no LSTM or GRU, expected a layer of class LSTM or GRU with its kernels; found big endian \[3, 4\], .* and \d+ more$/,
    );
  });
});

describe('the remarks of a model', () => {
  const remarks = (bytes: Uint8Array, model: string | null = null) => modelOf(bytes, model).read().remarks;

  it('say what the file does not, and nothing of what it does', () => {
    expect(remarks(kerasFile('keras2-stack.h5'))).toEqual([]);
    expect(remarks(kerasFile('keras2-weights.h5'), 'gru')).toEqual([
      'm: gru has no configuration in the file: its activations are taken to be tanh and sigmoid',
      'm: gru has no biases, and nothing says reset_after: it is taken to be true',
    ]);
    expect(
      remarks(
        edited('cells.keras', () => null),
        'lstm',
      ),
    ).toEqual(['m: lstm has no configuration in the file: its activations are taken to be tanh and sigmoid']);
  });

  it('say what Keras does otherwise', () => {
    expect(remarks(kerasFile('cells.keras'), 'reversed')).toEqual([
      'm: reversed runs from the last step to the first (go_backwards); its outputs are kept in the order of time',
    ]);
    const other = edited('functional.keras', (text) =>
      text
        .replaceAll('"merge_mode": "concat"', '"merge_mode": "sum"')
        .replaceAll('"stateful": false', '"stateful": true')
        .replace('SpatialDropout1D', 'Masking'),
    );
    expect(remarks(other, 'low')).toEqual([
      'm: low runs steps that the model masks as any others',
      'm: low is stateful: it begins with zeros, or with the state that is given',
      'm: low has merge_mode sum: the outputs of its directions are kept apart',
    ]);
  });
});

describe('layers above each other', () => {
  const names = (bytes: Uint8Array) => findModels(opened(bytes), 'm').models.map(({ name }) => name);

  it.each([
    ['what changes the outputs between them', 'SpatialDropout1D', 'LayerNormalization'],
    ['outputs that are summed', '"merge_mode": "concat"', '"merge_mode": "sum"'],
    ['only the last step that is given on', '"return_sequences": true', '"return_sequences": false'],
  ])('are no stack with %s', (_, from, to) => {
    expect(names(edited('functional.keras', (text) => text.replaceAll(from, to)))).toEqual([
      'low',
      'high',
      'last',
    ]);
  });

  it('are no stack where nothing says in which order they stand', () => {
    expect(names(edited('functional.keras', () => null))).toEqual(['bidirectional_1', 'gru', 'low']);
  });
});

describe('a layer that is not simulated', () => {
  const refused = (name: string, model: string, from: string, to: string) =>
    refusal(() =>
      modelOf(
        edited(name, (text) => text.replace(from, to)),
        model,
      ).read(),
    );

  it.each([
    [
      'another activation',
      refused(
        'functional.keras',
        'last',
        '"units": 3, "activation": "tanh"',
        '"units": 3, "activation": "relu"',
      ),
      'm, layers/gru/cell/vars: activation is relu, expected tanh',
    ],
    [
      'no activation',
      refused(
        'functional.keras',
        'last',
        '"units": 3, "activation": "tanh"',
        '"units": 3, "activation": null',
      ),
      'm, layers/gru/cell/vars: activation is linear, expected tanh',
    ],
    [
      'hard sigmoids, as the first versions of Keras had them',
      refused(
        'cells.keras',
        'stacked',
        '"recurrent_activation": "sigmoid"',
        '"recurrent_activation": "hard_sigmoid"',
      ),
      'm, layers/rnn/cell/cells/lstm_cell/vars: recurrent_activation is hard_sigmoid, expected sigmoid',
    ],
    [
      'a class of its own',
      refused('cells.keras', 'stacked', '"class_name": "LSTMCell"', '"class_name": "Mine>NormCell"'),
      'm, layer stacked: is a layer of class Mine>NormCell, expected LSTM or GRU',
    ],
    [
      'units that are not those of its weights',
      refused('functional.keras', 'last', '"units": 3', '"units": 5'),
      "m, layers/gru/cell/vars: has 3 units, expected 5 by the model's configuration",
    ],
    [
      'fewer cells than its weights are of',
      refused('cells.keras', 'stacked', '"StackedRNNCells"', '"LSTMCell"'),
      "m, layer stacked: has the weights of 2 cells, expected 1 by the model's configuration",
    ],
    [
      'two directions of one kind',
      refused('functional.keras', 'low', '"go_backwards": true', '"go_backwards": false'),
      'm, layer low: is a Bidirectional whose forward layer has go_backwards or whose backward layer has not, expected the usual directions',
    ],
  ])('is refused by name: %s', (_, message, expected) => expect(message).toBe(expected));
});
