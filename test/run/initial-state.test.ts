import { describe, expect, it } from 'vitest';
import type { LayerShape } from '../../src/lstm/shape.ts';
import { initialRemark } from '../../src/run/initial-state.ts';
import { type RunRequest, runModel } from '../../src/run/run-model.ts';
import type { FileValues } from '../../src/run/sequence.ts';
import { platformOf } from '../study/compare/designs.ts';
import { loadedNet, runOf } from './requests.ts';

const layers: readonly LayerShape[] = [
  { kind: 'lstm', inputs: 3, hidden: 2, projection: null, peepholes: false, biases: true },
  { kind: 'gru', inputs: 2, hidden: 2, projection: null, peepholes: false, biases: true, resetAfter: true },
];
const initial = [{ h: Float64Array.of(0.25, -0.5), c: Float64Array.of(0.75, 0.125) }, null];
const values = (...data: number[]): FileValues => ({
  source: 's.npz',
  array: { shape: [data.length], dtype: 'float64', data: Float64Array.from(data) },
});

function run(files: RunRequest['files'], own: typeof initial | null) {
  const platform = platformOf({ kind: 'csr', pes: 4, banks: 4 });
  const { finished, result } = runModel(runOf(platform, loadedNet(layers, { initial: own }), { files }));
  const { sequence, execution } = finished.values!;
  return {
    hash: result.configHash,
    state: sequence.state.map(({ h, c }) => [[...h.real], [...c.real]]),
    codes: sequence.state.map(({ h }) => [...h.codes]),
    inputs: sequence.inputs.map(({ real }) => [...real]),
    outputs: execution.h,
    gap: execution.maxAbsErrorH,
  };
}

describe('the state before the first step that a file of weights has', () => {
  const own = run(null, initial);

  it('is that of a run to which no other is given, with zeros for a pass that it gives none to', () => {
    expect(own.state).toEqual([
      [
        [0.25, -0.5],
        [0.75, 0.125],
      ],
      [[0, 0], []],
    ]);
    expect(own.codes[0]).toEqual([0.25 * 2 ** 12, -0.5 * 2 ** 12]);
  });

  it('leaves the inputs as they would be, and goes with those of a file', () => {
    const { inputs, state } = run(null, null);
    expect(own.inputs).toEqual(inputs);
    expect(own.state).not.toEqual(state);
    expect(run({ inputs: values(1, 2, 3), h0: null, c0: null }, initial).state).toEqual(own.state);
    expect(run({ inputs: values(1, 2, 3), h0: null, c0: null }, null).state[0][0]).toEqual([0, 0]);
  });

  it('gives way to that of --state, vector by vector', () => {
    const given = { inputs: null, h0: [values(0.5, 0.5), null], c0: null };
    expect(run(given, initial).state).toEqual([
      [
        [0.5, 0.5],
        [0.75, 0.125],
      ],
      [[0, 0], []],
    ]);
    expect(initialRemark(given, initial)).toBe(
      'the state before the first step (c) is that in the file of weights',
    );
  });

  it('is remarked where it is used, and nowhere else', () => {
    expect(initialRemark(null, initial)).toBe(
      'the state before the first step (h, c) is that in the file of weights',
    );
    expect(initialRemark(null, [{ h: null, c: Float64Array.of(1) }])).toContain('(c)');
    expect(initialRemark({ inputs: null, h0: values(0), c0: values(0) }, initial)).toBeNull();
    expect(initialRemark(null, null)).toBeNull();
  });

  it('changes the values of every reference alike', () => {
    expect(own.outputs).not.toEqual(run(null, null).outputs);
    // The hardware is compared with the integer reference in every run, and here with the float one.
    expect(own.gap).toBeLessThan(0.01);
  });
});
