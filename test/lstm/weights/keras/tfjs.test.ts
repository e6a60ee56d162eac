import { describe, expect, it } from 'vitest';
import { openTensors } from '../../../../src/tensors/open.ts';
import { kerasFile, kerasReferences } from '../../../tensors/keras-fixtures.ts';
import { floatOutputs } from '../../float-outputs.ts';
import { type TfjsLayer, tfjsOutputs } from './tfjs.ts';

const names = (cell: string, ...tensors: readonly string[]) => tensors.map((tensor) => `${cell}/${tensor}`);
const inKeras2 = (cell: string) => names(cell, 'kernel:0', 'recurrent_kernel:0', 'bias:0');
const inKeras3 = (cell: string) => names(`${cell}/vars`, '0', '1', '2');

const cases: readonly (readonly [
  what: string,
  file: string,
  model: string | null,
  layers: readonly TfjsLayer[],
])[] = [
  [
    'a stack of LSTMs of Keras 2',
    'keras2-stack.h5',
    null,
    [
      { kind: 'lstm', units: 4, weights: inKeras2('model_weights/lstm/lstm/lstm_cell') },
      { kind: 'lstm', units: 2, weights: inKeras2('model_weights/lstm_1/lstm_1/lstm_cell_1') },
    ],
  ],
  [
    'a bidirectional LSTM of Keras 2',
    'keras2-weights.h5',
    'bidirectional',
    [
      {
        kind: 'lstm',
        units: 2,
        isBidirectional: true,
        weights: [
          ...inKeras2('bidirectional/bidirectional/forward_lstm/lstm_cell_1'),
          ...inKeras2('bidirectional/bidirectional/backward_lstm/lstm_cell_2'),
        ],
      },
    ],
  ],
  [
    'an LSTM of Keras 3',
    'keras3.weights.h5',
    null,
    [{ kind: 'lstm', units: 2, weights: inKeras3('layers/lstm/cell') }],
  ],
  [
    'a GRU of Keras 3 with its reset before the product',
    'functional.keras',
    'last',
    [{ kind: 'gru', units: 3, weights: inKeras3('layers/gru/cell') }],
  ],
  [
    'cells one above the other',
    'cells.keras',
    'stacked',
    [
      { kind: 'lstm', units: 2, weights: inKeras3('layers/rnn/cell/cells/lstm_cell') },
      { kind: 'lstm', units: 3, weights: inKeras3('layers/rnn/cell/cells/lstm_cell_1') },
    ],
  ],
];

describe('the float reference', () => {
  it.each(cases)('computes what TensorFlow.js does for %s', async (_, name, model, layers) => {
    const bytes = kerasFile(name);
    const { inputs } = kerasReferences[model === null ? name : `${name} ${model}`];
    const file = openTensors(bytes, name);
    const expected = file === null ? [] : await tfjsOutputs(file, layers, inputs);
    const found = floatOutputs(bytes, name, inputs.flat(), { model });
    expect(found).toHaveLength(expected.length);
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i], 6);
  });

  it('computes what TensorFlow.js does for a layer that goes backwards, whose outputs it gives in that order', async () => {
    const bytes = kerasFile('cells.keras');
    const { inputs } = kerasReferences['cells.keras reversed'];
    const file = openTensors(bytes, 'm.keras');
    const layer: TfjsLayer = {
      kind: 'lstm',
      units: 2,
      goBackwards: true,
      weights: inKeras3('layers/lstm/cell'),
    };
    const steps = file === null ? [] : await tfjsOutputs(file, [layer], inputs);
    const expected = inputs.flatMap((_, t) => steps.slice(2 * (inputs.length - 1 - t)).slice(0, 2));
    const found = floatOutputs(bytes, 'm.keras', inputs.flat(), { model: 'reversed' });
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i], 6);
  });
});
