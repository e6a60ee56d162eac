import { describe, expect, it } from 'vitest';
import {
  chooseDirection,
  type DirectionChoice,
  directionChoices,
} from '../../../src/lstm/weights/choose-direction.ts';
import type { LstmLayerTensors, LstmTensor, LstmTensors } from '../../../src/lstm/weights/state-dict.ts';

type Direction = LstmLayerTensors['direction'];

const tensor = (name: string): LstmTensor => ({
  name,
  shape: [4, 1],
  values: new Float32Array(4),
  raw: false,
  mask: null,
});

/** A model of these passes, whose states say which pass they are of. */
function modelOf(...directions: readonly Direction[]): LstmTensors {
  return {
    prefix: '',
    layers: directions.map((direction, pass) => ({
      kind: 'lstm',
      weightIh: tensor(`ih${pass}`),
      weightHh: tensor(`hh${pass}`),
      ...{ biasIh: null, biasHh: null, weightHr: null, peepholes: null },
      ...(direction && { direction }),
    })),
    initial: directions.map((_, pass) => ({ h: Float64Array.of(pass), c: null })),
    remarks: ['said before'],
  };
}

function chosen(model: LstmTensors, direction: DirectionChoice | null, isBothExpected = false) {
  const { tensors, direction: taken } = chooseDirection(model, 'm.npz', { direction, isBothExpected });
  return {
    taken,
    passes: tensors.layers.map(({ weightIh, direction: way }) => [weightIh.name, way]),
    states: tensors.initial?.map((state) => state?.h?.[0]),
    remarks: tensors.remarks.slice(1),
  };
}

const both = [
  ['ih0', 'forward'],
  ['ih1', 'reverse'],
];

describe('a bidirectional layer alone', () => {
  const model = modelOf('forward', 'reverse');

  it('runs forward where nobody says otherwise, which is remarked', () => {
    expect(chosen(model, null)).toEqual({
      taken: 'forward',
      passes: [['ih0', undefined]],
      states: [0],
      remarks: [
        'm.npz: the LSTM is bidirectional, and its forward pass runs alone; --direction reverse runs the other, both runs both',
      ],
    });
  });

  it('runs as it is told, each pass with its own state, and nothing is remarked', () => {
    expect(chosen(model, 'forward')).toMatchObject({ passes: [['ih0', undefined]], remarks: [] });
    expect(chosen(model, 'reverse')).toEqual({
      taken: 'reverse',
      passes: [['ih1', 'reverse']],
      states: [1],
      remarks: [],
    });
    expect(chosen(model, 'both')).toEqual({ taken: null, passes: both, states: [0, 1], remarks: [] });
  });

  it('runs both ways where its workload is bidirectional', () => {
    expect(chosen(model, null, true)).toMatchObject({ passes: both, remarks: [] });
  });
});

describe('a stack with bidirectional layers', () => {
  const model = modelOf('forward', 'reverse', undefined);

  it('runs both ways, which is remarked where nobody said so', () => {
    expect(chosen(model, null)).toMatchObject({
      taken: null,
      passes: [...both, ['ih2', undefined]],
      remarks: ['m.npz: the LSTM has bidirectional layers: both passes run'],
    });
    expect(chosen(model, 'both').remarks).toEqual([]);
    expect(chosen(model, null, true).remarks).toEqual([]);
  });

  it.each(['forward', 'reverse'] as const)('has no %s pass alone', (direction) => {
    expect(() => chosen(model, direction)).toThrow(
      `m.npz: has no ${direction} pass alone: both outputs of a bidirectional layer feed the next of this LSTM, expected direction both`,
    );
  });
});

describe('layers of one pass each', () => {
  it.each<[string, Direction[], DirectionChoice[], string]>([
    ['forward', [undefined, undefined], ['forward'], 'runs forward alone'],
    ['in reverse', ['reverse'], ['reverse'], 'runs reverse alone'],
    [
      'forward and in reverse',
      [undefined, 'reverse'],
      [],
      'runs forward in some layers and in reverse in others',
    ],
  ])('that run %s are as they are, and nothing else', (_, directions, fitting, says) => {
    const model = modelOf(...directions);
    for (const direction of [null, ...directionChoices]) {
      if (direction === null || fitting.includes(direction))
        expect(chooseDirection(model, 'm.npz', { direction, isBothExpected: false })).toEqual({
          tensors: model,
          direction: null,
        });
      else
        expect(() => chosen(model, direction)).toThrow(
          `m.npz: the LSTM ${says}, found direction ${direction}`,
        );
    }
  });
});
