import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { gateMatrices } from '../../../src/lstm/gate-matrices.ts';
import { modelFromTensors } from '../../../src/lstm/model-from-tensors.ts';
import { type LstmTensors, readLstmTensors } from '../../../src/lstm/weights/state-dict.ts';
import { type NpzEntry, openNpz, writeNpz } from '../../../src/tensors/npy/npz.ts';

type Arrays = Readonly<Record<string, readonly [shape: readonly number[], data: NpzEntry['data']]>>;

/** Codes 1, 2, 3, ... in a matrix of 4 rows. */
const codes = (cols: number) => [[4, cols], Int8Array.from({ length: 4 * cols }, (_, i) => i + 1)] as const;
const float = (...values: readonly number[]) => Float32Array.from(values);

/** One cell with one input, and an int8 matrix over it with the scales 1, 2, 3, 4. */
const layer: Arrays = {
  weight_ih_l0: codes(1),
  weight_ih_l0_scale: [[4], float(1, 2, 3, 4)],
  weight_hh_l0: [[4, 1], float(1, 2, 3, 4)],
};

function read(arrays: Arrays): LstmTensors {
  const entries = Object.entries({ ...layer, ...arrays }).map(([name, [shape, data]]) => ({
    name,
    shape,
    data,
  }));
  return readLstmTensors(openNpz(writeNpz(entries), 'm.npz'), 'm.npz');
}

describe('int8 codes of a file with a scale beside them', () => {
  it('are weights, each code times the scale of its row', () => {
    const { weightIh } = read({}).layers[0];
    expect([...weightIh.values]).toEqual([1, 4, 9, 16]);
    expect([...(weightIh.scales ?? [])]).toEqual([1, 2, 3, 4]);
    expect(weightIh.raw).toBe(false);
  });

  it.each([
    ['a scalar', [], [0.5]],
    ['[1]', [1], [0.5]],
    ['[rows]', [4], [0.5, 0.5, 0.5, 0.5]],
    ['[rows, 1]', [4, 1], [0.5, 0.5, 0.5, 0.5]],
  ] as const)('take a scale of the shape %s', (_, shape, values) => {
    const { weightIh } = read({ weight_ih_l0_scale: [shape, float(...values)] }).layers[0];
    expect([...weightIh.values]).toEqual([0.5, 1, 1.5, 2]);
    expect([...(weightIh.scales ?? [])]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('may be pruned: what a mask hides may be -128, and is zero', () => {
    const { weightIh } = read({
      weight_ih_l0: [[4, 1], Int8Array.of(-128, 2, -127, 127)],
      weight_ih_l0_mask: [[4, 1], Uint8Array.of(0, 1, 1, 1)],
    }).layers[0];
    expect([...weightIh.values]).toEqual([0, 4, -381, 508]);
  });

  it.each<[string, Arrays, RegExp]>([
    [
      'a code of -128',
      { weight_ih_l0: [[4, 1], Int8Array.of(1, 2, -128, 4)] },
      /tensor weight_ih_l0: row 2, column 0 is -128, expected -127 to 127/,
    ],
    [
      'a zero point',
      { weight_ih_l0_zero_point: [[1], Int8Array.of(3)] },
      /tensor weight_ih_l0_zero_point: element 0 is 3, expected 0: int8 codes are symmetric/,
    ],
    [
      'a scale whose weights are too large for floats',
      { weight_ih_l0_scale: [[], Float64Array.of(1e308)] },
      /weight_ih_l0_scale: the scale is 1e\+308, expected a finite number above 0/,
    ],
    [
      'a scale that is negative',
      { weight_ih_l0_scale: [[4], float(1, 1, 1, -1)] },
      /tensor weight_ih_l0_scale: row 3 is -1, expected a finite number above 0/,
    ],
    [
      'a scale of zero',
      { weight_ih_l0_scale: [[4, 1], float(0, 1, 1, 1)] },
      /weight_ih_l0_scale: row 0 is 0, expected a finite number above 0/,
    ],
    [
      'a scale that is not a number',
      { weight_ih_l0_scale: [[], float(Number.NaN)] },
      /weight_ih_l0_scale: the scale is NaN, expected a finite number above 0/,
    ],
    [
      'scales of the columns',
      { weight_ih_l0: codes(3), weight_ih_l0_scale: [[1, 3], float(1, 1, 1)] },
      /weight_ih_l0_scale: shape \[1, 3\], expected one scale, or one for every row: \[4\] or \[4, 1\]/,
    ],
    [
      'scales that are integers',
      { weight_ih_l0_scale: [[4], Int32Array.of(1, 1, 1, 1)] },
      /weight_ih_l0_scale: type int32, expected floats/,
    ],
    [
      'a scale beside floats',
      { weight_hh_l0_scale: [[], float(1)] },
      /weight_hh_l0_scale: stands beside a tensor of type float32, expected one of int8/,
    ],
    [
      'a scale of nothing',
      { weight_hr_l0_scale: [[], float(1)] },
      /has weight_hr_l0_scale but no weight_hr_l0 or weight_hr_l0_orig/,
    ],
    [
      'int8 without a scale',
      { weight_hh_l0: codes(1) },
      /tensor weight_hh_l0: type int8 without a scale, expected an array weight_hh_l0_scale beside it/,
    ],
    [
      'a bias of int8',
      {
        bias_ih_l0: [[4], Int8Array.of(1, 2, 3, 4)],
        bias_ih_l0_scale: [[], float(1)],
        bias_hh_l0: [[4], float(1, 2, 3, 4)],
      },
      /tensor bias_ih_l0: type int8, expected floats or int16 raw codes, since biases have no scales/,
    ],
  ])('are refused with %s', (_, arrays, message) => {
    expect(() => read(arrays)).toThrow(BadInput);
    expect(() => read(arrays)).toThrow(message);
  });
});

it('a combined matrix knows the scales of both halves, and that a half of floats has none', () => {
  const { layers } = modelFromTensors(read({}), 'm');
  const [{ values, scaled }] = gateMatrices(layers[0], 'combined');
  expect([...values]).toEqual([1, 1, 4, 2, 9, 3, 16, 4]);
  expect(scaled).toEqual([
    { fromColumn: 0, scales: Float64Array.of(1, 2, 3, 4) },
    { fromColumn: 1, scales: null },
  ]);
  const [inputs, recurrent] = gateMatrices(layers[0], 'separate');
  expect(inputs.scaled).toEqual([{ fromColumn: 0, scales: Float64Array.of(1, 2, 3, 4) }]);
  expect(recurrent.scaled).toBeUndefined();
});
