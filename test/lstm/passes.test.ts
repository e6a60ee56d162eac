import { describe, expect, it } from 'vitest';
import { gateMatrices } from '../../src/lstm/gate-matrices.ts';
import { passesByLayer, passesOf, passName } from '../../src/lstm/passes.ts';
import { fixedSequence, fixedStep, zeroFixedState } from '../../src/lstm/reference-fixed.ts';
import { seededModel } from '../../src/lstm/seeded-model.ts';
import type { FixedState } from '../../src/lstm/state.ts';
import { type StoredLayer, storeLayer } from '../../src/lstm/stored-layer.ts';
import { WorkloadSchema, workloadShape } from '../../src/lstm/workload.ts';
import { noSaturations } from '../../src/num/fixed.ts';

const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };

/** Two bidirectional layers of 3 outputs each way, then one of a single pass. */
const shape = workloadShape(
  WorkloadSchema.parse({
    layers: [
      { repeat: 2, inputs: 5, hidden: 4, projection: 3, bidirectional: true },
      { inputs: 6, hidden: 2 },
    ],
  }),
);

function storedLayers(): StoredLayer[] {
  return seededModel('both ways', shape, 1).layers.map((weights) => {
    const all = ({ rows, cols }: { rows: number; cols: number }) => new Uint8Array(rows * cols).fill(1);
    const masks = {
      gates: gateMatrices(weights, 'combined').map(all),
      projection: weights.projection && all(weights.projection),
    };
    return storeLayer(weights, 'combined', masks, format, noSaturations());
  });
}

const inputs = [100, -2000, 3000].map((value, t) =>
  Int16Array.from({ length: 5 }, (_, n) => value * (n + 1) - t),
);

describe('the passes of a network', () => {
  it('are two for a bidirectional layer, forward and reverse, over the inputs of the layer', () => {
    expect(shape.layers.map(({ direction, inputs: x }) => [direction, x])).toEqual([
      ['forward', 5],
      ['reverse', 5],
      ['forward', 6],
      ['reverse', 6],
      [undefined, 6],
    ]);
    expect(passesByLayer(shape.layers)).toEqual([[0, 1], [2, 3], [4]]);
    expect(passesOf(shape.layers).map(passName)).toEqual([
      '0 forward',
      '0 reverse',
      '1 forward',
      '1 reverse',
      '2',
    ]);
  });

  it('have weights of their own, under the names of PyTorch', () => {
    const { layers } = seededModel('both ways', shape, 1);
    expect(layers.map(({ inputGates }) => inputGates.tensor)).toEqual([
      'weight_ih_l0',
      'weight_ih_l0_reverse',
      'weight_ih_l1',
      'weight_ih_l1_reverse',
      'weight_ih_l2',
    ]);
    expect(layers[1].projection?.tensor).toBe('weight_hr_l0_reverse');
    expect(layers[0].inputGates.values).not.toEqual(layers[1].inputGates.values);
  });

  it('leave a forward pass what the layer would be alone', () => {
    const alone = { ...shape.layers[0], direction: undefined };
    const { direction: _, ...single } = alone;
    const [layer] = seededModel('alone', { layers: [single] }, 1).layers;
    expect(layer.inputGates).toEqual(seededModel('both ways', shape, 1).layers[0].inputGates);
  });
});

describe('a bidirectional sequence in the integer reference', () => {
  const stored = storedLayers();
  const step = (pass: number, x: Int16Array, state: FixedState) =>
    fixedStep(stored[pass], format, x, state, noSaturations());

  /** States of a pass, given the inputs in the order in which it sees them. */
  const run = (pass: number, driven: readonly Int16Array[]) => {
    let state = zeroFixedState(stored[pass]);
    return driven.map((x) => {
      state = step(pass, x, state);
      return state;
    });
  };

  it('shows the reverse pass the last step first', () => {
    const { states } = fixedSequence(stored.slice(0, 2), format, inputs, noSaturations());
    const [forward, reverse] = [run(0, inputs), run(1, inputs.toReversed())];
    expect(states[0]).toEqual(forward[2]);
    expect(states[1]).toEqual(reverse[2]);
    expect(reverse[0]).not.toEqual(run(1, inputs)[0]);
  });

  it('gives the layer above both outputs of the same time, forward first', () => {
    const [forward, reverse] = [run(0, inputs), run(1, inputs.toReversed()).toReversed()];
    const between = forward.map(({ h }, t) => Int16Array.of(...h, ...reverse[t].h));
    const above = [run(2, between), run(3, between.toReversed()).toReversed()];
    const { outputs } = fixedSequence(stored.slice(0, 4), format, inputs, noSaturations());
    expect(outputs).toEqual(above[0].map(({ h }, t) => Int16Array.of(...h, ...above[1][t].h)));
    const last = run(
      4,
      outputs.map((output) => output),
    );
    const all = fixedSequence(stored, format, inputs, noSaturations());
    expect(all.outputs).toEqual(last.map(({ h }) => h));
    expect(all.states[4]).toEqual(last[2]);
  });

  it('begins a reverse pass with its state before the last step', () => {
    const states = stored.slice(0, 2).map(zeroFixedState);
    const given = [states[0], { ...states[1], h: states[1].h.map(() => 1000) }];
    const { outputs } = fixedSequence(stored.slice(0, 2), format, inputs, noSaturations(), given);
    expect(outputs[2].slice(3)).toEqual(step(1, inputs[2], given[1]).h);
  });
});
