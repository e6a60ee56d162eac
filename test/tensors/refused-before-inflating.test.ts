import { describe, expect, it, vi } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { readLstmTensors } from '../../src/lstm/weights/state-dict.ts';
import { type NpzEntry, openNpz, writeNpz } from '../../src/tensors/npy/npz.ts';

const zeros = (name: string, ...shape: number[]): NpzEntry => ({
  name,
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});

/** An opened file of weights, and the arrays of it that were inflated. */
function weights(...entries: NpzEntry[]) {
  const npz = openNpz(writeNpz(entries, { compress: true }), 'w.npz');
  const read = vi.spyOn(npz, 'read');
  return { read: () => readLstmTensors(npz, 'w.npz'), inflated: () => read.mock.calls.map(([name]) => name) };
}

describe('a file of weights is refused by names and headers alone, before anything is inflated', () => {
  it.each<[string, NpzEntry[], string]>([
    ['a matrix is missing', [zeros('weight_ih_l0', 8, 3)], 'has no tensor weight_hh_l0'],
    [
      'a matrix of the last layer is missing',
      [...[zeros('weight_ih_l0', 8, 3), zeros('weight_hh_l0', 8, 2)], ...[zeros('weight_ih_l1', 8, 2)]],
      'has no tensor weight_hh_l1',
    ],
    [
      'a shape does not fit',
      [zeros('weight_ih_l0', 8, 3), zeros('weight_hh_l0', 12, 2)],
      'tensor weight_hh_l0: shape [12, 2], expected [8, 2]',
    ],
    [
      'half of a pruned tensor is missing',
      [zeros('weight_ih_l0', 8, 3), zeros('weight_hh_l0_orig', 8, 2)],
      'has weight_hh_l0_orig but no weight_hh_l0_mask',
    ],
  ])('when %s', (_, entries, message) => {
    const { read, inflated } = weights(...entries);
    expect(read).toThrow(BadInput);
    expect(read).toThrow(message);
    expect(inflated()).toEqual([]);
  });

  it('and one that fits is inflated once', () => {
    const { read, inflated } = weights(zeros('weight_ih_l0', 8, 3), zeros('weight_hh_l0', 8, 2));
    expect(read().layers).toHaveLength(1);
    expect(inflated()).toEqual(['weight_ih_l0', 'weight_hh_l0']);
  });
});
