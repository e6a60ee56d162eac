import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readLstmTensors } from '../../../src/lstm/weights/state-dict.ts';
import { readNpy } from '../../../src/tensors/npy/npy.ts';
import { openNpz } from '../../../src/tensors/npy/npz.ts';

const example = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../examples/agreement-lm/${name}`, import.meta.url)));

it('the example model is one LSTM layer of 256 units, and its inputs are those of its reference', () => {
  const { prefix, layers } = readLstmTensors(openNpz(example('model.npz'), 'model.npz'), 'model.npz');
  expect(prefix).toBe('lstm.');
  expect(
    layers.map(({ weightIh, weightHh, biasIh }) => [weightIh.shape, weightHh.shape, biasIh?.shape]),
  ).toEqual([[[1024, 256], [1024, 256], [1024]]]);
  expect(readNpy(example('x.npy'), 'x.npy')).toEqual(openNpz(example('reference.npz'), 'r').read('x'));
});
